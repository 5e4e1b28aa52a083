"""What was previewed is what leaves; a first feed needs two people; nothing leaves under a dead agreement."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.casework.services import approvals, decisions
from compliance.sharing.models import Agreement, Feed, FeedDownload
from compliance.sharing.rules.feed_files import compute_hash, read_zip
from compliance.sharing.services import agreements, feeds, partner_feeds
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.vault.encryption import DecryptionError
from tests.factories import feeds as make
from tests.factories.sharing import AGENCY_PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner_and_user(at_desk):
    make.compute()
    return make.police()


@pytest.fixture
def agreement(at_desk, partner_and_user):
    return make.agree(at_desk, partner_and_user[0])


def take(desk, feed, partner, user, **changed):
    given = {"passphrase": AGENCY_PASSPHRASE, "actor": user, "at": desk.now} | changed
    return partner_feeds.download_feed(feed=feed, partner=partner, **given)


def test_the_partner_gets_byte_for_byte_what_the_preview_showed(at_desk, agreement, partner_and_user):
    feed = make.ask(at_desk, make.prepare(at_desk, agreement))
    previewed = feeds.read_preview(feed, at_desk.keys)
    make.say_yes(at_desk, feed.approval)
    sent = make.send(at_desk, feed)
    assert take(at_desk, sent, *partner_and_user) == previewed
    assert sent.sha256 == compute_hash(previewed)
    assert sent.size == len(previewed)


def test_a_sent_feed_opens_with_the_partners_key_alone(at_desk, agreement, partner_and_user):
    feed = make.deliver(at_desk, agreement)
    assert feed.content is None
    with pytest.raises(DecryptionError):
        feeds.read_preview(feed, at_desk.keys)
    other, stranger = make.police(name="Another force")
    with pytest.raises(ActionRefused, match="does not open"):
        take(at_desk, feed, other, stranger)
    assert b"Chesterfield" not in bytes(feed.package)
    assert not FeedDownload.objects.exists()


def test_the_first_feed_of_a_kind_needs_somebody_else(at_desk, agreement):
    feed = make.prepare(at_desk, agreement)
    with pytest.raises(ActionRefused, match="second person"):
        make.send(at_desk, feed)
    feed = make.ask(at_desk, feed)
    with pytest.raises(ActionRefused, match="second person"):
        make.send(at_desk, feed)
    with pytest.raises(ActionRefused, match="someone else"):
        approvals.decide_approval(
            approval=feed.approval, is_yes=True, answer="", actor=at_desk.lead, keys=at_desk.keys, at=at_desk.now
        )
    make.say_yes(at_desk, feed.approval)
    assert make.send(at_desk, feed).sent_by == at_desk.lead
    # The next of the same kind does not.
    assert not feeds.needs_second_person(second := make.prepare(at_desk, agreement))
    assert make.send(at_desk, second).sent_at


def test_the_yes_to_one_feed_sends_no_other(at_desk, agreement):
    first, second = make.ask(at_desk, make.prepare(at_desk, agreement)), make.prepare(at_desk, agreement)
    make.say_yes(at_desk, first.approval)
    with pytest.raises(ActionRefused, match="second person"):
        make.send(at_desk, second)


def test_a_second_person_is_asked_once_and_again_after_a_no(at_desk, agreement):
    feed = make.ask(at_desk, make.prepare(at_desk, agreement))
    with pytest.raises(ActionRefused, match="already"):
        make.ask(at_desk, feed)
    approvals.decide_approval(
        approval=feed.approval,
        is_yes=False,
        answer="Too wide",
        actor=at_desk.handler,
        keys=at_desk.keys,
        at=at_desk.now,
    )
    assert make.ask(at_desk, feed).approval.state == "waiting"


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_nothing_is_prepared_sent_agreed_or_downloaded_under_a_dead_agreement(
    at_desk, agreement, partner_and_user, end
):
    """Must show of the issue: a feed to a revoked or expired agreement is refused."""
    delivered, prepared = make.deliver(at_desk, agreement), make.prepare(at_desk, agreement)
    asked = make.ask(at_desk, make.prepare(at_desk, agreement))
    today = timezone.localdate(at_desk.now)
    # The database alone says that it is over, as on the day after.
    changed = {"revoked_at": at_desk.now} if end == "revoked" else {
        "starts_on": today - timedelta(days=30),
        "review_on": today - timedelta(days=9),
        "ends_on": today - timedelta(days=1),
    }  # fmt: skip
    Agreement.objects.filter(pk=agreement.pk).update(**changed)
    agreement.refresh_from_db()
    for act in (
        lambda: make.prepare(at_desk, agreement),
        lambda: make.send(at_desk, prepared),
        lambda: make.ask(at_desk, prepared),
        lambda: take(at_desk, Feed.objects.get(pk=delivered.pk), *partner_and_user),
        lambda: decisions.decide_and_apply(
            approval=asked.approval, is_yes=True, answer="", actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now
        ),
    ):
        with pytest.raises(ActionRefused, match="You cannot share anything under this agreement"):
            act()
    assert Entry.objects.filter(action="sharing.feed.refused").exists()
    assert not FeedDownload.objects.exists()


def test_only_the_agreed_columns_leave_with_the_watermark(at_desk, partner_and_user):
    agreement = make.agree(at_desk, partner_and_user[0], columns={"hotspots": ["council", "contacts"]})
    feed = make.prepare(at_desk, agreement)
    lines = read_zip(feeds.read_preview(feed, at_desk.keys))["rows.csv"].decode("utf-8-sig").splitlines()
    assert lines == [
        '"council","contacts","watermark"',
        f'"Chesterfield","9","{feed.reference} Derbyshire police"',
    ]
    assert feed.columns == ["council", "contacts"]


def test_a_kind_without_agreed_columns_is_refused(at_desk, partner_and_user):
    agreement = make.agree(at_desk, partner_and_user[0], columns={"operational": ["event_reference"]})
    with pytest.raises(ActionRefused, match="does not cover"):
        make.prepare(at_desk, agreement)


def test_a_partner_gets_hotspots_of_its_own_area_only(at_desk, partner_and_user):
    partner, _user = make.police(name="Kent police", places=["kent_police"])
    with pytest.raises(ActionRefused, match="nothing to send"):
        make.prepare(at_desk, make.agree(at_desk, partner))


def test_each_person_downloads_once_until_it_expires(at_desk, agreement, partner_and_user):
    partner, user = partner_and_user
    feed = make.deliver(at_desk, agreement)
    with pytest.raises(ActionRefused, match="no longer be downloaded"):
        take(at_desk, feed, partner, user, at=feed.expires_at)
    take(at_desk, feed, partner, user)
    with pytest.raises(ActionRefused, match="already"):
        take(at_desk, feed, partner, user)
    assert list(feed.downloads.values_list("by", flat=True)) == [user.pk]


def test_the_sweep_forgets_what_was_never_sent_and_what_expired(at_desk, agreement):
    sent, unsent = make.deliver(at_desk, agreement), make.prepare(at_desk, agreement)
    assert feeds.drop_expired(at_desk.now) == 0
    assert feeds.drop_expired(at_desk.now + timedelta(days=15)) == 2
    for feed in (sent, unsent):
        feed.refresh_from_db()
        assert not feed.content
        assert not feed.package
    with pytest.raises(ActionRefused, match="Prepare it again"):
        make.send(at_desk, unsent)


def test_a_withdrawn_feed_goes_nowhere(at_desk, agreement, partner_and_user):
    feed = feeds.withdraw_feed(feed=make.deliver(at_desk, agreement), actor=at_desk.lead, at=at_desk.now)
    with pytest.raises(ActionRefused):
        take(at_desk, feed, *partner_and_user)
    with pytest.raises(ActionRefused, match="already"):
        feeds.withdraw_feed(feed=feed, actor=at_desk.lead, at=at_desk.now)


def test_a_file_that_was_changed_after_it_was_prepared_is_not_sent(at_desk, agreement):
    feed = make.ask(at_desk, make.prepare(at_desk, agreement))
    make.say_yes(at_desk, feed.approval)
    Feed.objects.filter(pk=feed.pk).update(sha256="0" * 64)
    with pytest.raises(ActionRefused, match="not the one"):
        make.send(at_desk, feed)


def test_an_agency_without_a_key_gets_nothing(at_desk, agreement, partner_and_user):
    feed = make.ask(at_desk, make.prepare(at_desk, agreement))
    make.say_yes(at_desk, feed.approval)
    partner = partner_and_user[0]
    partner.public_key = None
    partner.save()
    with pytest.raises(ActionRefused, match="no encryption key"):
        make.send(at_desk, feed)


def test_the_log_says_who_sent_which_rows_and_columns_under_which_agreement(at_desk, agreement):
    feed = make.deliver(at_desk, agreement)
    detail = Entry.objects.get(action="sharing.feed.sent").detail
    assert detail["agreement"] == agreement.reference
    assert detail["rows"] == 1
    assert detail["columns"].startswith("period, council_code")
    assert detail["sha256"] == feed.sha256


def test_revoking_is_recorded(at_desk, agreement):
    agreements.revoke_agreement(agreement=agreement, actor=at_desk.lead, at=at_desk.now)
    assert Entry.objects.filter(action="sharing.agreement.revoked").count() == 1
