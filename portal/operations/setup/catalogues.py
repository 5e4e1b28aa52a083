"""python -m portal.operations.setup.catalogues: makes from each locale/…/django.po the file that Django reads.

With polib, which wagtail-localize brings: no machine needs gettext to run the portal, and git keeps no compiled file.
"""

from pathlib import Path
from threading import get_native_id

from portal.operations.setup.fingerprints import ROOT

SOURCES = ROOT / "locale"


def list_sources() -> list[Path]:
    return sorted(SOURCES.glob("*/LC_MESSAGES/*.po"))


def list_app_sources() -> list[Path]:
    """Return the catalogues of one app alone, such as the words for suppliers."""
    return sorted(ROOT.glob("*/*/locale/*/LC_MESSAGES/*.po"))


def compile_all() -> None:
    """Compile the catalogues that changed; what the portal reads is put in place whole or not at all."""
    from polib import pofile  # noqa: PLC0415 — the set-up imports this module before there is a virtual environment

    for source in [*list_sources(), *list_app_sources()]:
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            # Whoever else compiles at this moment, as the workers of the tests do, has a file of its own.
            fresh = target.with_suffix(f".{get_native_id()}.mo")
            pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(target)


if __name__ == "__main__":
    compile_all()
