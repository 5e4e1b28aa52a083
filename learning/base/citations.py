"""Sources that our own texts cite: one list for guidance and courses, so that a title is written once."""

from pathlib import Path

from learning.base.rules.front_matter import Source, read_sources

FILE = Path(__file__).resolve().parent / "content" / "sources.txt"


def get_known_sources() -> dict[str, Source]:
    """Return the sources by key."""
    return read_sources(FILE.read_text())
