"""A business begins a concern from its register, and its register learns nothing of it.

See docs/requirements/helpline.md#no-links-from-concerns.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from compliance.concerns.forms import submission
from compliance.concerns.models import Concern, Draft
from compliance.concerns.services import draft as drafts
from compliance.concerns.services.prefill import start_draft
from portal.history.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.concerns import Reporter


@pytest.fixture
def lead(world) -> Client:
    client = Client()
    sign_in(client, world.a.people["administrator"])
    return client


def begun(client: Client) -> dict:
    return drafts.find_draft(client.cookies[settings.DRAFT_COOKIE_NAME].value, now=timezone.now()).answers


def test_where_reporters_have_a_host_of_their_own_nothing_is_begun_here_and_the_words_can_be_copied(
    world, lead, settings
):
    settings.FACE = "public"
    finding = world.a.rows["finding"]
    before = lead.get(f"/o/alder/audits/findings/{finding.uuid}/").text
    assert "we show you the words to copy" in before and "The form starts with what is written here" not in before
    page = lead.post(f"/o/alder/concerns/raise/finding/{finding.uuid}/")
    assert "Nothing from here goes with you: the form there starts empty." in page.text
    for words in (finding.description, finding.audit.site.name, finding.audit.site.supplier.name):
        assert words in page.text
    assert 'data-copy-text="words"' in page.text
    assert 'href="/report/" target="_blank"' in page.text
    assert not Draft.objects.exists()


def test_where_nothing_was_written_there_is_nothing_to_copy(world, lead, settings):
    settings.FACE = "public"
    page = lead.post("/o/alder/concerns/raise/")
    assert "the form there starts empty" in page.text
    assert "Copy these words first" not in page.text and "data-copy-text" not in page.text


def test_a_finding_hands_over_its_words_when_the_button_is_pressed(world, lead):
    finding = world.a.rows["finding"]
    page = lead.get(f"/o/alder/audits/findings/{finding.uuid}/").content.decode()
    assert "Raise a concern" in page and not Draft.objects.exists()
    before = Entry.objects.count()
    response = lead.post(f"/o/alder/concerns/raise/finding/{finding.uuid}/")
    assert (response.status_code, response["Location"]) == (303, "/r/1")
    said = begun(lead)
    assert finding.description in said["account"]
    assert said["subject_organisation"] == finding.audit.site.supplier.name
    assert (said["purpose"], said["business_contact_type"]) == ("business_concern", "audit_finding")
    assert "organisation_name" not in said
    assert Entry.objects.count() == before


def test_what_was_handed_over_is_read_and_changed_before_it_is_sent(world, lead, monkeypatch):
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    supplier = world.a.rows["supplier"]
    lead.post(f"/o/alder/concerns/raise/supplier/{supplier.uuid}/")
    reporter = Reporter(lead)
    reporter.sends("/r/1", danger_level="not_immediate")
    reporter.sends("/r/2", age_of_person="adult")
    assert supplier.name in reporter.client.get("/r/17").content.decode()
    reporter.sends("/r/3", account="The passports are kept in the office.")
    reporter.sends("/r/4", country="Bangladesh")
    reporter.sends("/r/5", identity_mode="confidential")
    reporter.submits()
    assert "Note the last 4 digits there yourself. We sign you out" in reporter.opens("/r/7")
    concern = Concern.objects.get(channel="portal_business")
    assert (concern.channel, concern.route, concern.region) == ("portal_business", "r5", "overseas")


def test_only_texts_that_are_known_and_short_enough_are_taken(door):
    cookie = start_draft(
        {"account": "x" * 20_000, "country": "  ", "identity_mode": "named_share", "user": "7", "products": "tea"},
        now=timezone.now(),
    )
    said = drafts.find_draft(cookie, now=timezone.now()).answers
    assert len(said["account"]) == 15_000
    assert said.keys() == {"account", "products", "purpose"}


@pytest.mark.parametrize("path", ["raise/finding", "raise/alert", "raise/supplier"])
def test_a_foreign_row_hands_over_nothing(world, path):
    stranger = Client()
    sign_in(stranger, world.b.people["administrator"])
    row = world.a.rows[path.split("/")[1]]
    for slug in ("alder", "birch"):
        assert stranger.post(f"/o/{slug}/concerns/{path}/{row.uuid}/").status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.parametrize("path", ["", "finding", "alert", "supplier"])
def test_answers_that_wait_in_the_browser_are_not_left_behind_unasked(world, lead, path):
    reporter = Reporter(lead)
    reporter.begins("seeking_help_self")
    own = Draft.objects.get()
    address = f"/o/alder/concerns/raise/{f'{path}/{world.a.rows[path].uuid}/' if path else ''}"
    page = lead.post(address)
    assert page.status_code == 409
    assert "You have started a concern already" in page.text and 'href="/r/6"' in page.text
    assert Draft.objects.get() == own and begun(lead)["purpose"] == "seeking_help_self"
    assert lead.post(address, {"instead": "1"})["Location"] == "/r/1"
    assert Draft.objects.get() != own and begun(lead)["purpose"] == "business_concern"


def test_a_concern_that_was_sent_holds_up_no_other(world, lead, monkeypatch):
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    Reporter(lead).tells()
    assert lead.post("/o/alder/concerns/raise/")["Location"] == "/r/1"


def test_who_tells_without_a_business_reads_nothing_of_a_log(reporter):
    reporter.tells()
    assert "your own log" not in reporter.opens("/r/7")
