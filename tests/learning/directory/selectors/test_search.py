"""Searching: local ones first, national ones never left out, and nothing for staff only."""

from datetime import UTC, date, datetime, time

import pytest

from learning.directory.models import Service
from learning.directory.rules.hours import Span
from learning.directory.selectors import find_card, format_lines, search
from learning.directory.services import loading
from portal.reference import places
from tests.factories.directory import (
    ALL_DAY,
    BATH,
    BELFAST,
    BRISTOL,
    CARDIFF,
    CHESTERFIELD,
    DERBYSHIRE,
    OFFICE_HOURS,
    UK,
    PhoneFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db

ENGLAND, SOUTH_WEST = "E92000001", "E12000009"
TODAY = date(2026, 11, 26)
# A Thursday, at noon and at eleven in the evening.
NOON, NIGHT = datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2026, 11, 26, 23, tzinfo=UTC)


def names(found):
    return [one.service.name for one in found]


def found(**asked):
    """What fits all that is asked."""
    answer = search(today=TODAY, **asked)
    return [] if answer.is_relaxed else names(answer.rows)


def test_the_nearer_the_area_the_higher_it_stands():
    ServiceFactory(name="A national", areas=[UK])
    ServiceFactory(name="B English", areas=[ENGLAND])
    ServiceFactory(name="C regional", areas=[SOUTH_WEST])
    ServiceFactory(name="D local", areas=[BRISTOL, BATH])
    ServiceFactory(name="E elsewhere", areas=[CARDIFF])
    assert found(council=BRISTOL) == ["D local", "C regional", "B English", "A national"]


def test_a_county_stands_behind_its_district_and_before_the_region():
    ServiceFactory(name="A region", areas=["E12000004"])
    ServiceFactory(name="B county", areas=[DERBYSHIRE])
    ServiceFactory(name="C district", areas=[CHESTERFIELD])
    assert found(council=CHESTERFIELD) == ["C district", "B county", "A region"]
    assert found(council=DERBYSHIRE) == ["C district", "B county", "A region"]


def test_of_one_rank_what_nobody_confirmed_stands_below():
    ServiceFactory(name="A unconfirmed", areas=[BRISTOL], next_review_on=date(2026, 11, 26))
    ServiceFactory(name="B confirmed", areas=[BRISTOL], next_review_on=date(2026, 11, 27))
    assert found(council=BRISTOL) == ["B confirmed", "A unconfirmed"]


def test_without_a_place_too():
    ServiceFactory(name="A unconfirmed", next_review_on=date(2026, 11, 26))
    ServiceFactory(name="B confirmed", next_review_on=date(2026, 11, 27))
    assert found() == ["B confirmed", "A unconfirmed"]


def test_pages_go_from_the_confirmed_to_the_unconfirmed_and_leave_none_out(django_assert_max_num_queries):
    for number in range(3):
        ServiceFactory(name=f"B{number}", next_review_on=date(2026, 11, 27))
        ServiceFactory(name=f"A{number}", next_review_on=date(2026, 11, 26))
    with django_assert_max_num_queries(6):
        assert len(search(page=2, size=2, today=TODAY).rows) == 2
    pages = [names(search(page=page, size=2, today=TODAY).rows) for page in (1, 2, 3)]
    assert pages == [["B0", "B1"], ["B2", "A0"], ["A1", "A2"]]
    assert names(search(page=2, size=4, today=TODAY).rows) == ["A1", "A2"]


def test_a_page_that_local_ones_fill_still_shows_the_national_ones():
    for number in range(3):
        ServiceFactory(name=f"Local {number}", areas=[BRISTOL])
    for number in range(4):
        ServiceFactory(name=f"National {number}", areas=[UK])
    first = search(council=BRISTOL, size=2, today=TODAY)
    assert (names(first.rows), first.count, first.local) == (["Local 0", "Local 1"], 7, 3)
    assert names(first.always) == ["National 0", "National 1", "National 2"]
    second = search(council=BRISTOL, size=2, page=2, today=TODAY)
    assert (names(second.rows), names(second.always)) == (["Local 2", "National 0"], [])


def test_where_there_is_none_the_nearest_three_are_told_with_their_distance():
    ServiceFactory(name="National", areas=[UK])
    ServiceFactory(name="Bath", areas=[BATH])
    ServiceFactory(name="Cardiff", areas=[CARDIFF])
    ServiceFactory(name="Belfast", areas=[BELFAST])
    ServiceFactory(name="Derbyshire", areas=[DERBYSHIRE])
    answer = search(council=BRISTOL, today=TODAY)
    assert (names(answer.rows), answer.local) == (["National"], 0)
    assert names(answer.nearest) == ["Bath", "Cardiff", "Derbyshire"]
    assert answer.nearest[0].miles == 10
    assert [one.km for one in answer.nearest] == sorted(one.km for one in answer.nearest)


def test_a_service_of_several_places_is_as_near_as_the_nearest_of_them():
    ServiceFactory(name="Two places", areas=[BELFAST, BATH])
    assert search(council=BRISTOL, today=TODAY).nearest[0].miles == 10


