"""Names that a screen reader speaks, read off the HTML of a page: what has none, and what shares one but differs.

It covers what is worked out without a layout: the text, hidden words, aria-label and aria-labelledby, labels of fields
and alternatives of images. What a browser adds is checked by axe in tests/journeys/test_every_page.py.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urljoin

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

UNLABELLED_INPUTS = {"hidden", "submit", "reset", "button", "image"}


def list_nameless(body: str) -> list[str]:
    """Return the links, buttons, fields and images of a page that have no name."""
    page = _parse(body)
    parts = page.select("a[href], button, summary, input, select, textarea, img, svg[role=img], [role=button], iframe")
    return [_describe(part) for part in parts if not _is_unseen(part) and not get_name(part)]


def list_double_meanings(body: str, base: str) -> list[str]:
    """Return each name of a link that leads to more than one address, with those addresses."""
    page = _parse(body)
    targets: dict[str, set[str]] = defaultdict(set)
    for link in page.select("a[href]"):
        if not _is_unseen(link):
            targets[get_name(link).casefold()].add(urljoin(base, str(link["href"])))
    return [f"{name!r}: {', '.join(sorted(found))}" for name, found in targets.items() if name and len(found) > 1]


@lru_cache(maxsize=1)
def _parse(body: str) -> BeautifulSoup:
    """Return the page, which nobody changes: it is parsed once for both questions about it."""
    return BeautifulSoup(body, "lxml")


def get_name(part: Tag) -> str:
    """Return the accessible name of a part, worked out as browsers do it, with single spaces."""
    return " ".join(_compute_name(part).split())


def _compute_name(part: Tag) -> str:
    root = _get_root(part)
    if labels := [root.find(id=name) for name in str(part.get("aria-labelledby", "")).split()]:
        return " ".join(_read(label) for label in labels if label)
    if label := str(part.get("aria-label", "")).strip():
        return label
    if part.name in {"input", "select", "textarea"}:
        return _get_field_name(part, root)
    if part.name == "img":
        return str(part["alt"]) or "decoration" if part.has_attr("alt") else ""
    return _read(part) or str(part.get("title", ""))


def _get_field_name(field: Tag, root: Tag) -> str:
    kind = str(field.get("type", "text")).lower()
    if kind in {"submit", "reset", "button"}:
        return str(field.get("value", "")) or ("Submit" if kind == "submit" else "")
    if kind == "image":
        return str(field.get("alt", ""))
    labels = root.find_all("label", attrs={"for": field["id"]}) if field.get("id") else []
    wrapping = field.find_parent("label")
    return " ".join(_read(label) for label in [*labels, *([wrapping] if wrapping else [])]) or str(
        field.get("title", "")
    )


def _read(part: Tag) -> str:
    """Return the words within a part: its text and the alternatives of its images, without what is hidden."""
    return " ".join(" ".join(_read_pieces(part)).split())


def _read_pieces(part: Tag) -> Iterator[str]:
    for child in part.children:
        if isinstance(child, Tag):
            if child.get("aria-hidden") == "true" or child.has_attr("hidden") or child.name in {"script", "style"}:
                continue
            if label := str(child.get("aria-label", "")):
                yield label
            elif child.name == "img":
                yield str(child.get("alt", ""))
            else:
                yield _read(child)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield str(child)


def _is_unseen(part: Tag) -> bool:
    if part.name == "input" and str(part.get("type", "")).lower() == "hidden":
        return True
    around = [part, *part.parents]
    return any(
        isinstance(one, Tag) and (one.has_attr("hidden") or one.get("aria-hidden") == "true" or one.name == "template")
        for one in around
    )


def _get_root(part: Tag) -> Tag:
    return [*part.parents][-1] if part.parent else part


def _describe(part: Tag) -> str:
    return str(part)[:160]
