"""Coded facts of one October, counted by hand from the script of test_scripted_month."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from compliance.casework.models import Case, CaseLocation, CaseSupplyChainLink
from compliance.casework.selectors.coded_facts import get_coded_facts, get_month
from compliance.casework.services import lookup_index
from compliance.casework.services.case_keys import seal_columns
from portal.vault.models import Unlock
from tests.compliance.casework import test_scripted_month as script
from tests.factories import cases as cf
from tests.factories.casework import keys_of

pytestmark = pytest.mark.django_db
october = script.october
BEGINS, ENDS = (timezone.make_aware(datetime(2026, month, 1)) for month in (10, 11))  # noqa: DTZ001 — made aware


def test_contacts_are_counted_by_their_arrival_with_those_that_nobody_has_taken(october):
    facts = get_coded_facts(BEGINS, ENDS)
    assert {fact.month for fact in facts.contacts} == {"2026-10"}
    assert Counter(fact.channel for fact in facts.contacts) == {"phone": 9, "webform": 8}, "one nobody has taken"
    classes = Counter(fact.class_ for fact in facts.contacts)
    assert (classes["silent"], classes["abandoned"], classes["not_related"], classes[""]) == (2, 1, 2, 1)


def test_a_merged_case_counts_once_with_what_both_held(october):
    facts = get_coded_facts(BEGINS, ENDS)
    assert len(facts.cases) == 8 and sum(fact.number for fact in facts.people) == 38
    car_wash = next(fact for fact in facts.people if fact.number == 10)
    assert (car_wash.exploitation, car_wash.category) == (("labour",), "modern_slavery"), "the larger of its groups"
    assert Counter(fact.region for fact in facts.cases)[("yorkshire_humber",)] == 2


def test_referrals_signposts_and_businesses_are_facts_too(october):
    facts = get_coded_facts(BEGINS, ENDS)
    assert sorted((fact.recipient, fact.answer) for fact in facts.referrals) == [
        ("labour_enforcement", ""),
        ("police", "arrests"),
    ]
    assert sorted(fact.signposted_to for fact in facts.signposts) == ["guidance", "legal_advice"]
    assert [(fact.tier, fact.organisation) for fact in facts.business_cases] == [(("tier_1",), "")]


def test_no_key_is_needed(october):
    Unlock.objects.all().delete()
    assert get_coded_facts(BEGINS, ENDS).cases


def test_a_case_of_two_places_says_both(vault):
    case = cf.full_case(vault.unlocked, at=BEGINS)
    second = CaseLocation(case=case, role="exploitation", region="wales")
    recruited = CaseLocation(case=case, role="recruitment", region="scotland")
    for row in (second, recruited):
        seal_columns(vault.unlocked.open(case.data_key), row, place={})
        row.save(force_insert=True)
    assert get_coded_facts(BEGINS, ENDS).cases[0].region == ("london", "wales")


def test_cases_that_name_one_business_are_of_one_organisation(vault, handler):
    """Told by the keyed hashes of the lookup index: the number names nobody."""
    keys = keys_of(handler)
    for name in ("Lowfield Growers", "Lowfield Growers Ltd", "Highfield Farms"):
        case = cf.case(at=BEGINS, title="A farm")
        link = CaseSupplyChainLink(case=case, tier="tier_1")
        seal_columns(vault.unlocked.open(case.data_key), link, details={"business": name})
        link.save(force_insert=True)
        lookup_index.add_case(Case.objects.get(pk=case.pk), keys=keys)
    facts = get_coded_facts(BEGINS, ENDS).business_cases
    assert sorted(fact.organisation for fact in facts) == ["", "1", "1"]


def test_a_month_is_one_by_the_clocks_people_see():
    assert get_month(datetime(2026, 9, 30, 23, 10, tzinfo=UTC)) == "2026-10"
