"""What changed from one published version to another, part by part, in the words that readers see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from compliance.statements.reading.parts import Part, cover, parts
from compliance.statements.reading.tables import Table
from compliance.statements.rules.difference import BREAK, Kind, Run, difference
from compliance.statements.rules.text import plain_text

GAP = "…"


@dataclass(frozen=True)
class Changed:
    """A part of the statement whose words are not the same in both."""

    heading: str
    runs: tuple[Run, ...]


def changes(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> list[Changed]:
    """Of two canonical contents. Parts in the order of the later one, then those that it has no more."""
    before, after = _by_code(earlier), _by_code(later)
    found = []
    for code in [*after, *(code for code in before if code not in after)]:
        here = after.get(code) or before[code]
        runs = tuple(difference(_words(before.get(code)), _words(after.get(code))))
        if any(run.kind != Kind.KEPT for run in runs):
            found.append(Changed(here.heading, tuple(_shortened(runs))))
    return found


def addresses_changed(earlier: Mapping[str, str], later: Mapping[str, str]) -> list[Changed]:
    """What stands beside the text and is not part of it: each by its name, in the order of the later one."""
    return [
        Changed(name, tuple(_exchanged(earlier.get(name, ""), value)))
        for name, value in later.items()
        if value != earlier.get(name, "")
    ]


def _exchanged(before: str, after: str) -> Iterator[Run]:
    """The whole of each: an address is read as one."""
    for kind, text in ((Kind.REMOVED, before), (Kind.ADDED, after)):
        if text:
            yield Run(kind, text)


def _shortened(runs: tuple[Run, ...]) -> Iterator[Run]:
    """Of long text that stayed, only what stands beside a change; a run may end or begin with a break."""
    for place, run in enumerate(runs):
        blocks = run.text.split(BREAK)
        before = blocks[:2] if place else []
        after = blocks[-2:] if place < len(runs) - 1 else []
        is_long = run.kind == Kind.KEPT and len(blocks) > len(before) + len(after)
        yield Run(run.kind, BREAK.join([*before, GAP, *after])) if is_long else run


def _by_code(content: Mapping[str, Any]) -> dict[str, Part]:
    return {part.code: part for part in (*parts(content), cover(content))}


def _words(part: Part | None) -> str:
    """One line a block, as the rule of differences wants it."""
    return "\n".join(line for line in _lines(part) if line) if part else ""


def _lines(part: Part) -> Iterator[str]:
    yield from part.sentences
    yield part.left_out or ""
    yield plain_text(str(part.narrative))
    for fact in part.facts:
        yield f"{fact.label}: {'; '.join(map(str, fact.answers))}."
    for table in (*(chart.table for chart in part.charts), *part.tables, part.disclosures):
        yield from _rows(table) if table else ()


def _rows(table: Table) -> Iterator[str]:
    yield f"{table.caption}."
    for row in table.rows:
        yield "; ".join(f"{head}: {cell}" for head, cell in zip(table.heads, row, strict=True) if cell)