def test_services_abroad_are_found_by_their_country_and_no_council_has_them():
    ServiceFactory(name="Abroad", areas=["iso:TH"])
    ServiceFactory(name="Here", areas=[UK])
    assert found(council=BRISTOL) == ["Here"]
    assert found(council="iso:TH") == ["Abroad"]
    assert found() == ["Here"]
    assert names(search(today=TODAY).aside) == ["Abroad"]


def test_a_nation_shows_all_within_it():
    ServiceFactory(name="Cardiff", areas=[CARDIFF])
    ServiceFactory(name="Wales", areas=["W92000004"])
    ServiceFactory(name="Bristol", areas=[BRISTOL])
    assert found(council="W92000004") == ["Cardiff", "Wales"]


def test_a_need_is_answered_by_each_of_its_kinds():
    ServiceFactory(name="Helpline", needs=["helpline"])
    ServiceFactory(name="Counselling", needs=["counselling", "legal_advice"])
    ServiceFactory(name="House", needs=["safe_accommodation"])
    assert found(need="talk") == ["Counselling", "Helpline"]
    assert found(need="legal_advice") == ["Counselling"]
    assert found(need="stay", council=BRISTOL) == ["House"]
    assert len(found(need="no such need")) == 3


def test_a_language_is_spoken_or_interpreted():
    ServiceFactory(name="Polish", languages=["pl"])
    ServiceFactory(name="Any", has_interpreters=True)
    ServiceFactory(name="English only", languages=["en"])
    ServiceFactory(name="A not known")
    assert found(language="pl") == ["Any", "Polish", "A not known"]
    assert found(language="vi") == ["Any", "A not known"]
    assert len(found(language="en")) == 4


def test_who_it_is_for_is_asked_by_audience_gender_and_age():
    ServiceFactory(name="Adults", audiences=["adult_victims"], minimum_age=18)
    ServiceFactory(name="Children", audiences=["child_victims"], maximum_age=17)
    ServiceFactory(name="Women", audiences=["adult_victims", "women"])
    assert found(audience="child_victims") == ["Children"]
    assert found(audience="women") == ["Women"]
    assert found(gender="women") == ["Adults", "Children", "Women"]
    assert found(gender="men") == ["Adults", "Children"]
    assert found(age=17) == ["Children", "Women"]
    assert found(age=18) == ["Adults", "Women"]


def test_open_then_means_that_the_hours_say_so():
    ServiceFactory(name="Always", hours=[ALL_DAY])
    ServiceFactory(name="Office", hours=[OFFICE_HOURS])
    ServiceFactory(name="A not known")
    ServiceFactory(name="A closed for now", hours=[ALL_DAY], status="temporarily closed")
    assert found(at=NOON) == ["Always", "Office", "A not known"]
    assert found(at=NIGHT) == ["Always", "A not known"]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 27, 19, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 27, 20, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 1, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 2, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 28, 20, 30, tzinfo=UTC), False),
        # In summer the clock of the country is an hour ahead.
        (datetime(2026, 6, 5, 19, 30, tzinfo=UTC), True),
    ],
    ids=str,
)
def test_hours_that_last_past_midnight_are_those_of_the_evening_before(at, expected):
    service = ServiceFactory(hours=[Span((4,), time(20), time(2))])
    assert bool(found(at=at)) is expected
    assert find_card(service.uuid).is_open(at) is expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 12, 1, 15, 0, tzinfo=UTC), True),
        (datetime(2026, 12, 8, 15, 0, tzinfo=UTC), False),
        (datetime(2026, 9, 1, 14, 30, tzinfo=UTC), False),
    ],
    ids=str,
)
def test_a_clinic_is_open_on_its_day_of_the_month_from_its_first_day_on(at, expected):
    service = ServiceFactory(hours=[Span((1,), time(14), time(16), (1,), date(2026, 10, 1))])
    assert bool(found(at=at)) is expected
    assert find_card(service.uuid).is_open(at) is expected


def test_what_is_not_for_the_public_is_found_by_staff_alone():
    ServiceFactory(name="Public")
    ServiceFactory(name="Staff only", visibility="staff_only")
    ServiceFactory(name="Lapsed", lapsed_at=NOON)
    for kept in ({"visibility": "hidden"}, {"is_draft": True}, {"gone_at": NOON}, {"status": "defunct"}):
        ServiceFactory(name="Nobody", **kept)
    assert found() == ["Public"]
    assert found(council=BRISTOL) == ["Public"]
    assert found(staff=True) == ["Lapsed", "Public", "Staff only"]


def test_a_duty_line_is_for_staff_alone():
    service = ServiceFactory(phone="0117 496 0001")
    PhoneFactory(service=service, number="0117 496 0999", is_public=False)
    assert [phone.number for phone in search().rows[0].phones] == ["0117 496 0001"]
    assert [phone.number for phone in search(staff=True).rows[0].phones] == ["0117 496 0001", "0117 496 0999"]


