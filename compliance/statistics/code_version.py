"""Which program counted: a hash of the sources that turn rows into figures, the same on every machine."""

from functools import cache
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).parent
_CASEWORK = _HERE.parent / "casework"
_READERS = (_CASEWORK / "selectors" / "coded_facts.py", _CASEWORK / "rules" / "coded_facts.py")


@cache
def get_code_version() -> str:
    """Return 16 hexadecimal digits that change whenever a source of the figures does."""
    digest = sha256()
    for path in (*sorted((_HERE / "rules").glob("*.py")), *sorted((_HERE / "data").glob("*.json")), *_READERS):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
