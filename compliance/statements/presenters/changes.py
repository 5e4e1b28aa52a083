"""What changed from one published version to another, part by part, in the words that readers see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from compliance.statements.choices import EXTRAS
from compliance.statements.presenters.changed_rows import ChangedRow, compare_parts, has_other_order
from compliance.statements.presenters.parts import Part, build_appendix, build_cover, parts
from compliance.statements.presenters.tables import Table
from compliance.statements.rules.difference import Kind, Run
from compliance.statements.rules.text import word_count
from compliance.statements.types import KnownContent


@dataclass(frozen=True)
class Changed:
    """A part of the statement whose words are not the same in both.

    rows: the places that changed, and no other. sentence: what became of the part as a whole.
    """

    heading: str
    rows: tuple[ChangedRow, ...]
    sentence: str = ""

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return the words of all its places, in a row."""
        return tuple(run for row in self.rows for run in row.runs)


def changes(earlier: KnownContent, later: KnownContent) -> list[Changed]:
    """List the changes of two canonical contents. Parts in the order of the later one, then those it dropped."""
    before, after = _by_code(earlier), _by_code(later)
    changed = []
    for code in [*after, *(code for code in before if code not in after)]:
        pair = before.get(code), after.get(code)
        rows = tuple(compare_parts(*pair))
        sentence = _describe_whole(code, before, after)
        if has_other_order(*pair):
            sentence = f"{sentence} {_('Some rows are in another order.')}".strip()
        if sentence or rows:
            changed.append(Changed((after.get(code) or before[code]).heading, rows, sentence))
    return changed


def summarise(changed: Sequence[Changed], *, max_length: int) -> list[Changed]:
    """Return the changes, of those longer than max_length characters only how much was added and removed."""
    return [_count_words(change) if _length(change) > max_length else change for change in changed]


def _length(change: Changed) -> int:
    return sum(len(run.text) for run in change.runs if run.kind != Kind.KEPT)


def _count_words(change: Changed) -> Changed:
    counts = {kind: sum(word_count(run.text) for run in change.runs if run.kind == kind) for kind in Kind}
    facts = {"added": counts[Kind.ADDED], "removed": counts[Kind.REMOVED]}
    told = _("Words added: %(added)s. Words removed: %(removed)s. Read the section in full below.") % facts
    return Changed(change.heading, (), f"{change.sentence} {told}".strip())


def _describe_whole(code: str, before: Mapping[str, Part], after: Mapping[str, Part]) -> str:
    """Of a section of the organisation's own: that it is new, gone, called or placed otherwise; else nothing."""
    if code not in EXTRAS:
        return ""
    if code not in before:
        return _("This section was added.")
    if code not in after:
        return _("This section was removed.")
    sentences = []
    if before[code].heading != after[code].heading:
        sentences.append(_("It was called “%(heading)s” before.") % {"heading": before[code].heading})
    if _before_it(code, before, after) != _before_it(code, after, before):
        sentences.append(_("It has moved to another position."))
    return " ".join(sentences)


def _before_it(code: str, parts_by_code: Mapping[str, Part], there: Mapping[str, Part]) -> list[str]:
    """What of both is read before it here."""
    codes = list(parts_by_code)
    return sorted(other for other in codes[: codes.index(code)] if other in there)


def addresses_changed(earlier: Mapping[str, str], later: Mapping[str, str]) -> list[Changed]:
    """List changes beside the text, which are not part of it: each by its name, in the order of the later one."""
    return [
        Changed(name, (ChangedRow("", tuple(_exchanged(earlier.get(name, ""), value))),))
        for name, value in later.items()
        if value != earlier.get(name, "")
    ]


def _exchanged(before: str, after: str) -> Iterator[Run]:
    """The whole of each: an address is read as one."""
    for kind, text in ((Kind.REMOVED, before), (Kind.ADDED, after)):
        if text:
            yield Run(kind, text)


def _by_code(content: KnownContent) -> dict[str, Part]:
    built = (*parts(content), build_cover(content), build_appendix(content))
    return {part.code: part for part in built if part}


def get_answer_lines(part: Part) -> Iterator[str]:
    """Return what the part says beside its free text, a line each."""
    for fact in part.facts:
        line = f"{fact.label}: {'; '.join(map(str, fact.answers))}"
        yield line if line.endswith((".", "!", "?")) else f"{line}."
    for table in (*(chart.table for chart in part.charts), *part.tables):
        yield from _rows(table)


def _rows(table: Table) -> Iterator[str]:
    yield f"{table.caption}."
    for row in table.rows:
        yield "; ".join(f"{head}: {cell}" for head, cell in zip(table.heads, row, strict=True) if cell)
