"""Sources that our own texts cite: one list for guidance and courses, so that a title is written once."""

from pathlib import Path

from wagtail.blocks import StreamValue

from learning.base.rules.front_matter import Source, read_sources

FILE = Path(__file__).resolve().parent / "content" / "sources.txt"


def get_known_sources() -> dict[str, Source]:
    """Return the sources by key."""
    return read_sources(FILE.read_text())


def get_source_titles(sources: StreamValue) -> list[str]:
    """Return the title of each source of a page with the place in it, in order."""
    values = [block.value for block in sources]
    return [f"{each['title']}, {each['place']}" if each["place"] else each["title"] for each in values]
