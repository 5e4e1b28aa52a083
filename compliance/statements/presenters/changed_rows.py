"""Where a part of a statement is no longer what it was, place by place: a paragraph, an answer, a row of a table."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _

from compliance.statements.presenters.labels import Fact
from compliance.statements.presenters.parts import Part
from compliance.statements.presenters.tables import Table
from compliance.statements.rules.difference import (
    BREAK,
    MAX_PAIRS,
    STEPS_PER_WORD,
    Kind,
    Run,
    compare_texts,
    get_likeness,
    pair_blocks,
    steps_between,
)
from compliance.statements.rules.text import plain_text

GAP = "…"
# Of a long paragraph, so many words that stayed are read on each side of a change.
CONTEXT_WORDS = 15
HEADING = re.compile(r"<h[2-6]>(.*?)</h[2-6]>", re.DOTALL)
type TableRow = tuple[str, ...]


@dataclass(frozen=True)
class ChangedRow:
    """One place whose words are not the same in both.

    place: its question, its row of a table, or the heading above it; empty where nothing names it. is_list: whether
    each run is an answer of its own.
    """

    place: str
    runs: tuple[Run, ...]
    is_list: bool = False

    @property
    def before(self) -> list[Run]:
        """Return the earlier words alone, with what was removed marked; none where all was added."""
        return [run for run in self.runs if run.kind != Kind.ADDED]

    @property
    def after(self) -> list[Run]:
        """Return the later words alone, with what was added marked; none where all was removed."""
        return [run for run in self.runs if run.kind != Kind.REMOVED]


def compare_parts(before: Part | None, after: Part | None) -> Iterator[ChangedRow]:
    """Yield the places that changed: of the text, of the answers, of the tables. None stands for no such part."""
    yield from _compare_text(list(_get_lines(before)), list(_get_lines(after)))
    yield from _compare_answers(before.facts if before else (), after.facts if after else ())
    for old, new in _match(_get_tables(before), _get_tables(after), name=_name_table, words=_describe_table):
        yield from _compare_tables(old, new)


def has_other_order(before: Part | None, after: Part | None) -> bool:
    """Return whether tables, or rows of one table, that both have are in another order."""
    old, new = ({_name_table(table): table for table in _get_tables(part)} for part in (before, after))
    return _is_moved(old, new) or any(
        _is_moved([row[0] for row in old[name].rows], [row[0] for row in table.rows])
        for name, table in new.items()
        if name in old
    )


def _get_tables(part: Part | None) -> list[Table]:
    """Return the tables of a part, those of its charts first: here they are no chart's."""
    if part is None:
        return []
    drawn = [replace(chart.table, caption=_("Measures"), subject=chart.table.caption) for chart in part.charts]
    return [*drawn, *part.tables]


def _is_moved(before: Iterable[str], after: Iterable[str]) -> bool:
    old, new = list(before), list(after)
    in_both = set(old) & set(new)
    return [name for name in old if name in in_both] != [name for name in new if name in in_both]


def _make_row(place: str, old: str, new: str) -> ChangedRow:
    """Compare two texts by words; one that has no counterpart is whole."""
    if not old or not new:
        return ChangedRow(place, (Run(Kind.REMOVED, old) if old else Run(Kind.ADDED, new),))
    return ChangedRow(place, tuple(_shorten(compare_texts(old, new))))


def _make_list_row(place: str, old: Sequence[str], new: Sequence[str]) -> ChangedRow:
    """Compare two lists of answers, each of them whole, on a line of its own."""
    runs = []
    for is_kept, before, after in steps_between(old, new, looks=STEPS_PER_WORD * (len(old) + len(new))):
        kinds = [(Kind.KEPT, after)] if is_kept else [(Kind.REMOVED, before), (Kind.ADDED, after)]
        runs += [Run(kind, answer) for kind, answers in kinds for answer in answers]
    return ChangedRow(place, tuple(runs), is_list=True)


def _shorten(runs: Sequence[Run]) -> Iterator[Run]:
    """Of words that stayed, keep those beside a change."""
    joined = [Run(kind, " ".join(run.text for run in group)) for kind, group in groupby(runs, key=lambda run: run.kind)]
    for index, run in enumerate(joined):
        words = run.text.split(" ")
        before = words[:CONTEXT_WORDS] if index else []
        after = words[-CONTEXT_WORDS:] if index < len(joined) - 1 else []
        is_long = run.kind == Kind.KEPT and len(words) > len(before) + len(after)
        yield Run(run.kind, " ".join([*before, GAP, *after])) if is_long else run


# --- Text ----------------------------------------------------------------------------------------------------------


def _get_lines(part: Part | None) -> Iterator[tuple[str, str]]:
    """Yield each line of text, with the heading that it is under."""
    if part is None:
        return
    for sentence in part.sentences:
        yield sentence, ""
    if part.left_out is not None:
        told = _("The organisation answered that this statement does not cover this topic.")
        yield f"{told} {part.left_out}".strip(), ""
    place = ""
    for index, piece in enumerate(HEADING.split(str(part.narrative))):
        lines = plain_text(piece).splitlines()
        is_heading = index % 2 == 1
        if is_heading:
            place = " ".join(lines)
        for line in lines:
            yield line, "" if is_heading else place


