"""The files of a feed and the ZIP file around them: the same rows are the same bytes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal.core.csv_cells import csv_lines

# No clock is in the file. The earliest day that a ZIP file can name.
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
CSV_NAME, JSON_NAME, ABOUT_NAME, REPORT_NAME = "rows.csv", "rows.json", "about.txt", "report.pdf"


# Any: cells are text, numbers or nothing.
def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the rows with their names in the first line. No cell is taken for a formula."""
    return "".join(csv_lines([columns, *([row[column] for column in columns] for row in rows)])).encode()


# Any: as in write_csv.
def write_json(about: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> bytes:
    return json.dumps({"about": dict(about), "rows": list(rows)}, ensure_ascii=False, indent=1).encode() + b"\n"


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_zip(content: bytes) -> dict[str, bytes]:
    """Return the files of a feed that this portal made, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def compute_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
