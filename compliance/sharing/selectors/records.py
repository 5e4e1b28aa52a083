"""Cases that may go to a partner as records, in the words in which they would leave.

A case is here only where everybody at the desk may read it, its people agreed to this recipient, and it happened where
the partner works. Every text has what says who told us, and which business did, taken out.

See docs/requirements/helpline.md#record-level, docs/requirements/helpline.md#feed-columns.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from compliance.casework.choices import Category, Closure, Marking
from compliance.casework.models import (
    Case,
    CaseLocation,
    CaseReader,
    CaseSupplyChainLink,
    Exploiter,
    Indicator,
    PersonGroup,
)
from compliance.casework.selectors.people_counts import count_people_of_case
from compliance.casework.selectors.tellers import get_contacts, get_teller_details
from compliance.casework.services import council_lookup, merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.hotspots.rules.bands import band_people
from compliance.referrals.rules.disclosure import RECIPIENT_OF
from compliance.referrals.rules.referrals import withhold
from compliance.referrals.services.consent import YES, get_consent_for
from compliance.sharing.models import Agreement
from compliance.sharing.rules.common_records import (
    ELSEWHERE,
    NO_CONSENT,
    TOO_FEW_ALIKE,
    Likeness,
    group_nationalities,
    keep_common,
)
from compliance.sharing.rules.grading import grade
from compliance.sharing.rules.sites import SiteReport
from portal.core.types import JsonObject
from portal.reference import places
from portal.reference.places import Council

EXPLOITATION, LABOUR = "exploitation", "labour"
SHARED_CATEGORIES = (Category.MODERN_SLAVERY, Category.LABOUR_ABUSE)


@dataclass(frozen=True)
class Record:
    """A case as it would leave. row: by the names of the columns; sites: for feeds that have a row a site."""

    likeness: Likeness
    row: JsonObject = field(repr=False)
    sites: tuple[SiteReport, ...] = field(repr=False)


@dataclass(frozen=True)
class Records:
    """left_out: number of cases by the reason why they are not here."""

    records: Sequence[Record]
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class _Place:
    facts: JsonObject
    council: Council | None
    force: str


def read_records(agreement: Agreement, *, begins: date, ends: date, handling: str, keys: Keys) -> Records:
    """Return the cases opened from the first until the last day that may go to the partner of the agreement."""
    left_out: Counter[str] = Counter()
    records = []
    recipient = RECIPIENT_OF.get(agreement.partner.target_type, "")
    for case in _cases(begins, ends):
        found = [_place(row, keys) for row in _rows(CaseLocation, case) if row.role == EXPLOITATION]
        if not _is_covered(found, agreement.partner.places):
            left_out[ELSEWHERE] += 1
        elif (consent := get_consent_for(case, keys, recipient)).state not in YES:
            left_out[NO_CONSENT] += 1
        else:
            records.append(_record(case, found, agreement, str(consent.state), handling, keys))
    kept = keep_common(records, lambda record: record.likeness)
    left_out[TOO_FEW_ALIKE] += len(records) - len(kept)
    return Records(kept, {reason: number for reason, number in left_out.items() if number})


def _cases(begins: date, ends: date) -> Iterable[Case]:
    first, after = (timezone.make_aware(datetime.combine(day, time.min)) for day in (begins, ends + timedelta(days=1)))
    kept_from = CaseReader.objects.filter(is_kept_out=True).values("case")
    cases = Case.objects.filter(
        opened_at__gte=first,
        opened_at__lt=after,
        category__in=SHARED_CATEGORIES,
        marking=Marking.CASEWORK,
        merged_into=None,
    )
    cases = cases.exclude(pk__in=kept_from).exclude(closure_reason=Closure.MALICIOUS)
    return cases.select_related("data_key").order_by("opened_at", "reference")


# Any: rows of any model of a case.
def _rows(model: Any, case: Case) -> list[Any]:
    return merged_cases.read_rows(model.objects.order_by("uuid"), case)


def _place(row: CaseLocation, keys: Keys) -> _Place:
    facts = keys.facts(row, "place")
    council = council_lookup.find_council(facts)
    return _Place(facts, council, facts.get("force") or (council.police_force if council else ""))


def _is_covered(found: Sequence[_Place], areas: Sequence[str]) -> bool:
    """Return whether one of the places is in the partner's areas; a partner without areas covers the country."""
    if not areas:
        return True
    return any(place.force in areas or (place.council and place.council.code in areas) for place in found)


