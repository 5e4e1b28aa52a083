"""What a package carries beside the case: when it came, why we may share it, what we ask, by when, whom to call."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from compliance.casework.models import Case
from compliance.referrals.services import batch, disclosure, package_lines
from compliance.referrals.services.disclosure import Ground
from compliance.referrals.services.package_lines import Request
from tests.compliance.referrals.views.test_referrals import begin, names_on, to
from tests.factories.sharing import NAME

pytestmark = pytest.mark.django_db
GRADED = {"source": "2", "assessment": "c", "handling": "c"}


def about(at_desk, case, *, target="police", ground=None, request=None):
    made = disclosure.build_package(
        case, at_desk.keys, target=target, to="X", names=[], note="", on=at_desk.now.date(),
        ground=ground or Ground(), request=request or Request(),
    )  # fmt: skip
    return dict(made.about)


def test_with_consent_the_package_says_when_it_came_and_that_they_agreed(at_desk):
    said = about(at_desk, at_desk.case(consent=["police"]))
    assert said["Received by the helpline"] == date_format(timezone.localdate(at_desk.now), "j F Y")
    assert said["Why we can share it"] == "With consent"
    assert said["Call us back on"] == settings.HELPLINE_NUMBER


@pytest.mark.parametrize(("is_told", "words"), [(True, "affected knows"), (False, "does not know")])
def test_without_consent_it_names_the_ground_and_whether_they_know(at_desk, is_told, words):
    ground = Ground("serious_crime", "Seen locking them in", is_told, "" if is_told else "He reads her messages")
    said = about(at_desk, at_desk.case(consent=[]), ground=ground)["Why we can share it"]
    assert said.startswith("To prevent or detect serious crime") and words in said
    assert "locking" not in said and "messages" not in said, "our own reasons stay with us"


def test_what_we_ask_and_the_grading_are_there_and_name_nobody(at_desk):
    asked = Request(ask=f"Visit tonight. {NAME} waits.", answer_by="2026-12-01", call_back="01632 960 001", **GRADED)
    said = about(at_desk, at_desk.case(consent=["police"]), request=asked)
    assert said["What we are asking"] == "Visit tonight. [withheld] waits."
    assert (said["Respond by"], said["Call us back on"]) == ("1 December 2026", "01632 960 001")
    assert said["Grading (3x5x2)"] == (
        "Source 2: Untested; information C: Known indirectly to the source; "
        "handling C: Lawful sharing permitted with conditions"
    )


def test_a_business_reads_neither_of_consent_nor_when_it_came(at_desk):
    said = about(at_desk, at_desk.case(consent=["employer_or_business"]), target="business_remediation")
    assert not {"Received by the helpline", "Why we can share it"} & set(said)


def fill(at_desk, client, case, row, **given):
    names = [one or other for one, other in names_on(client, case, row)]
    kept = [name for name in names if not name.startswith("reporter")]
    return client.post(to("cases:refer_what", case.pk, row.pk), {"names": kept, "version": row.version, **given})


def test_the_handler_asks_grades_and_sees_it_on_the_check_page(at_desk):
    case, client = at_desk.case(), at_desk.client()
    row = begin(client, case)
    page = client.get(to("cases:refer_what", case.pk, row.pk)).content.decode()
    assert "What do you want them to do?" in page and settings.HELPLINE_NUMBER in page
    due = timezone.localdate(at_desk.now) + timedelta(days=3)
    given = {"answer_by_day": due.day, "answer_by_month": due.month, "answer_by_year": due.year}
    assert (
        fill(at_desk, client, case, row, ask="Visit the site", call_back="01632 960 001", **given, **GRADED).status_code
        == 303
    )
    row.refresh_from_db()
    client.post(to("cases:refer_ground", case.pk, row.pk), {"ground": "consent", "version": row.version})
    check = client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()
    for words in ("Visit the site", date_format(due, "j F Y"), "01632 960 001", "Source 2: Untested", "With consent"):
        assert words in check


def test_half_a_grading_is_refused_and_keeps_what_was_typed(at_desk):
    case, client = at_desk.case(), at_desk.client()
    row = begin(client, case)
    response = fill(at_desk, client, case, row, ask="Visit the site", source="2")
    page = response.content.decode()
    assert response.status_code == 422 and "Select all three parts of the grading, or none" in page
    assert "Visit the site" in page


def test_only_those_who_investigate_get_a_grading(at_desk):
    case, client = at_desk.case(age_of_person="under_18"), at_desk.client()
    row = begin(client, case, key="la_children:E10000007:children")
    assert "3x5x2" not in client.get(to("cases:refer_what", case.pk, row.pk)).content.decode()


@pytest.mark.parametrize(
    ("answer_by", "words"),
    [
        ("", ""),
        ("2026-12-01", "1 December 2026"),
        ("2026-12-01T23:29+00:00", "1 December 2026, 23:29"),
        ("2026-07-01T23:29+00:00", "2 July 2026, 00:29"),
    ],
)
def test_an_answer_within_hours_has_its_time_in_london(answer_by, words):
    """docs/requirements/helpline.md#referral-answers"""
    assert package_lines.format_answer_by(answer_by) == words


@pytest.mark.parametrize(
    ("day", "kept"), [("2026-12-01", "2026-12-01T10:00+00:00"), ("2026-12-02", "2026-12-02"), ("", "")]
)
def test_the_time_stays_where_its_day_is_not_changed(day, kept):
    assert package_lines.keep_time(day, "2026-12-01T10:00+00:00") == kept


@pytest.mark.parametrize("level", ["p1", "p2", "p3", "p4"])
def test_the_form_shows_the_day_in_london_of_what_is_asked_at_first(level):
    """A call at half past midnight of a summer night: the day in UTC is still the one before."""
    usual = batch.propose_request(Case(level=level), datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    day = package_lines.get_day(usual.answer_by)
    assert date_format(day, "j F Y") in package_lines.format_answer_by(usual.answer_by)
    assert level != "p1" or day == date(2026, 7, 2)


@pytest.mark.parametrize(("level", "has_time"), [("p1", True), ("p2", True), ("p3", False), ("p4", False)])
def test_what_is_asked_at_first_has_a_time_where_hours_count(level, has_time):
    usual = batch.propose_request(Case(level=level), datetime(2026, 12, 4, 22, 29, tzinfo=UTC))
    assert (", " in package_lines.format_answer_by(usual.answer_by)) is has_time
    assert level != "p1" or package_lines.format_answer_by(usual.answer_by) == "4 December 2026, 23:29"
