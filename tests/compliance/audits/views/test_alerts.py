"""The full-page notice, the list and the page of an alert: who sees what, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.audits.choices import AlertLevel
from compliance.audits.models import Alert
from portal.history.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.alerts import AlertFactory
from tests.support.audit_alerts import business

pytestmark = pytest.mark.django_db
EXCERPT = "keeps the passports"


@pytest.fixture
def own():
    return business(name="Harbour Foods Limited", slug="harbour")


@pytest.fixture
def alert(own):
    return AlertFactory(organisation=own.organisation)


def as_(membership) -> Client:
    return sign_in(Client(), membership.user)


def to(name, *args):
    return reverse(f"alerts:{name}", args=["harbour", *args])


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- The notice ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["administrator", "lead"])
def test_the_next_page_of_a_safeguarding_person_is_the_notice(own, alert, who, settings):
    client = as_(getattr(own, who))
    response = client.get("/o/harbour/statements/?page=1", follow=True)
    assert response.redirect_chain == [
        ("/o/harbour/audits/alerts/unread/?next=%2Fo%2Fharbour%2Fstatements%2F%3Fpage%3D1", 303)
    ]
    page = text(response)
    for words in ("Someone may be at risk", "tel:999", settings.HELPLINE_NUMBER, "Do not confront the employer",
                  "Do not warn the supplier", "move the workers or interview them yourself", "Keep the evidence",
                  "What not to write here"):  # fmt: skip
        assert words in page
    assert to("alert", alert.uuid) in page


@pytest.mark.parametrize("who", ["editor", "viewer"])
def test_others_go_on_as_ever_and_find_no_notice(own, alert, who):
    client = as_(getattr(own, who))
    assert client.get("/o/harbour/").status_code == 200
    assert client.get(to("notice")).status_code == 404


def test_taking_it_on_leads_to_the_page_that_was_wanted(own, alert):
    client = as_(own.lead)
    response = client.post(to("notice"), {"alert": [str(alert.uuid)], "next": "/o/harbour/settings/"})
    assert response["Location"] == "/o/harbour/settings/"
    assert client.get("/o/harbour/settings/").status_code == 200
    alert.refresh_from_db()
    assert alert.acknowledged_by == own.lead.user


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/o/harbour/", "/o/other/", "/o/harbour"])
def test_it_leads_nowhere_else(own, alert, next_page):
    response = as_(own.lead).post(to("notice"), {"alert": [str(alert.uuid)], "next": next_page})
    assert response["Location"] == to("list")


def test_what_is_sent_is_never_held_up(own, alert):
    response = as_(own.administrator).post("/o/harbour/settings/year/", {})
    assert response.status_code == 422


def test_what_a_script_fetches_is_not_held_up(own, alert):
    response = as_(own.administrator).get("/o/harbour/", headers={"sec-fetch-dest": "empty"})
    assert response.status_code == 200


def test_the_alert_can_be_read_before_taking_it_on(own, alert):
    assert EXCERPT in text(as_(own.lead).get(to("alert", alert.uuid)))


def test_other_businesses_are_not_held_up(own, alert):
    other = business(slug="other")
    assert as_(other.administrator).get("/o/other/").status_code == 200


def test_only_what_was_shown_is_taken_on(own, alert):
    more = AlertFactory(organisation=own.organisation)
    theirs = AlertFactory()
    as_(own.lead).post(to("notice"), {"alert": [str(alert.uuid), str(theirs.uuid), "nonsense"]})
    assert set(Alert.objects.filter(acknowledged_at=None)) == {more, theirs}


def test_after_all_are_read_the_notice_is_gone(own):
    assert as_(own.lead).get(to("notice"))["Location"] == to("list")


@pytest.mark.parametrize(("who", "alerts"), [("viewer", 0), ("lead", 1)])
def test_looking_costs_one_query_of_those_alone_who_are_told(own, who, alerts, django_assert_num_queries):
    client = as_(getattr(own, who))
    client.get("/o/harbour/settings/")
    with django_assert_num_queries(4 + alerts):  # session, user, membership, subsidiaries, and the alerts
        client.get("/o/harbour/settings/")


# --- The list and the page -----------------------------------------------------------------------------------------


def test_members_see_that_there_is_one_and_whom_to_tell_but_no_details(own, alert):
    page = text(as_(own.editor).get(to("list")))
    assert "There is 1 alert about people who may be at risk" in page
    assert str(own.lead.user) in page
    assert "Passports" not in page
    assert "Quayside" not in page


def test_an_a_alert_is_not_there_for_others(own, alert):
    for who in (own.editor, own.viewer):
        for name in ("alert", "report", "close"):
            assert as_(who).get(to(name, alert.uuid)).status_code == 404
        for name in ("acknowledge", "confirm", "keep_open", "take_back_report"):
            assert as_(who).post(to(name, alert.uuid)).status_code == 404


def test_a_b_alert_is_for_every_member_and_handled_by_writers(own):
    alert = AlertFactory(organisation=own.organisation, level=AlertLevel.B, issue_code="FL08")
    assert as_(own.viewer).get(to("alert", alert.uuid)).status_code == 200
    assert as_(own.viewer).post(to("acknowledge", alert.uuid)).status_code == 403
    assert as_(own.editor).post(to("acknowledge", alert.uuid)).status_code == 302
    alert.refresh_from_db()
    assert alert.acknowledged_by == own.editor.user


def test_two_people_close_it(own, alert):
    lead, administrator = as_(own.lead), as_(own.administrator)
    lead.post(to("close", alert.uuid), {"reason": "reported_to_helpline"})
    page = text(lead.get(to("alert", alert.uuid)))
    assert str(own.administrator.user) in page
    assert "Close the alert" not in page
    assert "Close the alert" in text(administrator.get(to("alert", alert.uuid)))
    administrator.post(to("confirm", alert.uuid))
    alert.refresh_from_db()
    assert (alert.closing_asked_by, alert.closed_by) == (own.lead.user, own.administrator.user)
    assert "Reported to the helpline" in text(lead.get(to("list") + "?show=closed"))


def test_the_first_person_cannot_confirm(own, alert):
    lead = as_(own.lead)
    lead.post(to("close", alert.uuid), {"reason": "reported_to_authority"})
    page = text(lead.post(to("confirm", alert.uuid), follow=True))
    assert "A second person must confirm" in page
    alert.refresh_from_db()
    assert alert.closed_at is None


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Select why it can be closed"),
        ({"reason": "nonsense", "note": "typed"}, "Select why it can be closed"),
        ({"reason": "not_an_indicator", "note": "  "}, "Say why it is not a sign of forced or child labour"),
        ({"reason": "not_an_indicator", "note": "x" * 2001}, "Use 2,000 characters or fewer"),
    ],
)
def test_a_reason_is_needed(own, alert, sent, message):
    response = as_(own.lead).post(to("close", alert.uuid), sent)
    assert response.status_code == 422
    assert message in text(response)
    assert sent.get("note", "").strip()[:20] in text(response)


def test_with_nobody_else_to_confirm_the_page_says_what_to_do(own, alert):
    own.administrator.ended_at = timezone.now()
    own.administrator.save()
    lead = as_(own.lead)
    lead.post(to("close", alert.uuid), {"reason": "reported_to_helpline"})
    assert "name another safeguarding lead" in text(lead.get(to("alert", alert.uuid)))


def test_the_only_member_is_told_when_and_closes_then(own, alert):
    for other in (own.lead, own.editor, own.viewer):
        other.ended_at = timezone.now()
        other.save()
    me = as_(own.administrator)
    me.post(to("close", alert.uuid), {"reason": "already_remediated"})
    assert "You are the only member" in text(me.get(to("alert", alert.uuid)))
    Alert.objects.update(closing_asked_at=timezone.now() - timedelta(hours=25))
    assert "you can close this alert alone" in text(me.get(to("alert", alert.uuid))).lower()
    me.post(to("confirm", alert.uuid))
    assert "Closed by a single person" in text(me.get(to("alert", alert.uuid)))


def test_a_report_is_written_down_with_its_day(own, alert):
    day = timezone.localdate() - timedelta(days=2)
    sent = {"reported_on_day": day.day, "reported_on_month": day.month, "reported_on_year": day.year}
    as_(own.lead).post(to("report", alert.uuid), sent)
    alert.refresh_from_db()
    assert timezone.localdate(alert.reported_at) == day
    as_(own.lead).post(to("take_back_report", alert.uuid))
    alert.refresh_from_db()
    assert alert.reported_at is None


def test_having_read_the_page_is_a_line_of_history(own, alert):
    as_(own.lead).get(to("alert", alert.uuid))
    line = Entry.objects.get(action="audits.alert.viewed")
    assert (line.actor_id, line.object_uuid) == (own.lead.user_id, alert.uuid)


def test_the_list_asks_as_little_for_many_alerts_as_for_few(own, django_assert_num_queries):
    client = as_(own.lead)
    AlertFactory.create_batch(
        3, organisation=own.organisation, acknowledged_by=own.lead.user, acknowledged_at=timezone.now()
    )
    client.get(to("list"))
    with django_assert_num_queries(5):  # session, user, membership, how many, the page
        client.get(to("list"))
    AlertFactory.create_batch(
        30, organisation=own.organisation, acknowledged_by=own.lead.user, acknowledged_at=timezone.now()
    )
    with django_assert_num_queries(5):
        client.get(to("list"))


def test_an_administrator_chooses_whether_the_helpline_is_told(own):
    client = as_(own.administrator)
    client.post(to("escalation"), {"tells_helpline": "yes"})
    assert own.organisation.alert_settings.tells_helpline
    client.post(to("escalation"), {"tells_helpline": "no"})
    own.organisation.alert_settings.refresh_from_db()
    assert not own.organisation.alert_settings.tells_helpline
    assert as_(own.lead).get(to("escalation")).status_code == 403
