"""Contacts of nine quarters as coded events with the councils of their cases, for an unlocked desk.

The council of a place is sealed, so it is opened here, in memory, and nothing but counts leaves. No name, no text and
no identity is opened: reporters are told apart by the concern they came back to, by the rows that link a caller to an
earlier contact, and by the keyed hashes of their phone numbers (portal.vault.services.lookup_index).

See docs/requirements/helpline.md#hotspots.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from compliance.casework.choices import Age, Category, Direction, IdentityMode, Marking
from compliance.casework.models import (
    Case,
    CaseLocation,
    CaseReader,
    Contact,
    PersonGroup,
    Reporter,
    ReporterIdentity,
)
from compliance.casework.rules.lookup_values import Kind
from compliance.casework.rules.people_counts import PeopleCount
from compliance.casework.selectors.people_counts import count_people_by_case
from compliance.casework.services import merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.hotspots.rules.contacts import Event
from compliance.hotspots.rules.quarters import get_end, get_first_day, get_quarter_before, get_quarter_of
from compliance.hotspots.rules.reporters import number_reporters
from compliance.statistics.rules.changes import QUARTERS_BEFORE
from compliance.statistics.rules.periods import Period
from portal.reference import places
from portal.vault.encryption import DecryptionError
from portal.vault.models import IndexEntry

EXPLOITATION, UPPER = "exploitation", "upper"
COUNTED = (Category.MODERN_SLAVERY, Category.LABOUR_ABUSE)


@dataclass(frozen=True)
class Reading:
    """without_council: contacts of the quarter looked at. left_out: cases that nobody's count may tell of."""

    events: Sequence[Event]
    without_council: int
    left_out: int


def read_events(quarter: Period, keys: Keys) -> Reading:
    """Return the contacts of cases of modern slavery or labour abuse, in the quarter and the eight before it."""
    begins = _midnight(get_first_day(get_quarter_before(quarter, QUARTERS_BEFORE)))
    rows = Contact.objects.filter(direction=Direction.IN, hour__gte=begins, hour__lt=_midnight(get_end(quarter)))
    contacts: list[Any] = list(rows.exclude(case=None).order_by("uuid").values_list("pk", "hour", "case", named=True))
    targets = merged_cases.get_merge_targets()
    case_of = {row.pk: targets.get(row.case, row.case) for row in contacts}
    cases, hidden = _cases(set(case_of.values()))
    councils = _councils(cases, targets, keys)
    people = _people(cases, targets)
    reporters = number_reporters(_marks([row.pk for row in contacts if case_of[row.pk] in cases]))
    events, without = [], 0
    for row in contacts:
        case = cases.get(case_of[row.pk])
        if case is None:
            continue
        number = _quarters_ago(timezone.localtime(row.hour).date(), quarter)
        if not councils[case.pk]:
            without += number == 0
            continue
        events.append(
            Event(
                quarter=number,
                councils=tuple(sorted(councils[case.pk])),
                types=tuple(case.exploitation_types),
                sectors=tuple(case.sectors),
                reporter=reporters[row.pk],
                case=str(case.pk),
                people=people[case.pk].least,
                is_child=case.age_of_person != Age.ADULT,
            )
        )
    return Reading(events, without, hidden)


# Any: named tuples of values_list.
def _cases(wanted: set[UUID]) -> tuple[Mapping[UUID, Any], int]:
    """Return the cases that are counted, and how many are not because a count would tell somebody that they exist."""
    columns = ("pk", "exploitation_types", "sectors", "age_of_person")
    relevant = Case.objects.filter(pk__in=wanted, category__in=COUNTED)
    kept_from = CaseReader.objects.filter(is_kept_out=True).values("case")
    counted = relevant.exclude(marking=Marking.SEALED).exclude(pk__in=kept_from)
    rows = {row.pk: row for row in counted.values_list(*columns, named=True)}
    return rows, relevant.count() - len(rows)


def _councils(cases: Mapping[UUID, Any], targets: Mapping[UUID, UUID], keys: Keys) -> dict[UUID, set[str]]:
    """Return by case the districts and unitary councils in which exploitation happened."""
    found: dict[UUID, set[str]] = defaultdict(set)
    parts = [*cases, *(part for part, case in targets.items() if case in cases)]
    rows = CaseLocation.objects.filter(role=EXPLOITATION, case__in=parts).select_related("case__data_key")
    for row in rows.order_by("uuid"):
        try:
            facts = keys.facts(row, "place")
        except DecryptionError:
            continue
        council = places.get_council(facts.get("council") or "")
        if council and council.tier != UPPER:
            found[targets.get(row.case_id, row.case_id)].add(council.code)
    return found


def _people(cases: Mapping[UUID, Any], targets: Mapping[UUID, UUID]) -> dict[UUID, PeopleCount]:
    parts = [*cases, *(part for part, case in targets.items() if case in cases)]
    groups = PersonGroup.objects.filter(case__in=parts).values_list("case", "count_mode", "count_min", "count_max")
    described = [(targets.get(case, case), *group) for case, *group in groups]
    return count_people_by_case(described, includes_teller=dict.fromkeys(cases, False))


def _marks(contacts: Sequence[UUID]) -> dict[UUID, set[Any]]:
    """Return for each contact what tells whose it was; nothing for people who stayed anonymous."""
    marks: dict[UUID, set[Any]] = {contact: set() for contact in contacts}
    named = Contact.objects.filter(pk__in=contacts).exclude(concern=None)
    named = named.exclude(concern__identity_mode__in=(IdentityMode.ANONYMOUS, IdentityMode.NOT_ASKED))
    for contact, concern in named.values_list("pk", "concern"):
        marks[contact].add(concern)
    reporters = Reporter.objects.left_details().filter(contact__in=contacts)
    identities = {}
    for reporter, contact, concern in reporters.values_list("pk", "contact", "concern"):
        marks[contact] |= {reporter, concern} - {None}
        identities[reporter] = contact
    data_keys = dict(ReporterIdentity.objects.filter(reporter__in=identities).values_list("data_key", "reporter"))
    phones = IndexEntry.objects.filter(kind=Kind.PHONE, words__data_key__in=[key for key in data_keys if key])
    for digest, data_key in phones.values_list("digest", "words__data_key"):
        marks[identities[data_keys[data_key]]].add(bytes(digest))
    return marks


def _quarters_ago(day: date, quarter: Period) -> int:
    own = get_quarter_of(day)
    return (quarter.year - own.year) * 4 + quarter.number - own.number


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