def _record(
    case: Case, found: Sequence[_Place], agreement: Agreement, consent: str, handling: str, keys: Keys
) -> Record:
    links = [(row, keys.facts(row, "details")) for row in _rows(CaseSupplyChainLink, case)]
    businesses = [str(facts["reporting_business"]) for _row, facts in links if facts.get("reporting_business")]
    known = [*get_teller_details(case, keys), *businesses]

    def clean(*texts: object) -> str:
        return withhold(", ".join(str(text) for text in texts if text), known)

    groups = _rows(PersonGroup, case)
    largest = max(groups, key=lambda group: group.count_min or 0, default=None)
    nationality = group_nationalities(largest.nationalities if largest else ())
    people = count_people_of_case(case).least
    region = _joined({place.council.region for place in found if place.council}) or case.region
    likeness = Likeness(
        age_band=_joined(largest.age_bands if largest else ()) or case.age_of_person,
        gender=(largest.gender if largest else "") or "unknown",
        nationality_group=nationality,
        type=_joined(case.exploitation_types),
        region=region,
    )
    indicators = sorted({row.code for row in _rows(Indicator, case)})
    suspects = [keys.facts(row, "description") for row in _rows(Exploiter, case)]
    contacts = [contact for contact in get_contacts(case) if contact.direction == "in"]
    again = {contact.pk for contact in contacts if contact.is_same_teller_again}
    grading = grade(
        proximities=[contact.reporter_proximity for contact in contacts],
        reporters=len(contacts) - len(again),
        handling=handling,
    )
    received_on = timezone.localtime(case.opened_at).date()
    row = {
        "event_reference": case.reference,
        "event_received_on": received_on.isoformat(),
        "event_type": likeness.type,
        "event_sectors": _joined(case.sectors),
        "event_indicators": _joined(indicators),
        "event_summary": clean(keys.read(case, "summary_for_partners")),
        "event_source": grading.source,
        "event_assessment": grading.assessment,
        "event_handling": grading.handling,
        "event_consent": consent,
        "event_contact": agreement.our_contact,
        "person_count": band_people(people),
        "person_gender": likeness.gender,
        "person_age_band": likeness.age_band,
        "person_nationality_group": nationality,
        "person_subject": _lines(clean(facts.get("name"), facts.get("description")) for facts in suspects),
        "object_business": _lines(
            clean(name) for name in (*(facts.get("business") for facts in suspects),
                                     *(facts.get("business") for _row, facts in links))
        ),
        "object_vehicle": _lines(clean(facts.get("vehicle")) for facts in [*suspects, *(p.facts for p in found)]),
        "object_web": _lines(clean(place.facts.get("url")) for place in found),
        "location_premises": _lines(clean(place.facts.get("premises")) for place in found),
        "location_address": _lines(clean(*_address(place)) for place in found),
        "location_council": _lines(place.council.name for place in found if place.council),
        "location_police_force": _lines(_force_name(place.force) for place in found),
        "location_region": region,
    }  # fmt: skip
    sites = _sites(case, found, links, clean, people, tuple(indicators), received_on)
    return Record(likeness, row, tuple(sites))


# Any: a function that takes what identifies a reporter out of texts, and pairs of a row with its facts.
def _sites(
    case: Case, found: Sequence[_Place], links: Sequence[Any], clean: Any, people: int, indicators: tuple[str, ...],
    received_on: date,
) -> Iterable[SiteReport]:  # fmt: skip
    """Yield a report for each place of a case about labour; the business of its chain is named with it."""
    if LABOUR not in case.exploitation_types and case.category != Category.LABOUR_ABUSE:
        return
    link, facts = links[0] if links else (None, {})
    for place in found:
        premises = clean(place.facts.get("premises"))
        yield SiteReport(
            case=case.reference,
            business=clean(facts.get("business")) or premises,
            site=premises or clean(facts.get("site")),
            address=clean(*_address(place)),
            council=place.council.name if place.council else "",
            police_force=_force_name(place.force),
            sectors=tuple(case.sectors),
            tier=link.tier if link else "",
            labour_provider=clean(facts.get("labour_provider")),
            goods=clean(facts.get("product")),
            people=people,
            indicators=indicators,
            received_on=received_on,
        )


def _address(place: _Place) -> tuple[Any, ...]:
    return tuple(place.facts.get(name) for name in ("lines", "town", "postcode"))


def _force_name(code: str) -> str:
    force = places.get_police_forces().get(code)
    return force.name if force else ""


def _joined(codes: Iterable[str]) -> str:
    return ";".join(sorted({code for code in codes if code}))


def _lines(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))
