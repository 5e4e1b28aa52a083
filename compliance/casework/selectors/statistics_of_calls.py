"""How many calls a month had, how they ended and how long they lasted. A silent or abandoned call has its own row."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from compliance.casework.choices import CallOutcome, ContactCategory
from compliance.casework.rules.monthly_statistics import UNKNOWN
from compliance.casework.selectors.statistics_tables import Table, label_for

PHONE = "phone"


# Any: named tuples of values_list, which have no type of their own.
def get_calls_received_table(contacts: Iterable[tuple[str, Any]], by_category: Table) -> Table:
    """Count calls by the category of their case, or their own. contacts: of every channel, each with its category.

    by_category: the table of all contacts. What did not come by phone is in a column, so that no difference between
    the two tables shows a small number.
    """
    calls: dict[str, list[int | None]] = {}
    others: dict[str, int] = {}
    for category, contact in contacts:
        code = category or UNKNOWN
        if contact.channel == PHONE:
            calls.setdefault(code, []).append(contact.duration_minutes)
        else:
            others[code] = others.get(code, 0) + 1
    labels = dict(ContactCategory.choices)
    rows = {
        label_for(code, labels): [len(calls.get(code, ())), others.get(code, 0), *_lengths(calls.get(code, ()))]
        for code in calls.keys() | others.keys()
    }
    heads = (_("Category"), _("Calls"), _("Other contacts"), *_length_heads())
    ordered = [[row[0], *rows[row[0]]] for row in by_category.rows]
    return Table(_("Calls received"), heads, ordered, _note(), measures=frozenset({3, 4, 5, 6}), like=by_category)


# Any: named tuples of values_list, which have no type of their own.
def get_calls_made_table(contacts: Iterable[Any]) -> Table:
    calls: dict[str, list[int | None]] = {}
    for contact in contacts:
        calls.setdefault(contact.outcome, []).append(contact.duration_minutes)
    labels = dict(CallOutcome.choices)
    rows = [[label_for(code, labels), len(calls[code]), *_lengths(calls[code])] for code in labels if code in calls]
    rows += [[_("Not known"), len(calls[""]), *_lengths(calls[""])]] if "" in calls else []
    heads = (_("How it ended"), _("Calls"), *_length_heads())
    return Table(_("Calls made"), heads, rows, _note(), measures=frozenset({2, 3, 4, 5}))


def _length_heads() -> tuple[str, ...]:
    return (_("Calls of known length"), _("Total minutes"), _("Median (minutes)"), _("Longest (minutes)"))


def _lengths(minutes: Sequence[int | None]) -> list[int | None]:
    known = [n for n in minutes if n is not None]
    return [len(known), sum(known), round(median(known)) if known else None, max(known, default=None)]


def _note() -> str:
    return _("Length is the time from opening the call form to closing it.")
