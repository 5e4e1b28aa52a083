"""How many people cases may be about, from coded facts alone: it needs no unlocked desk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from compliance.casework.choices import Category, Direction
from compliance.casework.models import Case, Contact, PersonGroup
from compliance.casework.rules.monthly_statistics import UNKNOWN
from compliance.casework.rules.people_counts import Described, PeopleCount, add_counts, count_people
from compliance.casework.selectors.statistics_tables import Table, label_for
from compliance.casework.services import merged_cases
from compliance.concerns.rules.tellers import SELF_ANSWERS, TellerRole
from portal.reference.helpline import get_labels

# Contacts that may be from the person affected; Contact.teller_role decides.
MAY_BE_SELF = reduce(or_, (Q(**{f"{name}__in": codes}) for name, codes in SELF_ANSWERS.items()), ~Q(repeats=None))


def find_self_told_cases(contacts: QuerySet[Contact]) -> set[UUID]:
    """Return the cases of these contacts of which the person affected told us themselves.

    A merge moves contacts to the case that goes on.
    """
    rows = (
        contacts.filter(MAY_BE_SELF, direction=Direction.IN).select_related("repeats").defer("words", "repeats__words")
    )
    return {row.case_id for row in rows if row.case_id and row.teller_role is TellerRole.SELF}


def count_people_of_case(case: Case) -> PeopleCount:
    """Return the count over the case and all that was merged into it."""
    groups = merged_cases.rows_of_case(PersonGroup.objects, case).values_list("count_mode", "count_min", "count_max")
    told = find_self_told_cases(merged_cases.rows_of_case(Contact.objects.all(), case))
    return count_people((Described(*group) for group in groups), includes_teller=bool(told))


def count_people_by_case(
    groups: Iterable[tuple[UUID, str, int | None, int | None]], *, includes_teller: dict[UUID, bool]
) -> dict[UUID, PeopleCount]:
    """Return the count of each case in `includes_teller`.

    groups: the case that goes on, and the group's mode, lower and higher number.
    """
    described: dict[UUID, list[Described]] = defaultdict(list)
    for case, mode, least, most in groups:
        described[case].append(Described(mode, least, most))
    return {
        case: count_people(described[case], includes_teller=is_teller) for case, is_teller in includes_teller.items()
    }


def get_people_tables(
    # Any: named tuples of values_list, with the columns of monthly_statistics.CASE_COLUMNS.
    rows: Sequence[Any],
    groups: Iterable[tuple[UUID, str, int | None, int | None]],
    *,
    self_told: Collection[UUID],
    by_category: Table,
    exploitation: Table,
) -> list[Table]:
    """Return at least how many people the cases are about: by category with a total, and by kind of exploitation.

    rows: of cases. self_told: those of which the person affected told us. by_category, exploitation: the tables that
    count the cases themselves.
    """
    counts = count_people_by_case(groups, includes_teller={row.pk: row.pk in self_told for row in rows})
    categories = [([row.category or UNKNOWN], counts[row.pk]) for row in rows]
    types = [(row.exploitation_types or [UNKNOWN], counts[row.pk]) for row in rows]
    people = _table(_("People affected"), by_category, categories, dict(Category.choices))
    total = [[_("All cases"), *_numbers(counts.values())]] if rows else []
    return [
        replace(people, rows=people.rows + total),
        replace(
            _table(_("People by exploitation"), exploitation, types, get_labels("exploitation_type")),
            note=_("A case can count in more than one row."),
        ),
    ]


def _table(title: str, like: Table, counted: Sequence[tuple[list[str], PeopleCount]], labels: dict[Any, Any]) -> Table:
    by_label: dict[str, list[PeopleCount]] = defaultdict(list)
    for own_label, count in counted:
        for code in own_label:
            by_label[label_for(code, labels)].append(count)
    heads = (like.heads[0], _("Cases"), _("People, at least"), _("At most, where known"), _("Cases without “at most”"))
    rows: list[list[Any]] = [[row[0], *_numbers(by_label[row[0]])] for row in like.rows]
    note = _("As contacts describe them. No one here is a confirmed victim. Each case counts its largest group.")
    return Table(title, heads, rows, note, measures=frozenset({4}), like=like)


def _numbers(counts: Iterable[PeopleCount]) -> list[int]:
    total = add_counts(counts)
    return [total.cases, total.least, total.most, total.open_ended]
