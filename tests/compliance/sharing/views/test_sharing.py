"""/desk/sharing/ in a browser of a lead and of the second person, and the agency's own pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.sharing.models import Agreement, Feed
from compliance.sharing.rules.columns import COLUMNS
from compliance.sharing.services import feeds
from portal.history.models import Entry
from tests.factories import feeds as make
from tests.factories.accounts import sign_in
from tests.factories.sharing import AGENCY_PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(at_desk):
    return at_desk.client(at_desk.lead)


@pytest.fixture
def agency(at_desk):
    make.compute()
    return make.police()


@pytest.fixture
def analyst(agency):
    client = Client()
    sign_in(client, agency[1])
    return client


def page(client, name, *args, **data):
    address = reverse(name, args=args)
    return client.post(address, data) if data else client.get(address)


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def written(at, partner, **changed):
    today = timezone.localdate(at.now)
    return {
        "partner": str(partner.pk), "purpose": "hotspot_analysis", "description": "To plan visits",
        "lawful_basis": "recognised_legitimate_interest", "gateways": ["rli_crime"],
        "hotspots": ["council", "contacts"], "retention_days": "30", "onward_sharing": "None",
        "security": "Managed devices", "breach_contact": "dpo@police.example", "our_contact": "lead@helpline.example",
        "reason": "Signed", **day("starts_on", today), **day("review_on", today + timedelta(days=90)),
        **day("ends_on", today + timedelta(days=365)),
    } | changed  # fmt: skip


def test_an_agreement_is_written_down_agreed_by_a_colleague_and_started(at_desk, lead, agency):
    response = page(lead, "sharing:add", **written(at_desk, agency[0]))
    row = Agreement.objects.get()
    assert response["Location"] == reverse("sharing:agreement", args=[row.pk])
    assert row.columns == {"hotspots": ["council", "contacts"]}
    assert "Start the agreement" not in page(lead, "sharing:agreement", row.pk).content.decode()
    second = at_desk.client()
    asked = page(second, "desk:approval", row.approval_id).content.decode()
    assert f"Read agreement {row.reference}" in asked
    page(second, "desk:approval", row.approval_id, is_yes="yes", answer="")
    assert "Start the agreement" in page(lead, "sharing:agreement", row.pk).content.decode()
    page(lead, "sharing:start", row.pk, go="1")
    row.refresh_from_db()
    assert row.is_live(timezone.localdate(at_desk.now))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"hotspots": []}, "Select the columns for at least one kind of feed"),
        ({"operational": ["event_reference"]}, "Select the condition for special category data"),
        ({"gateways": []}, "Select at least one legal gateway"),
        ({"ends_on_year": 2020}, "The end date must be on or after the start date"),
        ({"review_on_year": 2090}, "The review date must be on or before the end date"),
        ({"hotspots": ["account"]}, "Select a valid choice"),
    ],
)
def test_an_agreement_with_a_gap_is_asked_again(at_desk, lead, agency, changed, message):
    response = page(lead, "sharing:add", **written(at_desk, agency[0], **changed))
    assert response.status_code == 422
    assert message in response.content.decode() or message == "Select a valid choice"
    assert not Agreement.objects.exists()


def test_a_feed_is_prepared_previewed_and_sent_once_a_second_person_agreed(at_desk, lead, agency):
    agreement = make.agree(at_desk, agency[0])
    page(lead, "sharing:prepare", agreement.pk, "hotspots", analysis=":")
    feed = Feed.objects.get()
    shown = page(lead, "sharing:feed", feed.pk).content.decode()
    for text in ("Chesterfield", f"{feed.reference} Derbyshire police", "holds_after_correction", feed.sha256):
        assert text in shown
    assert "Encrypt and send" not in shown
    page(lead, "sharing:feed", feed.pk, reason="They asked")
    feed.refresh_from_db()
    second = at_desk.client()
    assert "See exactly what would go to Derbyshire police" in (
        page(second, "desk:approval", feed.approval_id).content.decode()
    )
    assert "Chesterfield" in page(second, "sharing:feed", feed.pk).content.decode()
    page(second, "desk:approval", feed.approval_id, is_yes="yes", answer="")
    assert "Encrypt and send" in page(lead, "sharing:feed", feed.pk).content.decode()
    page(lead, "sharing:send", feed.pk, go="1")
    feed.refresh_from_db()
    assert feed.sent_at
    assert Entry.objects.filter(action="sharing.feed.previewed").count() >= 3


def test_the_preview_to_check_is_the_file_that_the_partner_downloads(at_desk, lead, agency, analyst):
    feed = make.ask(at_desk, make.prepare(at_desk, make.agree(at_desk, agency[0])))
    previewed = page(lead, "sharing:file", feed.pk)
    make.say_yes(at_desk, feed.approval)
    make.send(at_desk, feed)
    taken = page(analyst, "feeds:download", feed.pk, passphrase=AGENCY_PASSPHRASE)
    assert taken.content == previewed.content
    assert taken["Content-Disposition"] == f'attachment; filename="{feed.name}"'
    assert page(lead, "sharing:file", feed.pk).status_code == 404


def test_an_analyst_downloads_once_confirms_deletion_and_answers(at_desk, lead, agency, analyst):
    feed = make.deliver(at_desk, make.agree(at_desk, agency[0]))
    assert feed.reference in page(analyst, "feeds:table").content.decode()
    wrong = page(analyst, "feeds:download", feed.pk, passphrase="wrong words here now")
    assert wrong.status_code == 422
    assert "The passphrase is not correct" in wrong.content.decode()
    assert page(analyst, "feeds:download", feed.pk, passphrase=AGENCY_PASSPHRASE).status_code == 200
    again = page(analyst, "feeds:download", feed.pk, passphrase=AGENCY_PASSPHRASE)
    assert "You have already downloaded this feed" in again.content.decode()
    page(analyst, "feeds:confirm", feed.pk, go="1")
    page(analyst, "feeds:answer", feed.pk, outcome="investigation_opened", words="We visited the wash")
    seen = page(lead, "sharing:feed", feed.pk).content.decode()
    assert f"Confirmed by {agency[1]}" in seen
    assert "Investigation opened" in seen
    assert "We visited the wash" in seen


def test_another_agencys_feed_is_not_there(at_desk, agency, analyst):
    other, _user = make.police(name="Kent police", places=[])
    feed = make.deliver(at_desk, make.agree(at_desk, other))
    for name in ("feeds:feed", "feeds:answer"):
        assert page(analyst, name, feed.pk).status_code == 404
    for name in ("feeds:download", "feeds:confirm"):
        assert page(analyst, name, feed.pk, passphrase=AGENCY_PASSPHRASE).status_code == 404


def test_an_unsent_feed_is_not_there_for_the_agency(at_desk, agency, analyst):
    feed = make.prepare(at_desk, make.agree(at_desk, agency[0]))
    assert page(analyst, "feeds:feed", feed.pk).status_code == 404


def test_a_handler_who_is_not_the_second_person_sees_neither_feed_nor_agreement(at_desk, agency):
    agreement = make.propose(at_desk, agency[0])
    agreement.approval = None
    agreement.save()
    assert page(at_desk.client(), "sharing:agreement", agreement.pk).status_code == 404


def test_a_revoked_agreement_closes_the_agencys_download(at_desk, lead, agency, analyst):
    agreement = make.agree(at_desk, agency[0])
    feed = make.deliver(at_desk, agreement)
    page(lead, "sharing:revoke", agreement.pk, go="1")
    assert "can no longer be downloaded" in page(analyst, "feeds:feed", feed.pk).content.decode()
    taken = page(analyst, "feeds:download", feed.pk, passphrase=AGENCY_PASSPHRASE)
    assert taken.status_code == 422
    assert "You cannot share anything under this agreement" in taken.content.decode()
    assert page(lead, "sharing:prepare", agreement.pk, "hotspots", analysis=":").status_code == 422


def test_a_kind_that_was_not_agreed_has_no_page(at_desk, lead, agency):
    agreement = make.agree(at_desk, agency[0], columns={"hotspots": list(COLUMNS["hotspots"])})
    for kind in ("operational", "everything"):
        assert page(lead, "sharing:prepare", agreement.pk, kind).status_code == 404


def test_withdrawing_is_seen_and_the_agency_sees_nothing(at_desk, lead, agency, analyst):
    feed = make.deliver(at_desk, make.agree(at_desk, agency[0]))
    page(lead, "sharing:withdraw", feed.pk, go="1")
    assert "Withdrawn" in page(lead, "sharing:index").content.decode()
    assert page(analyst, "feeds:feed", feed.pk).status_code == 404


def test_records_are_asked_for_by_their_days(at_desk, lead, agency):
    agreement = make.agree(at_desk, agency[0])
    today = timezone.localdate(at_desk.now)
    days = day("begins", today) | day("ends", today - timedelta(days=1)) | {"handling": "p"}
    late = page(lead, "sharing:prepare", agreement.pk, "operational", **days)
    assert "The last day must be on or after the first day" in late.content.decode()
    days = day("begins", today - timedelta(days=1)) | day("ends", today)
    none = page(lead, "sharing:prepare", agreement.pk, "labour_sites", **days)
    assert "There is nothing to send" in none.content.decode()


def test_lists_take_the_same_queries_however_long_they_are(at_desk, lead, agency, analyst, django_assert_num_queries):
    agreement = make.agree(at_desk, agency[0])
    make.deliver(at_desk, agreement)
    counts = []
    for name, client in (("sharing:index", lead), ("feeds:table", analyst)):
        page(client, name)
    for _number in range(2):
        with django_assert_num_queries(100, exact=False) as desk:
            page(lead, "sharing:index")
        with django_assert_num_queries(100, exact=False) as theirs:
            page(analyst, "feeds:table")
        counts.append((len(desk), len(theirs)))
        for _feed in range(3):
            make.send(at_desk, make.prepare(at_desk, agreement))
        make.agree(at_desk, agency[0])
    assert counts == [(13, 6)] * 2


def test_sending_asks_again_who_is_there(at_desk, agency):
    feed = make.ask(at_desk, make.prepare(at_desk, make.agree(at_desk, agency[0])))
    make.say_yes(at_desk, feed.approval)
    client = at_desk.client(at_desk.lead)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    page(client, "sharing:send", feed.pk, go="1")
    feed.refresh_from_db()
    assert feed.sent_at is None
    assert feeds.needs_second_person(feed)