def _compare_text(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[ChangedRow]:
    places = dict((*before, *after))
    pairs = pair_blocks([line for line, _place in before], [line for line, _place in after], glue="\n")
    for (is_old, is_new, is_same), group in groupby(pairs, key=lambda pair: (*map(bool, pair), pair[0] == pair[1])):
        if is_same:
            continue
        found = list(group)
        if not (is_old and is_new):
            # Lines that were added, or removed, one after the other are one place.
            found = [(BREAK.join(old for old, _new in found if old), BREAK.join(new for _old, new in found if new))]
        for old, new in found:
            yield _make_row(places.get((new or old).partition("\n")[0], ""), old, new)


# --- Answers and tables --------------------------------------------------------------------------------------------


def _compare_answers(before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[ChangedRow]:
    old, new = ({fact.label: [str(answer) for answer in fact.answers] for fact in facts} for facts in (before, after))
    for label in {**new, **old}:
        if old.get(label) != new.get(label):
            yield _make_list_row(label, old.get(label, ()), new.get(label, ()))


def _match[T](
    before: Sequence[T], after: Sequence[T], *, name: Callable[[T], str], words: Callable[[T], str]
) -> Iterator[tuple[T | None, T | None]]:
    """Pair what has the same name, then what has most words in common; None where there is no counterpart.

    In the order of the later ones, then those that are gone.
    """
    old, new = _index(before, name), _index(after, name)
    gone, fresh = [key for key in old if key not in new], [key for key in new if key not in old]
    renamed = {}
    if len(gone) * len(fresh) <= MAX_PAIRS:
        was, now = iter(gone), iter(fresh)
        for earlier, later in pair_blocks([words(old[key]) for key in gone], [words(new[key]) for key in fresh]):
            keys = (next(was) if earlier else None, next(now) if later else None)
            if keys[0] and keys[1] and get_likeness(earlier, later):
                renamed[keys[1]] = keys[0]
    for key, thing in new.items():
        yield old.get(renamed.get(key, key)), thing
    left = set(gone) - set(renamed.values())
    for key in gone:
        if key in left:
            yield old[key], None


def _index[T](things: Sequence[T], name: Callable[[T], str]) -> dict[tuple[str, int], T]:
    """Return them by name; of two with one name, the second by its number too."""
    counts: dict[str, int] = {}
    indexed = {}
    for thing in things:
        key = name(thing)
        counts[key] = counts.get(key, 0) + 1
        indexed[key, counts[key]] = thing
    return indexed


def _name_table(table: Table) -> str:
    return table.subject or table.caption


def _describe_table(table: Table) -> str:
    return " ".join((_name_table(table), *(cell for row in table.rows for cell in row)))


def _compare_tables(old: Table | None, new: Table | None) -> Iterator[ChangedRow]:
    if old is None or new is None:
        was, now = ("\n".join(_describe_rows(table)) if table else "" for table in (old, new))
        yield _make_row((old or new or _NO_TABLE).caption, was, now)
        return
    if _name_table(old) != _name_table(new) and old.caption != new.caption:
        yield _make_row("", old.caption, new.caption)
    for was_row, now_row in _match(old.rows, new.rows, name=lambda row: row[0], words=" ".join):
        yield from _compare_rows(old, was_row, new, now_row)


_NO_TABLE = Table("", (), ())


def _compare_rows(old: Table, was: TableRow | None, new: Table, now: TableRow | None) -> Iterator[ChangedRow]:
    first = (now or was or ("",))[0]
    place = f"{new.caption} – {first}"
    if was and now and was[0] == now[0] and (mark := new.separators.get(first)):
        if was != now:
            yield _make_list_row(place, was[1].split(mark), now[1].split(mark))
        return
    cells = [dict(zip(table.heads, row or (), strict=False)) for table, row in ((old, was), (new, now))]
    columns = [column for column in {**cells[1], **cells[0]} if cells[0].get(column, "") != cells[1].get(column, "")]
    if was is None or now is None:
        columns = columns[1:]
    has_name = max(len(old.heads), len(new.heads)) > 2
    before, after = (
        "; ".join(f"{column}: {row[column]}" if has_name else row[column] for column in columns if row.get(column))
        for row in cells
    )
    if before != after:
        yield _make_row(place, before, after)


def _describe_rows(table: Table) -> Iterator[str]:
    """Yield a line a row: its first cell, then the others, by their columns where there are several."""
    for first, *rest in table.rows:
        named = [
            f"{head}: {cell}" if len(rest) > 1 else cell
            for head, cell in zip(table.heads[1:], rest, strict=True)
            if cell
        ]
        yield f"{first}: {'; '.join(named)}" if named else first
