"""What is coded of people and places once is what the case's own figures say: nobody codes it a second time.

See docs/requirements/helpline.md#coded-once.
"""

import pytest
from django.urls import reverse

from compliance.casework.models import Case, CaseLocation, Contact, PersonGroup
from compliance.casework.selectors.coded_facts import get_coded_facts
from tests.factories.casework import taken_by

pytestmark = pytest.mark.django_db
CALL = {"act": "case", "danger_level": "not_immediate", "age_of_person": "adult", "account": "They work all night"}


def place_facts(case) -> tuple[str, str, str]:
    row = Case.objects.get(pk=case.pk)
    return row.nation, row.region, row.police_force


def ring(desk, **answers) -> Case:
    desk.post(desk.post("/desk/calls/begin/")["Location"], CALL | answers)
    return Case.objects.latest("opened_at")


@pytest.mark.parametrize(
    ("answers", "facts"),
    [
        ({"town": "Chesterfield"}, ("england", "east_midlands", "derbyshire_constabulary")),
        ({"town": "Glasgow"}, ("scotland", "scotland", "police_scotland")),
        ({}, ("", "unknown", "")),
        ({"town": "behind the old mill"}, ("", "unknown", "")),
    ],
)
@pytest.mark.parametrize("code", [{}, {"give_code": "on"}])
def test_the_town_of_a_call_sets_region_and_force(desk, code, answers, facts):
    assert place_facts(ring(desk, **code, **answers)) == facts


def test_a_town_that_may_be_one_of_several_sets_no_force(desk):
    case = ring(desk, town="Newport")
    assert Case.objects.get(pk=case.pk).police_force == ""


def test_the_first_place_where_it_happens_sets_the_force_of_a_concern(handler):
    places = [{"id": "1", "town": "Chesterfield", "place_role": "exploitation"}]
    case = taken_by(handler, premises_name="", town="Glasgow", place_role="current", places=places)
    assert place_facts(case)[2] == "derbyshire_constabulary"


def test_the_town_of_another_call_sets_what_nobody_knew_yet(desk):
    case = ring(desk)
    again = CALL | {"act": "known", "known": Contact.objects.get(case=case).reference, "town": "Chesterfield"}
    desk.post(desk.post("/desk/calls/begin/")["Location"], again)
    assert place_facts(case) == ("england", "east_midlands", "derbyshire_constabulary")
    third = again | {"town": "Glasgow"}
    desk.post(desk.post("/desk/calls/begin/")["Location"], third)
    assert place_facts(case)[2] == "derbyshire_constabulary"
    assert CaseLocation.objects.filter(case=case).count() == 1


def test_a_child_who_rings_for_themselves_is_one_person_of_the_case(desk):
    case = ring(desk, age_of_person="under_18", for_self="yes", account="I am 14")
    group = PersonGroup.objects.get(case=case)
    assert (group.count_mode, group.count_min, group.gender, group.age_bands) == ("minimum", 1, "unknown", [])
    hour = Case.objects.get(pk=case.pk).opened_at
    facts = get_coded_facts(hour, hour.replace(year=hour.year + 1))
    assert [(fact.age, fact.number) for fact in facts.people] == [(("under_18",), 1)]


@pytest.mark.parametrize("for_self", ["", "no", "unknown"])
def test_who_may_be_somebody_else_is_nobody_of_the_case(desk, for_self):
    assert not PersonGroup.objects.filter(case=ring(desk, for_self=for_self)).exists()


def test_the_exploitation_of_people_is_that_of_their_case(desk, handler):
    case = taken_by(handler, exploitation_type=[])
    given = {"count_mode": "exact", "count_min": 2, "gender": "unknown", "exploitation_types": ["labour"]}
    desk.post(reverse("cases:describe", args=[case.pk, "people"]), given)
    assert PersonGroup.objects.filter(case=case, exploitation_types=["labour"]).exists()
    assert Case.objects.get(pk=case.pk).exploitation_types == ["labour"]
