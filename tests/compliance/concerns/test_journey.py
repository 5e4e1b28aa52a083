"""Through the door without a script, page by page (docs/requirements/helpline.md#shortest-way)."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from compliance.concerns.encryption import get_answers_place, open_json
from compliance.concerns.forms import FORMS
from compliance.concerns.models import Concern, Draft
from compliance.concerns.rules import journey
from tests.factories.concerns import ANSWERS, SHORTEST, Reporter, key_of, text_of

FIRST = {"/r/1": {"danger_level": "unknown"}, "/r/2": {"age_of_person": "adult"}}


def test_an_anonymous_person_tells_us_in_eight_pages_and_four_answers(reporter):
    """See docs/requirements/helpline.md#shortest-way."""
    seen = ["/report/"]
    reporter.opens("/report/")
    reporter.begins()
    for url, data in SHORTEST.items():
        seen.append(url)
        reporter.opens(url)
        reporter.sends(url, **data)
    assert len(reporter.submits()) == 20
    assert len([*seen, "/r/6", "/r/7"]) == 8
    concern = Concern.objects.get()
    assert (concern.channel, concern.route, concern.purpose) == ("webform", "r3", "report_concern")
    assert (concern.triage_level, concern.child_involved, concern.identity_mode) == ("p3", False, "anonymous")
    assert concern.arrived_hour.minute == concern.arrived_hour.second == concern.arrived_hour.microsecond == 0
    said = open_json(key_of(concern), concern.answers, get_answers_place(concern.uuid))
    assert said["account"] == ANSWERS["account"]
    assert said["received_at"] and "reached_check" not in said


def test_999_stands_first_on_the_first_page_of_the_form(reporter):
    html = reporter.opens("/report/").split("<main")[1]
    assert html.index("tel:999") < html.index("<form")
    for words in ("55", "18000", "anonymous", "a serious crime", "2 hours"):
        assert words in html


def test_danger_now_leads_to_999_and_lets_one_carry_on(reporter):
    reporter.begins()
    assert reporter.sends("/r/1", danger_level="happening_now") == "/r/1/now"
    page = reporter.opens("/r/1/now")
    assert "Call 999 now" in page and 'href="/r/2"' in page


@pytest.mark.parametrize("age", ["under_18", "not_sure"])
def test_a_child_or_an_unsure_age_leads_to_help_for_children(reporter, age):
    """In a two-tier county it is the county (docs/requirements/helpline.md#responsible-bodies)."""
    reporter.begins()
    reporter.sends("/r/1", danger_level="not_immediate")
    assert reporter.sends("/r/2", age_of_person=age) == "/r/2/child"
    page = reporter.opens("/r/2/child")
    assert "0808 800 5000" in page and "0800 1111" in page
    found = reporter.sends("/r/2/child", 200, place="chesterfield")
    assert "Contact Derbyshire County Council and ask for children’s services" in found


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("Belfast", "Health and Social Care Trust"),
        ("Glasgow", "social work"),
        ("Nowhere-on-Sea", "We did not find a council with that name"),
    ],
)
def test_each_nation_has_its_own_words(reporter, place, words):
    reporter.begins()
    reporter.sends("/r/1", danger_level="not_immediate")
    reporter.sends("/r/2", age_of_person="under_18")
    assert words in reporter.sends("/r/2/child", 200, place=place)
    assert "Enter a council, town or district" in reporter.sends("/r/2/child", 422, place=" ")


def test_a_young_person_is_never_asked_for_parents(reporter):
    reporter.begins("seeking_help_self")
    reporter.sends("/r/1", danger_level="unknown")
    reporter.sends("/r/2", age_of_person="under_18")
    page = text_of(reporter.opens("/r/2/child"))
    assert "Childline is for you" in page and "We do not ask about your parents" in page


