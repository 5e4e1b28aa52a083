"""Parses our own texts: front matter of "name: value" lines, then Markdown with a few marks of our own.

    ## A heading            ### A smaller one         **bold**
    - an item of a list     1. a numbered item        [words](/address/)
    A claim. {act 54(2)}    points at a source of sources.txt and the place in it
    Call {phone acas}.      shows the number of a service in the directory: learning.base.service_phones

A block begins with :::kind and ends with :::, its heading on the first line:

    :::steps What to do     1. … 2. …
    :::do                   + what to do, - what not to do
    :::example A title      text; also :::emergency, :::urgent and :::advice for care cards
    :::table A caption      | first row | holds the headings |
    :::area risk            of section 54(5); one line, without an end
    :::related a-slug, b    one line, without an end
    :::question What is it? + a right answer, - a wrong one, then why; also :::check
    :::story A title        > picture: its caption
    :::scenario A title     = step names a step, its text follows; > step: what to choose leads to another
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from learning.base.rules.scenarios import find_scenario_problem
from portal.core.markdown import render_inline_markdown, render_markdown
from portal.core.types import JsonObject

HEAD_LINE = re.compile(r"([a-z_]+):\s*(.*)")
CITATION = re.compile(r"\s*\{([a-z0-9_]+)(?:\s+([^}]*))?\}")
# What stands in the place of a source, where a text shows the number of a service.
PHONE = "phone"
NUMBERED = re.compile(r"\d+\.\s+")
CARD_KINDS = {"emergency", "urgent", "advice"}
ONE_LINE_KINDS = {"area", "related"}
QUESTION_KINDS = {"check", "question"}


class MalformedContent(ValueError):
    """The text is malformed; the message is a sentence that names the line."""


@dataclass(frozen=True)
class Source:
    """One row of sources.txt: key | title | weight | day it was read (ISO) | address, which may be empty."""

    key: str
    title: str
    weight: str
    read_on: str
    address: str = ""


@dataclass
class Page:
    """A parsed text. head: name to value. blocks and sources: as a stream field keeps them, but related pages by their
    slug.
    """

    head: dict[str, str]
    blocks: list[JsonObject] = field(default_factory=list)
    sources: list[JsonObject] = field(default_factory=list)


def read_sources(text: str) -> dict[str, Source]:
    """Return the rows of sources.txt by key; empty lines and comments are left out."""
    rows = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    sources = [Source(*(part.strip() for part in row.split("|"))) for row in rows]
    return {source.key: source for source in sources}


def read_page(text: str, known: Mapping[str, Source]) -> Page:
    """Parse a text. Raises MalformedContent."""
    head, _, body = text.strip().partition("\n\n")
    page = Page(dict(_head(head.splitlines())))
    reader = _Reader(page, known)
    for kind, title, lines in _chunks(body.splitlines()):
        reader.add(kind, title, lines)
    return page


def _head(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        if not (match := HEAD_LINE.fullmatch(line)):
            raise MalformedContent(f"“{line}” is not a valid line of a head.")
        yield match[1], match[2].strip()


def _chunks(lines: Iterable[str]) -> Iterable[tuple[str, str, list[str]]]:
    """Yield kind, title and lines of each block; running text has the kind "text"."""
    kind, title = "text", ""
    chunk: list[str] = []
    for line in lines:
        if line.startswith(":::") and line.strip() != ":::":
            if kind != "text":
                raise MalformedContent(f"“{line}” starts before the block above it ends.")
            yield kind, title, chunk
            kind, _, title = line[3:].strip().partition(" ")
            chunk = []
            if kind in ONE_LINE_KINDS:
                yield kind, title.strip(), chunk
                kind, title = "text", ""
        elif line.strip() == ":::":
            yield kind, title.strip(), chunk
            kind, title, chunk = "text", "", []
        else:
            chunk.append(line)
    if kind != "text":
        raise MalformedContent(f"The block “{kind} {title}” has no end.")
    yield kind, title, chunk


class _Reader:
    def __init__(self, page: Page, known: Mapping[str, Source]) -> None:
        self.page, self.known = page, known
        self.numbers: dict[tuple[str, str], int] = {}

    def add(self, kind: str, title: str, lines: list[str]) -> None:
        if kind == "text" and not any(line.strip() for line in lines):
            return
        value = self._value(kind, title, lines)
        name = {"do": "do_and_dont", "story": "picture_story"}.get(kind, "care_card" if kind in CARD_KINDS else kind)
        self.page.blocks.append({"type": name, "value": value})

    def _value(self, kind: str, title: str, lines: list[str]) -> Any:
        filled = [line for line in lines if line.strip()]
        match kind:
            case "text":
                return self._rich(lines)
            case "steps":
                return {"heading": title, "steps": [f"<p>{self._inline(step)}</p>" for step in _numbered(filled)]}
            case "do":
                return {"heading": title} | {
                    name: [self._plain(line[1:].strip()) for line in filled if line.startswith(mark)]
                    for name, mark in (("do", "+"), ("dont", "-"))
                }
            case "example":
                return {"heading": title, "text": self._rich(lines)}
            case "table":
                return self._table(title, filled)
            case "area":
                return {"area": title}
            case "related":
                return [slug.strip() for slug in title.split(",")]
            case "scenario":
                return {"heading": title, "steps": self._steps_of_scenario(title, filled)}
            case "story":
                return {"heading": title, "frames": self._frames(title, filled)}
            case _ if kind in QUESTION_KINDS:
                return self._question(title, filled)
            case _ if kind in CARD_KINDS:
                return {"kind": kind, "heading": title, "text": self._rich(lines)}
        raise MalformedContent(f"There is no block “{kind}”.")

    def _question(self, question: str, lines: list[str]) -> JsonObject:
        """Return a question. Several right answers are possible; one without any, or without a wrong one, is a slip."""
        answers = [
            {"text": self._plain(line[1:].strip()), "is_right": line[0] == "+"} for line in lines if line[0] in "+-"
        ]
        if len({answer["is_right"] for answer in answers}) < 2:
            raise MalformedContent(f"The question “{question}” needs a right answer and a wrong answer.")
        return {
            "question": question,
            "answers": answers,
            "because": self._rich(line for line in lines if line[0] not in "+-"),
        }

    def _frames(self, title: str, lines: list[str]) -> list[JsonObject]:
        """Return the pictures with their captions. Raises MalformedContent for another line, or for one picture."""
        frames = [line[2:].partition(":") for line in lines if line.startswith("> ")]
        if len(frames) < max(2, len(lines)):
            raise MalformedContent(f"The story “{title}” needs lines like “> picture: caption”.")
        return [{"picture": name.strip(), "caption": self._plain(caption.strip())} for name, _, caption in frames]

    def _steps_of_scenario(self, title: str, lines: list[str]) -> list[JsonObject]:
        """Return the steps, the first first. Raises MalformedContent where a choice leads nowhere, or to no end."""
        steps: list[JsonObject] = []
        texts: list[list[str]] = []
        for line in lines:
            if line.startswith("= "):
                steps.append({"key": line[2:].strip(), "text": "", "choices": []})
                texts.append([])
            elif not steps:
                raise MalformedContent(f"The scenario “{title}” begins without a step.")
            elif line.startswith("> "):
                key, _, words = line[2:].partition(":")
                steps[-1]["choices"].append({"step": key.strip(), "text": self._plain(words.strip())})
            else:
                texts[-1].append(line)
        for step, text in zip(steps, texts, strict=True):
            step["text"] = self._rich("\n\n".join(text).splitlines())
        if problem := find_scenario_problem(steps):
            raise MalformedContent(f"The scenario “{title}”: {problem}")
        return steps

    def _table(self, caption: str, lines: list[str]) -> JsonObject:
        first, *rows = ([cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines)
        if any(len(row) != len(first) for row in rows):
            raise MalformedContent(f"The table “{caption}” has a row with more or fewer cells than headings.")
        return {
            "caption": caption,
            "columns": [
                {"type": "rich_text" if index else "text", "heading": heading} for index, heading in enumerate(first)
            ],
            "rows": [
                {
                    "values": [
                        f"<p>{self._inline(cell)}</p>" if index else self._plain(cell) for index, cell in enumerate(row)
                    ]
                }
                for row in rows
            ],
        }

    # --- Words -----------------------------------------------------------------------------------------------------

    def _rich(self, lines: Iterable[str]) -> str:
        """Return paragraphs, lists and headings, an empty line between two paragraphs."""
        return render_markdown(self._plain("\n".join(lines)))

    def _inline(self, text: str) -> str:
        return render_inline_markdown(self._plain(text))

    def _plain(self, text: str) -> str:
        """Return the text with the numbers of its sources in the place of their keys."""
        return CITATION.sub(lambda match: f" {self._mark(match[1], (match[2] or '').strip())}", text)

    def _mark(self, key: str, place: str) -> str:
        return f"[phone: {place}]" if key == PHONE else f"[{self._number(key, place)}]"

    def _number(self, key: str, place: str) -> int:
        if key not in self.known:
            raise MalformedContent(f"sources.txt has no “{key}”.")
        if (key, place) not in self.numbers:
            source = self.known[key]
            self.numbers[key, place] = len(self.numbers) + 1
            facts = {"title": source.title, "weight": source.weight, "read_on": source.read_on}
            self.page.sources.append({"type": "source", "value": facts | {"place": place, "address": source.address}})
        return self.numbers[key, place]


def _numbered(lines: Iterable[str]) -> Iterable[str]:
    """Return the steps, each of which may go on over lines that begin with spaces."""
    steps: list[str] = []
    for line in lines:
        if NUMBERED.match(line):
            steps.append(NUMBERED.sub("", line, count=1).strip())
        elif steps:
            steps[-1] += f" {line.strip()}"
    return steps
