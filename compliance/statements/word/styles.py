"""What the styles of a Word document mean: headings, lists, quotations. No Django here."""

import re
from dataclasses import dataclass

from lxml import etree

from compliance.statements.word.bookmarks import WORD

HEADING = re.compile(r"heading ([1-9])$", re.I)
MAX_BASED = 20


@dataclass(frozen=True)
class Style:
    level: int | None = None
    list_kind: str = ""
    is_quote: bool = False


class Styles:
    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self.by_id = (
            {} if styles is None else {style.get(f"{WORD}styleId"): style for style in styles.iter(f"{WORD}style")}
        )
        self.numbered = {} if numbering is None else _formats(numbering)

    def of(self, paragraph: etree._Element) -> Style:
        properties = paragraph.find(f"{WORD}pPr")
        chain = self._chain(_value(properties, "pStyle"))
        names = [_value(style, "name").lower() for style in chain]
        settings = [properties, *(style.find(f"{WORD}pPr") for style in chain)]
        return Style(
            level=_level(names, settings),
            list_kind=self._list_kind(settings, names),
            is_quote=any("quote" in name for name in names),
        )

    def _chain(self, style_id: str) -> list[etree._Element]:
        """The style and those it rests on."""
        elements: list[etree._Element] = []
        while (style := self.by_id.get(style_id)) is not None and style not in elements and len(elements) < MAX_BASED:
            elements.append(style)
            style_id = _value(style, "basedOn")
        return elements

    def _list_kind(self, settings: list[etree._Element | None], names: list[str]) -> str:
        for setting in settings:
            numbers = setting.find(f"{WORD}numPr") if setting is not None else None
            if numbers is None:
                continue
            number, level = _value(numbers, "numId"), _value(numbers, "ilvl") or "0"
            if number == "0":  # taken out of the list
                return ""
            return "ul" if self.numbered.get((number, level), "bullet") in ("bullet", "none") else "ol"
        if any(name.startswith("list bullet") for name in names):
            return "ul"
        return "ol" if any(name.startswith("list number") for name in names) else ""


def _value(element: etree._Element | None, name: str) -> str:
    child = element.find(f"{WORD}{name}") if element is not None else None
    return (child.get(f"{WORD}val") or "") if child is not None else ""


def _level(names: list[str], settings: list[etree._Element | None]) -> int | None:
    if "title" in names[:1]:
        return 0
    for name in names:
        if match := HEADING.match(name):
            return int(match[1])
    outline = next((value for setting in settings if (value := _value(setting, "outlineLvl"))), "")
    return int(outline) + 1 if outline.isascii() and outline.isdigit() and int(outline) < 9 else None


def _formats(numbering: etree._Element) -> dict[tuple[str, str], str]:
    """The look of the numbers by list and level."""
    abstract = {
        abstract.get(f"{WORD}abstractNumId"): {
            level.get(f"{WORD}ilvl"): _value(level, "numFmt") for level in abstract.iter(f"{WORD}lvl")
        }
        for abstract in numbering.iter(f"{WORD}abstractNum")
    }
    return {
        (number.get(f"{WORD}numId") or "", level or "0"): look
        for number in numbering.iter(f"{WORD}num")
        for level, look in abstract.get(_value(number, "abstractNumId"), {}).items()
    }