def test_skipping_pages_by_their_address_leads_back(reporter):
    """See docs/requirements/helpline.md#shortest-way."""
    for url in ("/r/1", "/r/3", "/r/6", "/r/7", "/r/9", "/r/12"):
        assert reporter.client.get(url)["Location"] == "/report/"
    reporter.begins()
    for page in journey.ALL_PAGES:
        if page not in {journey.DANGER, journey.CODE}:
            assert reporter.client.get(f"/r/{page.number}")["Location"] == "/r/1"
    for url, data in FIRST.items():
        reporter.sends(url, **data)
    assert reporter.client.get("/r/6")["Location"] == "/r/3"
    assert reporter.client.post("/r/6", {"token": str(Draft.objects.get().submit_token)})["Location"] == "/r/3"
    assert reporter.client.get("/r/7")["Location"] == "/r/6"
    assert reporter.client.get("/r/17")["Location"] == "/r/3"
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("url", "sent", "words"),
    [
        ("/r/1", {}, "You can choose “I am not sure”"),
        ("/r/2", {}, "You can choose “I am not sure”"),
        ("/r/3", {"account": "short"}, "at least 10 characters"),
        ("/r/3", {"account": "x" * 15_001}, "15000 characters or fewer"),
        ("/r/3", {"wants_call": "yes"}, "Enter a phone number we can call"),
        ("/r/4", {}, "I do not know where"),
        ("/r/5", {}, "Select who can know who you are"),
        ("/r/8", {"contact_method": "phone"}, "Enter a phone number"),
        (
            "/r/13",
            {"pv_count_mode": "range", "pv_count_min": "5", "pv_count_max": "2"},
            "the same as or more than the lowest number",
        ),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(reporter, url, sent, words):
    reporter.begins()
    for before, data in SHORTEST.items():
        reporter.sends(before, **data | ({"identity_mode": "confidential"} if before == "/r/5" else {}))
    page = reporter.sends(url, 422, **sent)
    assert words in page.replace(",", "")
    assert all(value in page for value in sent.values())


def test_the_end_of_a_line_counts_as_one_character(reporter):
    reporter.begins()
    for url, data in FIRST.items():
        reporter.sends(url, **data)
    reporter.sends("/r/3", account="a\r\n" * 7_500)


def test_every_optional_page_takes_its_answers_and_shows_them_again(reporter):
    reporter.begins("business_concern")
    reporter.answers(r5={"identity_mode": "named_share", "consent": ["police"]})
    given = {
        "/r/8": {"name": "Sam Marker", "contact_method": "email", "email": "sam@marker.example"},
        "/r/10": {"exploitation_type": "labour", "sector": "car_wash"},
        "/r/11": {"ilo_work": "debt_bondage", "ilo_control": "isolation"},
        "/r/12": {"ongoing": "yes", "happened_from": "March 2026"},
        "/r/13": {"pv_count_mode": "exact", "pv_count_min": "4", "group_gender": "mixed"},
        "/r/14": {"responsible": "The owner"},
        "/r/15": {"reporter_type": "business", "reporter_proximity": "professional"},
        "/r/16": {"language": "vi", "communication_need": "relay"},
        "/r/17": {
            "subject_organisation": "Marker Mill",
            "supply_chain_tier": "tier_1",
            "tier_confidence": "likely",
            "migrant_share": "most",
            "recruitment_country": "Nepal",
            "labour_provider": "Marker Staffing",
        },
    }
    for url, data in given.items():
        reporter.opens(url)
        assert reporter.sends(url, **data) == "/r/6"
        page = reporter.opens(url)
        assert all(f'value="{value}"' in page or value in page for value in data.values())
    assert reporter.opens("/r/6").count("Added") == len(given)
    reporter.submits()
    concern = Concern.objects.get()
    assert (concern.route, concern.exploitation_types, concern.sectors) == ("r5", ["labour"], ["car_wash"])
    assert concern.language == "vi"
    said = open_json(key_of(concern), concern.answers, get_answers_place(concern.uuid))
    assert said["ilo_indicator"] == ["debt_bondage", "isolation"]
    assert said["pv_count_min"] == 4


def test_the_check_page_shows_what_each_recipient_would_receive(reporter):
    reporter.begins()
    reporter.answers(r5={"identity_mode": "named_share", "consent": ["police", "support_provider"]})
    reporter.sends("/r/8", name="Sam Marker", contact_method="secure_inbox")
    page = text_of(reporter.opens("/r/6"))
    assert "The police what you told us is happening your name and how to reach you" in page
    assert "Nothing you have told us so far" not in page


def test_the_draft_can_be_opened_with_its_cookie_only(reporter):
    reporter.begins()
    stranger = Reporter()
    assert stranger.client.get("/r/2")["Location"] == "/report/"
    for cookie in ("x", Draft.objects.get().uuid.hex + "A" * 43):
        stranger.client.cookies[settings.DRAFT_COOKIE_NAME] = cookie
        assert stranger.client.get("/r/2")["Location"] == "/report/?ended=1"
    assert "You can no longer open your answers" in stranger.opens("/report/?ended=1")


def test_the_cookie_is_for_this_site_only_and_for_no_script(reporter):
    reporter.begins()
    cookie = reporter.client.cookies[settings.DRAFT_COOKIE_NAME]
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == ("Strict", True, "/")
    assert not cookie["max-age"] and not cookie["expires"]


def test_a_draft_ends_two_hours_after_the_last_step(reporter):
    reporter.begins()
    Draft.objects.update(last_action_at=timezone.now() - timedelta(minutes=119))
    reporter.sends("/r/1", danger_level="unknown")
    Draft.objects.update(last_action_at=timezone.now() - timedelta(minutes=121))
    assert reporter.client.get("/r/2")["Location"] == "/report/?ended=1"


def test_exit_deletes_the_draft_and_tells_the_browser_to_forget(reporter):
    """See docs/requirements/security.md#sealed-drafts."""
    reporter.begins()
    response = reporter.client.get("/r/exit")
    assert response["Location"] == settings.EXIT_URL
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not response.cookies[settings.DRAFT_COOKIE_NAME].value
    assert not Draft.objects.exists()
    assert reporter.client.get("/r/1")["Location"] == "/report/"


@contextmanager
def without_a_database():
    def away(*args):
        raise OperationalError("no route to db.internal.example")

    with connection.execute_wrapper(away):
        yield


def test_the_way_out_is_open_while_the_database_is_away(reporter):
    reporter.begins()
    with without_a_database():
        response = reporter.client.get("/r/exit")
    assert response["Location"] == settings.EXIT_URL
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not response.cookies[settings.DRAFT_COOKIE_NAME].value


def test_while_the_database_is_away_every_page_says_whom_to_call(reporter):
    reporter.begins()
    reporter.client.raise_request_exception = False
    for url in ("/report/", "/r/1", "/r/6", "/r/return/"):
        with without_a_database():
            response = reporter.client.get(url)
        html = response.content.decode()
        assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "10", "no-store")
        assert "999" in html and settings.HELPLINE_NUMBER in html and "db.internal" not in html
    reporter.sends("/r/1", danger_level="unknown")