def test_words_are_looked_for_in_names_whatever_their_accents():
    ServiceFactory(name="Café Lumière", provider__name="Harbour Trust")
    ServiceFactory(name="Other")
    assert found(q="harbour lumiere") == ["Café Lumière"]
    assert found(q="harbour other") == []


def test_a_page_too_far_is_the_last_one():
    for number in range(5):
        ServiceFactory(name=f"S{number}")
    answer = search(page=99, size=2)
    assert (answer.number, names(answer.rows), answer.num_pages) == (3, ["S4"], 3)
    assert search(council=BRISTOL, page=99, size=2, today=TODAY).number == 3


def test_a_service_is_found_by_its_id_where_the_reader_may_see_it():
    hidden, public = ServiceFactory(visibility="staff_only"), ServiceFactory()
    assert find_card(public.uuid).service == public
    assert find_card(hidden.uuid) is None
    assert find_card(hidden.uuid, staff=True).service == hidden


def test_a_service_is_told_in_a_few_lines_without_what_is_for_staff():
    service = ServiceFactory(
        name="Lantern House", phone="0117 496 0001", hours=[OFFICE_HOURS], url="https://lantern.example",
        staff_email="duty@lantern.example", hours_note="Closed in August",
    )  # fmt: skip
    PhoneFactory(service=service, number="0117 496 0999", is_public=False)
    assert format_lines(find_card(service.uuid, staff=True)) == [
        "Lantern House",
        "Call 0117 496 0001 (Helpline)",
        "Open: Monday to Friday, 9am to 5pm",
        "Closed in August",
        "https://lantern.example",
    ]


def test_of_a_service_for_staff_only_nothing_is_told_but_its_name():
    service = ServiceFactory(name="Quiet Refuge", visibility="staff_only", phone="0117 496 0002")
    assert format_lines(find_card(service.uuid, staff=True)) == ["Quiet Refuge"]


@pytest.mark.parametrize("place", [{}, {"council": BRISTOL}, {"council": CARDIFF}], ids=["anywhere", "local", "none"])
def test_a_search_takes_at_most_five_queries(place, django_assert_max_num_queries):
    for number in range(30):
        ServiceFactory(name=f"S{number}", areas=[BRISTOL] if number % 2 else [UK], hours=[ALL_DAY], phone="1")
    with django_assert_max_num_queries(5):
        search(need="talk", language="pl", at=NOON, today=TODAY, **place)
    with django_assert_max_num_queries(5):
        answer = search(need="talk", today=TODAY, size=5, **place)
    assert len(answer.rows) == 5


def test_every_council_of_the_country_gets_an_honest_answer(django_assert_max_num_queries):
    """With the first entries: help for adults wherever somebody is, none of it from another nation."""
    loading.load_services(loading.get_shipped_file(), at=NOON)
    nations = {"england": "E92000001", "wales": "W92000004", "scotland": "S92000003", "northern-ireland": "N92000002"}
    assert len(places.get_councils()) == 382
    for council in places.get_councils():
        with django_assert_max_num_queries(5):
            answer = search(council=council.code, need="stay", size=50, today=TODAY)
        assert answer.count
        assert answer.local == 0
        for row in answer.rows:
            assert {nations[council.nation], UK} & set(row.service.areas), (council.name, row.service.name)


def test_the_rows_that_are_found_are_those_of_the_database():
    ServiceFactory(name="One")
    assert search().rows[0].service == Service.objects.get()


def test_a_distance_brings_in_services_of_other_places(django_assert_max_num_queries):
    ServiceFactory(name="Bristol", areas=[BRISTOL])
    ServiceFactory(name="Bristol too", areas=[BRISTOL])
    ServiceFactory(name="Bath", areas=[BATH])
    ServiceFactory(name="Cardiff", areas=[CARDIFF])
    assert names(search(council=BRISTOL, today=TODAY).nearest) == []
    assert names(search(council=BRISTOL, within=20, today=TODAY).nearest) == ["Bath"]
    with django_assert_max_num_queries(5):
        found = search(council=BRISTOL, within=80, today=TODAY)
    assert names(found.nearest) == ["Bath", "Cardiff"]
    assert search(council=BRISTOL, within=80, page=2, size=1, today=TODAY).nearest == []


def test_a_distance_within_which_nothing_is_shows_the_nearest_three_all_the_same():
    ServiceFactory(name="Bath", areas=[BATH])
    assert names(search(council=BRISTOL, within=1, today=TODAY).nearest) == ["Bath"]


def test_what_is_of_the_place_itself_is_not_told_again_as_near():
    ServiceFactory(name="Both", areas=[BRISTOL, BATH])
    found = search(council=BRISTOL, within=20, today=TODAY)
    assert (names(found.rows), names(found.nearest)) == (["Both"], [])


def test_the_distance_is_measured_from_where_somebody_is():
    ServiceFactory(name="Bath", areas=[BATH])
    middle = search(council=BRISTOL, today=TODAY).nearest[0].km
    near_bath = search(council=BRISTOL, point=(51.40, -2.49), today=TODAY).nearest[0].km
    assert near_bath < middle
