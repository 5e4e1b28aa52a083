"""What changed from one published version to another, part by part, in the words that readers see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from compliance.statements.choices import EXTRAS
from compliance.statements.presenters.parts import Part, build_cover, parts
from compliance.statements.presenters.tables import Table
from compliance.statements.rules.difference import BREAK, Kind, Run, compare_texts
from compliance.statements.rules.text import plain_text

GAP = "…"


@dataclass(frozen=True)
class Changed:
    """A part of the statement whose words are not the same in both.

    sentence: what became of a section of the organisation's own as a whole.
    """

    heading: str
    runs: tuple[Run, ...]
    sentence: str = ""

    @property
    def before(self) -> list[Run]:
        """Return the earlier text alone, with what was removed marked."""
        return [run for run in self.runs if run.kind != Kind.ADDED]

    @property
    def after(self) -> list[Run]:
        """Return the later text alone, with what was added marked."""
        return [run for run in self.runs if run.kind != Kind.REMOVED]


def changes(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> list[Changed]:
    """List the changes of two canonical contents. Parts in the order of the later one, then those it dropped."""
    before, after = _by_code(earlier), _by_code(later)
    changed = []
    for code in [*after, *(code for code in before if code not in after)]:
        here = after.get(code) or before[code]
        runs = tuple(compare_texts(_words(before.get(code)), _words(after.get(code))))
        sentence = _describe_whole(code, before, after)
        has_other_words = any(run.kind != Kind.KEPT for run in runs)
        if sentence or has_other_words:
            changed.append(Changed(here.heading, tuple(_shortened(runs)) if has_other_words else (), sentence))
    return changed


def _describe_whole(code: str, before: Mapping[str, Part], after: Mapping[str, Part]) -> str:
    """Of a section of the organisation's own: that it is new, gone, called or placed otherwise; else nothing."""
    if code not in EXTRAS:
        return ""
    if code not in before:
        return _("This section was added.")
    if code not in after:
        return _("This section was taken out.")
    sentences = []
    if before[code].heading != after[code].heading:
        sentences.append(_("It was called “%(heading)s” before.") % {"heading": before[code].heading})
    if _before_it(code, before, after) != _before_it(code, after, before):
        sentences.append(_("It stands in another place than before."))
    return " ".join(sentences)


def _before_it(code: str, here: Mapping[str, Part], there: Mapping[str, Part]) -> list[str]:
    """What of both is read before it here."""
    codes = list(here)
    return sorted(other for other in codes[: codes.index(code)] if other in there)


def addresses_changed(earlier: Mapping[str, str], later: Mapping[str, str]) -> list[Changed]:
    """List changes beside the text, which are not part of it: each by its name, in the order of the later one."""
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
    for index, run in enumerate(runs):
        blocks = run.text.split(BREAK)
        before = blocks[:2] if index else []
        after = blocks[-2:] if index < len(runs) - 1 else []
        is_long = run.kind == Kind.KEPT and len(blocks) > len(before) + len(after)
        yield Run(run.kind, BREAK.join([*before, GAP, *after])) if is_long else run


def _by_code(content: Mapping[str, Any]) -> dict[str, Part]:
    return {part.code: part for part in (*parts(content), build_cover(content))}


def _words(part: Part | None) -> str:
    """One line a block, as the rule of differences wants it."""
    return "\n".join(line for line in _lines(part) if line) if part else ""


def _lines(part: Part) -> Iterator[str]:
    yield from part.sentences
    yield part.left_out or ""
    yield plain_text(str(part.narrative))
    yield from get_answer_lines(part)


def get_answer_lines(part: Part) -> Iterator[str]:
    """Return what the part says beside its free text, a line each."""
    for fact in part.facts:
        line = f"{fact.label}: {'; '.join(map(str, fact.answers))}"
        yield line if line.endswith((".", "!", "?")) else f"{line}."
    for table in (*(chart.table for chart in part.charts), *part.tables, part.disclosures):
        yield from _rows(table) if table else ()


def _rows(table: Table) -> Iterator[str]:
    yield f"{table.caption}."
    for row in table.rows:
        yield "; ".join(f"{head}: {cell}" for head, cell in zip(table.heads, row, strict=True) if cell)
