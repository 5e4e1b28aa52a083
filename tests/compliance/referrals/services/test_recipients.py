"""Harm: an adult or a child at risk is referred to a body without the duty, or to a service of another nation."""

import pytest

from compliance.casework.models import Case, CaseLocation
from compliance.casework.selectors import places as reading
from compliance.casework.services.case_keys import seal_columns
from compliance.referrals.forms.referral_start import StartForm
from compliance.referrals.services import recipients
from portal.reference import places

pytestmark = pytest.mark.django_db


def case_at(at_desk, name, *, age="adult", role="current"):
    """A case whose one place is in the council of that name."""
    case = at_desk.case(age_of_person=age, town="", premises_name="A house", local_authority="")
    council = next(one for one in places.get_councils() if one.name == name)
    row = CaseLocation.objects.get(case=case)
    row.case, row.role, row.nation, row.region = case, role, council.nation, council.region
    seal_columns(at_desk.keys.get_key(case), row, place={"premises": "A house", "council": council.code})
    row.save()
    Case.objects.filter(pk=case.pk).update(nation=council.nation, region=council.region, age_of_person=age)
    return Case.objects.select_related("data_key").get(pk=case.pk)


def targets(at_desk, name, **given):
    return recipients.get_recipients(case_at(at_desk, name, **given), at_desk.keys)


def safeguarding(found):
    return [one.name for one in found.local if one.target_type in {"la_children", "la_adults", "hsc_trust"}]


@pytest.mark.parametrize(
    ("council", "age", "expected"),
    [
        ("South Holland", "adult", ["Adult safeguarding: Lincolnshire County Council"]),
        ("South Holland", "under_18", ["Children’s services: Lincolnshire County Council"]),
        ("East Ayrshire", "adult", ["Adult support and protection: East Ayrshire Council"]),
        ("East Ayrshire", "under_18", ["Children’s social work: East Ayrshire Council"]),
        ("Cardiff", "adult", ["Adult safeguarding: City of Cardiff Council"]),
        (
            "Belfast",
            "under_18",
            ["Gateway team (children): Belfast Health and Social Care Trust",
             "Gateway team (children): South Eastern Health and Social Care Trust"],
        ),
        ("Derry City and Strabane", "adult", ["Adult protection: Western Health and Social Care Trust"]),
        (
            "Mid Ulster",
            "adult",
            ["Adult protection: Northern Health and Social Care Trust",
             "Adult protection: Southern Health and Social Care Trust"],
        ),
    ],
)  # fmt: skip
def test_safeguarding_goes_to_the_body_that_has_the_duty(at_desk, council, age, expected):
    assert safeguarding(targets(at_desk, council, age=age)) == expected


def test_where_age_is_not_known_children_come_first_and_adults_are_offered_too(at_desk):
    assert safeguarding(targets(at_desk, "South Holland", age="not_sure")) == [
        "Children’s services: Lincolnshire County Council",
        "Adult safeguarding: Lincolnshire County Council",
    ]


def test_of_two_trusts_each_says_which_part_is_its_own(at_desk):
    found = [one for one in targets(at_desk, "Mid Ulster").local if one.target_type == "hsc_trust"]
    assert ["Cookstown" in one.because for one in found] == [True, False]
    assert ["Dungannon" in one.because for one in found] == [False, True]


@pytest.mark.parametrize(
    ("council", "offered", "never"),
    [
        ("South Holland", ["Salvation Army"], ["TARA", "Migrant Help", "Women’s Aid"]),
        ("Cardiff", ["Salvation Army"], ["TARA", "Migrant Help", "Women’s Aid"]),
        ("East Ayrshire", ["TARA", "Migrant Help, support for adults in Scotland"], ["Salvation", "Northern Ireland"]),
        ("Belfast", ["Migrant Help, support for men in Northern Ireland", "Women’s Aid"], ["Salvation", "Scotland"]),
    ],
)
def test_services_offered_are_those_of_the_nation(at_desk, council, offered, never):
    names = " / ".join(one.name for one in targets(at_desk, council).national)
    assert all(one in names for one in offered)
    assert not any(one in names for one in never)


