"""Contacts as coded events: where, of which kind, by whom without a name, and of no case that a count would betray."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from compliance.casework.models import Case, CaseLocation, CaseReader, Contact, Reporter, ReporterIdentity
from compliance.casework.services import lookup_index
from compliance.casework.services.case_keys import seal_columns, seal_with_own_key
from compliance.hotspots.rules.quarters import get_quarter_of
from compliance.hotspots.selectors.events import read_events
from tests.factories import cases as make

pytestmark = pytest.mark.django_db
CHESTERFIELD, DERBY, DERBYSHIRE = "E07000034", "E06000015", "E10000007"
QUARTER = get_quarter_of(date(2026, 8, 1))


def moment(month=8, day=3, year=2026):
    return datetime(year, month, day, 10, tzinfo=timezone.get_default_timezone())


def case_in(at, *councils, when=None, **columns):
    """A case of labour exploitation with places in these councils, and one contact."""
    when = when or moment()
    case = make.case(at=when, sectors=["car_wash"], **columns)
    for council in councils:
        place = CaseLocation(case=case, role="exploitation", region="east_midlands")
        seal_columns(at.keys.get_key(case), place, place={"council": council, "premises": "Brightway Wash"})
        place.save(force_insert=True)
    make.contact(at=when, case=case)
    return case


def read(at):
    return read_events(QUARTER, at.keys)


def test_a_contact_counts_in_every_council_of_its_case_by_type_and_sector(at_desk):
    case_in(at_desk, CHESTERFIELD, DERBY)
    (event,) = read(at_desk).events
    assert event.councils == (DERBY, CHESTERFIELD)
    assert (event.quarter, event.types, event.sectors, event.is_child) == (0, ("labour",), ("car_wash",), False)


@pytest.mark.parametrize(
    ("when", "quarter"),
    [
        (moment(7, 1), 0), (moment(9, 30), 0), (moment(6, 30), 1), (moment(4, 1, 2025), 5), (moment(9, 30, 2024), 8),
        (moment(6, 30, 2024), None), (moment(10, 1), None),
    ],
)  # fmt: skip
def test_the_quarter_and_the_eight_before_it_are_read(at_desk, when, quarter):
    case_in(at_desk, CHESTERFIELD, when=when)
    assert [event.quarter for event in read(at_desk).events] == ([] if quarter is None else [quarter])


def test_a_county_or_a_place_that_leads_nowhere_is_counted_as_without_a_council(at_desk):
    case_in(at_desk, DERBYSHIRE)
    case_in(at_desk, "")
    case_in(at_desk)
    reading = read(at_desk)
    assert reading.events == []
    assert reading.without_council == 3


@pytest.mark.parametrize("category", ["other_abuse", "general_information", "not_related", "international", ""])
def test_other_categories_are_not_read(at_desk, category):
    case_in(at_desk, CHESTERFIELD, category=category)
    assert read(at_desk).events == []


def test_sealed_cases_and_cases_somebody_is_kept_out_of_are_left_out(at_desk):
    case_in(at_desk, CHESTERFIELD, marking="sealed")
    kept = case_in(at_desk, CHESTERFIELD)
    CaseReader.objects.create(
        case=kept, user=at_desk.lead, is_kept_out=True, named_by=at_desk.handler, named_at=at_desk.now
    )
    case_in(at_desk, CHESTERFIELD, marking="restricted")
    reading = read(at_desk)
    assert len(reading.events) == 1
    assert reading.left_out == 2


def test_contacts_of_a_merged_case_count_with_the_case_that_goes_on(at_desk):
    into = case_in(at_desk, CHESTERFIELD)
    merged = case_in(at_desk, DERBY)
    Case.objects.filter(pk=merged.pk).update(status="merged", merged_into=into)
    events = read(at_desk).events
    assert len(events) == 2
    assert {event.case for event in events} == {str(into.pk)}
    assert {event.councils for event in events} == {(DERBY, CHESTERFIELD)}


def test_what_we_sent_is_no_contact(at_desk):
    case = case_in(at_desk, CHESTERFIELD)
    make.contact(at=moment(), case=case, direction="out")
    assert len(read(at_desk).events) == 1


def call(at, case, *, phone="", mode="confidential", concern=None):
    contact = make.contact(at=moment(), case=case)
    reporter = Reporter(case=case, contact=contact, concern=concern, identity_mode=mode)
    reporter.save(force_insert=True)
    if phone:
        seal_with_own_key(ReporterIdentity(reporter=reporter), details={"name": "Robin", "phone": phone}).save(
            force_insert=True
        )
    return contact


def reporters(at):
    return [event.reporter for event in read(at).events]


def test_two_calls_from_one_number_are_of_one_person_and_no_name_is_opened_for_it(at_desk, monkeypatch):
    case, other = case_in(at_desk, CHESTERFIELD), case_in(at_desk, DERBY)
    Contact.objects.all().delete()
    for one, phone in ((case, "07700 900471"), (other, "+44 7700 900471"), (other, "07700 900999")):
        call(at_desk, one, phone=phone)
    lookup_index.catch_up(user=at_desk.handler, keys=at_desk.keys)
    identities = set(ReporterIdentity.objects.values_list("data_key", flat=True))
    opened = []
    real = at_desk.keys.unlocked.open
    monkeypatch.setattr(type(at_desk.keys.unlocked), "open", lambda _self, key: opened.append(key.pk) or real(key))
    assert sorted(map(reporters(at_desk).count, set(reporters(at_desk)))) == [1, 2]
    assert not identities & set(opened)


def test_somebody_who_came_back_to_their_concern_is_one_person(at_desk):
    case = case_in(at_desk, CHESTERFIELD)
    Contact.objects.all().delete()
    told = make.concern(at=moment(), identity_mode="confidential")
    make.contact(at=moment(), case=case, concern=told)
    call(at_desk, case, concern=told)
    assert len(set(reporters(at_desk))) == 1
    assert reporters(at_desk)[0]


def test_anonymous_people_are_told_apart_by_nothing(at_desk):
    case = case_in(at_desk, CHESTERFIELD)
    Contact.objects.all().delete()
    for _number in range(3):
        make.contact(at=moment(), case=case, concern=make.concern(at=moment()))
        call(at_desk, case, mode="anonymous")
    assert set(reporters(at_desk)) == {""}
    assert len(reporters(at_desk)) == 6


def test_reading_takes_the_same_queries_however_many_cases(at_desk, django_assert_num_queries):
    for _number in range(2):
        case_in(at_desk, CHESTERFIELD, DERBY)
    with django_assert_num_queries(8):
        read(at_desk)
    for number in range(6):
        case_in(at_desk, CHESTERFIELD, when=moment() - timedelta(days=number))
    at_desk.keys._opened.clear()
    with django_assert_num_queries(8):
        assert len(read(at_desk).events) == 8
