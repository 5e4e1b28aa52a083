"""The tables of the month's figures, and what of them may be read by somebody who prepares what is published."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

from compliance.casework.rules import monthly_statistics as rules
from compliance.casework.rules.cell_suppression import suppress_cells
from compliance.casework.rules.monthly_statistics import UNKNOWN
from compliance.casework.rules.small_numbers import HIDDEN, hide_small_numbers


@dataclass(frozen=True)
class Table:
    """title: at most 31 characters, for it names a sheet. rows: words first, then numbers; None where none is known.

    measures: positions of columns that count nobody. like: a table with the same first column, whose hidden rows are
    hidden here too, so that neither gives the other away.
    """

    title: str
    heads: tuple[str, ...]
    rows: list[list[Any]]
    note: str = ""
    measures: frozenset[int] = frozenset()
    like: "Table | None" = None

    @property
    def anchor(self) -> str:
        """Return the id of its heading on a page."""
        return f"table-{slugify(self.title, allow_unicode=True)}"

    def without_small_numbers(self) -> "Table":
        also = self.like.hidden_labels() if self.like else frozenset()
        return replace(self, rows=hide_small_numbers(self.rows, measures=self.measures, also=also))

    def hidden_labels(self) -> frozenset[str]:
        return frozenset(row[0] for row in self.without_small_numbers().rows if HIDDEN in row)


@dataclass(frozen=True)
class CrossTable(Table):
    """Cases by two facts. like, across: the tables of the row's fact and of the column's fact alone."""

    across: Table = field(kw_only=True)

    def without_small_numbers(self) -> "CrossTable":
        """Count rows and columns that are hidden on their own as one, then hide cells.

        Nobody sees a total here, but each stands in `like` or `across`.
        """
        rows = [(row[0], row[1:]) for row in self.rows]
        labels, counts = _collapse(rows, self.like.hidden_labels() if self.like else frozenset())
        columns = list(zip(self.heads[1:], zip(*counts, strict=True), strict=True)) if counts else []
        heads, turned = _collapse(columns, self.across.hidden_labels())
        shown = suppress_cells(list(zip(*turned, strict=True)))
        table = [[label, *line] for label, line in zip(labels, shown, strict=True)]
        return replace(self, heads=(self.heads[0], *heads), rows=table)


def _collapse(lines: Sequence[tuple[str, Sequence[int]]], hidden: frozenset[str]) -> tuple[list[str], list[list[int]]]:
    """Return labels and counts of the lines, with the hidden ones added up as the last."""
    visible = [(label, list(counts)) for label, counts in lines if label not in hidden]
    others = [counts for label, counts in lines if label in hidden]
    if others:
        visible.append((_("All others"), [sum(column) for column in zip(*others, strict=True)]))
    return [label for label, _counts in visible], [counts for _label, counts in visible]


def count_table(
    title: str, head: str, codes: Iterable[str], labels: Mapping[str, str | Promise], counts: str = ""
) -> Table:
    numbers = rules.count(codes, labels)
    return Table(title, (head, counts or _("Contacts")), [[label_for(code, labels), n] for code, n in numbers.items()])


def count_several(
    title: str, head: str, values: Iterable[list[str]], labels: Mapping[str, str | Promise], counts: str
) -> Table:
    """Count each code of each value."""
    codes = [code for value in values for code in value or [UNKNOWN]]
    return replace(count_table(title, head, codes, labels, counts), note=_("An entry can count in more than one row."))


def cross_table(title: str, *, down: Table, across: Table, pairs: Iterable[tuple[str, str]]) -> CrossTable:
    """Return how many cases have each pair of labels. down, across: their own tables, which give the order."""
    counts = Counter(pairs)
    columns = [row[0] for row in across.rows]
    rows: list[list[Any]] = [[row[0], *(counts[row[0], column] for column in columns)] for row in down.rows]
    note = _("An entry can count in more than one row and column.")
    return CrossTable(title, (down.heads[0], *columns), rows, note, like=down, across=across)


def label_for(code: str, labels: Mapping[str, str | Promise]) -> str:
    if code in labels:
        return str(_(str(labels[code])))
    return _("Not known") if code == UNKNOWN else code