@pytest.mark.parametrize(
    ("council", "offered", "never"),
    [
        ("South Holland", {"la_adults", "ictg"}, {"hsc_trust"}),
        ("Cardiff", {"la_adults", "ictg"}, {"hsc_trust"}),
        ("East Ayrshire", {"la_adults"}, {"hsc_trust", "ictg"}),
        ("Belfast", {"hsc_trust"}, {"la_adults", "la_children", "ictg"}),
    ],
)
def test_a_recipient_that_is_typed_is_of_a_kind_that_the_nation_has(at_desk, council, offered, never):
    form = StartForm(offered=targets(at_desk, council), age="adult", consented=())
    kinds = {code for code, _label in form.fields["other_type"].choices}
    assert kinds >= offered | {"police", "other"}
    assert not kinds & never


def test_where_no_place_is_known_every_kind_of_recipient_may_be_typed(at_desk):
    case = at_desk.case(town="", premises_name="A house")
    form = StartForm(offered=recipients.get_recipients(case, at_desk.keys), age="adult", consented=())
    assert {code for code, _label in form.fields["other_type"].choices} >= {"hsc_trust", "la_adults", "ictg"}


def test_the_nation_is_that_of_where_the_person_is_now(at_desk):
    """Exploited in England, safe in Belfast: the support of Northern Ireland."""
    case = case_at(at_desk, "Belfast")
    Case.objects.filter(pk=case.pk).update(nation="england")
    case.nation = "england"
    names = [one.name for one in recipients.get_recipients(case, at_desk.keys).national]
    assert "Belfast and Lisburn Women’s Aid, support for women in Northern Ireland" in names
    assert not any("Salvation" in name for name in names)


@pytest.mark.parametrize("age", ["under_18", "not_sure"])
def test_adult_support_is_not_offered_for_a_child(at_desk, age):
    names = [one.name for one in targets(at_desk, "South Holland", age=age).national]
    assert not any("Salvation" in name for name in names)
    assert "Independent Child Trafficking Guardianship service" in names


def test_the_place_and_the_council_that_was_told_name_the_same_body(at_desk):
    case = case_at(at_desk, "Belfast", age="under_18")
    (place,) = reading.get_places(case, at_desk.keys)
    assert place.children.startswith("Belfast Health and Social Care Trust")
    assert reading.get_children_services(case, at_desk.keys) == "", "two Trusts: a person chooses"
    assert reading.get_children_services(case_at(at_desk, "South Holland", age="under_18"), at_desk.keys) == "E10000019"


def case_without_a_place(at_desk, **facts):
    case = at_desk.case(town="", premises_name="", local_authority="")
    CaseLocation.objects.filter(case=case).delete()
    Case.objects.filter(pk=case.pk).update(**facts)
    return Case.objects.select_related("data_key").get(pk=case.pk)


def test_the_police_are_first_at_danger_now_although_no_force_is_known(at_desk):
    """See docs/requirements/helpline.md#emergency-police."""
    case = case_without_a_place(at_desk, danger_level="happening_now")
    first = next(iter(recipients.get_recipients(case, at_desk.keys).all.values()))
    assert (first.target_type, first.phone) == ("police", "999")
    # Their number follows the case; no force is made up.
    assert first.as_json() == {"target_type": "police", "name": "The police"}


def test_without_danger_no_police_without_a_force_are_offered(at_desk):
    case = case_without_a_place(at_desk, danger_level="not_immediate", level="p3")
    found = recipients.get_recipients(case, at_desk.keys)
    assert "police" not in {target.target_type for target in found.all.values()}


def test_at_danger_now_every_force_is_before_every_council(at_desk):
    case = case_at(at_desk, "South Holland", age="under_18")
    Case.objects.filter(pk=case.pk).update(danger_level="happening_now")
    case = Case.objects.select_related("data_key").get(pk=case.pk)
    found = recipients.get_recipients(case, at_desk.keys)
    assert not found.emergency
    kinds = [target.target_type for target in found.all.values()]
    assert kinds[0] == "police" and kinds.count("police") == 1