def test_without_a_team_key_nothing_is_asked(client, db):
    for url in ("/report/", "/r/return/", "/r/online"):
        page = client.get(url).content.decode()
        assert "tel:999" in page and settings.HELPLINE_NUMBER in page and "<form" not in page
    client.post("/report/", {"purpose": "report_concern"})
    assert not Draft.objects.exists()


def test_a_key_that_somebody_put_into_the_database_is_not_sealed_to(client, door):
    from portal.vault import encryption
    from portal.vault.models import Epoch

    Epoch.objects.update(public_key=encryption.new_key_pair()[1])
    assert "<form" not in client.get("/report/").content.decode()


def test_a_box_that_programs_fill_in_stops_them_and_says_so_to_people(reporter):
    reporter.begins()
    reporter.answers()
    token = reporter.token
    assert "Leave this box empty, then send again" in reporter.sends("/r/6", 422, token=token, website="spam")
    assert not Concern.objects.exists()


@pytest.mark.parametrize("code", [code for code in FORMS if code not in {"danger"}])
def test_no_answer_of_the_journey_is_remembered_by_the_browser(reporter, code):
    """Own phone, email and name may be filled in (WCAG 1.3.5)."""
    purpose = "business_advice" if code == "advice" else "business_concern"
    reporter.begins(purpose)
    reporter.answers(r5={"identity_mode": "confidential"})
    html = reporter.opens(f"/r/{journey.PAGES_BY_CODE[code].number}").split("<main")[1]
    from lxml import html as parser

    for box in parser.fromstring(html).xpath("//input[@type='text' or @type='tel' or @type='email']|//textarea"):
        allowed = {"phone": "tel", "email": "email", "name": "name"}.get(box.get("name"), "off")
        assert box.get("autocomplete") == allowed, box.get("name")
