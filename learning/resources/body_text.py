"""A page's blocks as plain values: for the checks, and for what is searched."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.html import escape
from wagtail.blocks import StreamValue

from learning.resources.rules.publish_checks import Part

type Block = Any


def get_parts(body: StreamValue) -> list[Part]:
    """Return one part a block, in order."""
    return [BLOCK_READERS[block.block_type](block.value) for block in body]


def _heading(words: str) -> str:
    return f"<h2>{escape(words)}</h2>" if words else ""


def _items(lines: Iterator[str]) -> str:
    return "".join(f"<li>{line}</li>" for line in lines)


def _text(value: Block) -> Part:
    return Part(html=value.source)


def _steps(value: Block) -> Part:
    return Part(html=_heading(value["heading"]) + _items(step.source for step in value["steps"]))


def _do_and_dont(value: Block) -> Part:
    lines = [*value["do"], *value["dont"]]
    return Part(html=(_heading(value["heading"]) or "<h2></h2>") + _items(escape(line) for line in lines))


def _titled(value: Block) -> Part:
    return Part(html=_heading(value["heading"]) + value["text"].source)


def _table(value: Block) -> Part:
    cells = [column["heading"] for column in value.columns]
    cells += [getattr(cell, "source", cell) or "" for row in value.row_data for cell in row["values"]]
    cells_html = "".join(f"<td>{cell if '<' in cell else escape(cell)}</td>" for cell in [value.caption, *cells])
    return Part(html=cells_html, caption=value.caption)


def _figure(value: Block) -> Part:
    image = value["image"]
    alternative = None if image is None or image.decorative else image.contextual_alt_text or ""
    return Part(html=f"<p>{escape(value['caption'])}</p>", alternative=alternative)


def _download(value: Block) -> Part:
    return Part(html=f"<p>{escape(value['title'])}</p>")


def _nothing(value: Block) -> Part:
    return Part()


BLOCK_READERS: dict[str, Callable[[Block], Part]] = {
    "text": _text,
    "steps": _steps,
    "do_and_dont": _do_and_dont,
    "care_card": _titled,
    "example": _titled,
    "table": _table,
    "figure": _figure,
    "download": _download,
    "area": _nothing,
    "related": _nothing,
}
