"""Coded facts of a period for published figures: no words, no names, no reference, no key, so the desk may be locked.

compliance.statistics freezes and counts them. Each function of the desk that adds a coded fact adds it here.

See docs/requirements/helpline.md#coded-facts, docs/requirements/statistics.md#extracts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from compliance.casework.choices import Category, Direction
from compliance.casework.hooks import registered
from compliance.casework.models import (
    Case,
    CaseLocation,
    CaseSupplyChainLink,
    Contact,
    Exploiter,
    Indicator,
    PersonGroup,
    Signpost,
)
from compliance.casework.permissions import rows_counted_for
from compliance.casework.rules.coded_facts import (
    BusinessFact,
    CaseFact,
    CodedFacts,
    ContactFact,
    ExploiterFact,
    PeopleFact,
    SignFact,
    SignpostFact,
    number_connected,
)
from compliance.casework.rules.lookup_values import Kind
from compliance.casework.rules.people_counts import Described, count_people
from compliance.casework.selectors.people_counts import find_self_told_cases
from compliance.casework.services import merged_cases
from compliance.concerns.models import Concern
from portal.accounts.models import User
from portal.vault.models import IndexEntry

EXPLOITATION, OVERSEAS, GUIDANCE, ILO_LIST = "exploitation", "overseas", "guidance", "ilo_indicator"


def get_coded_facts(begins: datetime, ends: datetime, reader: User | None = None) -> CodedFacts:
    """Return the facts of what arrived, was opened or was sent from `begins` until before `ends`.

    A case that was merged into another counts there. Concerns that nobody has taken are contacts. With a reader, only
    what is counted for them (permissions.rows_counted_for): a number could tell them that there is another case.
    """
    reading = _CaseReading(begins, ends, reader)
    signposts = _known(Signpost.objects.filter(at__gte=begins, at__lt=ends), reader, "case")
    return CodedFacts(
        contacts=[*_contacts(begins, ends, reader), *_untaken(begins, ends)],
        cases=reading.get_cases(),
        people=reading.get_people(),
        exploiters=reading.get_exploiters(),
        referrals=[fact for hooks in registered() for fact in hooks.get_referral_facts(begins, ends, reader)],
        signposts=[
            SignpostFact(get_month(at), GUIDANCE if kind == GUIDANCE else code)
            for at, kind, code in signposts.values_list("at", "kind", "code")
        ],
        business_cases=reading.get_business_cases(),
        signs=reading.get_signs(),
    )


def get_month(at: datetime) -> str:
    """Return 2026-03 by the clocks people see."""
    return f"{timezone.localtime(at):%Y-%m}"


def _known[Rows: QuerySet](rows: Rows, reader: User | None, case: str = "pk") -> Rows:
    return rows if reader is None else rows_counted_for(rows, reader, case)


def _contacts(begins: datetime, ends: datetime, reader: User | None) -> list[ContactFact]:
    rows = _known(Contact.objects.filter(direction=Direction.IN, hour__gte=begins, hour__lt=ends), reader, "case")
    columns = ("hour", "channel", "purpose", "category", "case__category", "language")
    return [
        ContactFact(get_month(hour), channel, purpose, of_case or category, language)
        for hour, channel, purpose, category, of_case, language in rows.values_list(*columns)
    ]


def _untaken(begins: datetime, ends: datetime) -> list[ContactFact]:
    """Of concerns that are in the queue only the clear columns are read."""
    rows = Concern.objects.filter(is_claimed=False, arrived_hour__gte=begins, arrived_hour__lt=ends)
    columns = ("arrived_hour", "channel", "purpose", "region", "language")
    return [
        ContactFact(get_month(hour), channel, purpose, Category.INTERNATIONAL if region == OVERSEAS else "", language)
        for hour, channel, purpose, region, language in rows.values_list(*columns)
    ]


class _CaseReading:
    """The cases of a period with what belongs to them and to all that was merged into them."""

    def __init__(self, begins: datetime, ends: datetime, reader: User | None) -> None:
        columns = ("pk", "opened_at", "category", "exploitation_types", "exploitation_subtypes", "sectors", "region",
                   "police_force", "age_of_person")  # fmt: skip
        opened = _known(Case.objects.filter(opened_at__gte=begins, opened_at__lt=ends, merged_into=None), reader)
        self.cases = {row.pk: row for row in opened.values_list(*columns, named=True)}
        self.self_told = find_self_told_cases(Contact.objects.filter(case__in=opened))
        top = merged_cases.get_merge_targets()
        self.merged = {part: case for part, case in top.items() if case in self.cases}
        self.opened = Q(case__opened_at__gte=begins, case__opened_at__lt=ends, case__merged_into=None)
        self.places = self._rows_by_case(CaseLocation, "role", "region")
        self.groups = self._rows_by_case(
            PersonGroup, "count_mode", "count_min", "count_max", "gender", "age_bands", "nationalities"
        )
        self.links = self._rows_by_case(CaseSupplyChainLink, "tier", "knowledge_source", "sectors")

    # Any: rows of any model of a case, as named tuples with its columns.
    def _rows_by_case(self, model: Any, *columns: str) -> Mapping[UUID, list[Any]]:
        rows = defaultdict(list)
        of_cases = model.objects.filter(self.opened | Q(case__in=list(self.merged))).order_by("pk")
        for row in of_cases.values_list("case", *columns, named=True):
            if (case := self.merged.get(row.case, row.case)) in self.cases:
                rows[case].append(row)
        return rows

    def get_cases(self) -> list[CaseFact]:
        return [
            CaseFact(
                get_month(case.opened_at),
                case.category,
                _sorted(case.exploitation_types),
                _sorted(case.exploitation_subtypes),
                _sorted({place.region for place in self.places[pk] if place.role == EXPLOITATION} or {case.region}),
                case.police_force,
                _sorted(case.sectors),
            )
            for pk, case in self.cases.items()
        ]

    def get_people(self) -> list[PeopleFact]:
        return [fact for pk in self.cases if (fact := self._people_of(pk)).number]

    def _people_of(self, pk: UUID) -> PeopleFact:
        case, groups = self.cases[pk], self.groups[pk]
        described = [Described(group.count_mode, group.count_min, group.count_max) for group in groups]
        largest = max(groups, key=lambda group: group.count_min or 0, default=None)
        ages = largest.age_bands if largest else ()
        return PeopleFact(
            get_month(case.opened_at),
            case.category,
            _sorted(case.exploitation_types),
            _sorted(ages or [case.age_of_person]),
            largest.gender if largest else "",
            _sorted(largest.nationalities if largest else ()),
            count_people(described, includes_teller=pk in self.self_told).least,
        )

    def get_exploiters(self) -> list[ExploiterFact]:
        rows = self._rows_by_case(Exploiter, "nationalities", "count")
        return [
            ExploiterFact(get_month(self.cases[pk].opened_at), _sorted(row.nationalities), row.count or 1)
            for pk in self.cases
            for row in rows[pk]
        ]

    def get_business_cases(self) -> list[BusinessFact]:
        organisations = self._number_organisations()
        return [
            BusinessFact(
                get_month(case.opened_at),
                _sorted({code for link in self.links[pk] for code in link.sectors} or case.sectors),
                _sorted({link.tier for link in self.links[pk]}),
                _sorted({link.knowledge_source for link in self.links[pk]}),
                organisations.get(pk, ""),
            )
            for pk, case in self.cases.items()
            if self.links[pk]
        ]

    def get_signs(self) -> list[SignFact]:
        rows = self._rows_by_case(Indicator, "vocabulary", "code")
        return [
            SignFact(get_month(self.cases[pk].opened_at), code)
            for pk in self.cases
            if self.links[pk]
            for code in sorted({row.code for row in rows[pk] if row.vocabulary == ILO_LIST})
        ]

    def _number_organisations(self) -> dict[UUID, str]:
        """Return a number for each case about a business that shares a name with another one of these.

        Names are compared by their keyed hashes in the lookup index, which say nothing without the index key.
        """
        businesses = [pk for pk in self.cases if self.links[pk]]
        parts = [*businesses, *(part for part, case in self.merged.items() if self.links[case])]
        cases_by_key = {
            key: self.merged.get(part, part)
            for part, key in Case.objects.filter(pk__in=parts).exclude(data_key=None).values_list("pk", "data_key")
        }
        entries = IndexEntry.objects.filter(kind=Kind.BUSINESS, words__data_key__in=list(cases_by_key))
        cases_by_name: dict[bytes, set[UUID]] = defaultdict(set)
        for digest, key in entries.values_list("digest", "words__data_key"):
            cases_by_name[bytes(digest)].add(cases_by_key[key])
        return number_connected(cases for cases in cases_by_name.values() if len(cases) > 1)


def _sorted(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({code for code in codes if code}))
