"""What people of an agency do with a feed."""

import pytest

from compliance.referrals.services.partners import WrongPassphrase
from compliance.sharing.models import Feed, FeedDownload
from compliance.sharing.services import partner_feeds
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories import feeds as make
from tests.factories.sharing import AGENCY_PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(at_desk):
    make.compute()
    partner, user = make.police()
    return make.deliver(at_desk, make.agree(at_desk, partner)), partner, user


def test_a_wrong_passphrase_opens_nothing_and_uses_nothing_up(at_desk, sent):
    feed, partner, user = sent
    with pytest.raises(WrongPassphrase):
        partner_feeds.download_feed(feed=feed, partner=partner, passphrase="wrong", actor=user, at=at_desk.now)
    assert not FeedDownload.objects.exists()
    assert partner_feeds.download_feed(
        feed=feed, partner=partner, passphrase=AGENCY_PASSPHRASE, actor=user, at=at_desk.now
    )


def test_a_damaged_package_is_refused(at_desk, sent):
    feed, partner, user = sent
    Feed.objects.filter(pk=feed.pk).update(sha256="0" * 64)
    with pytest.raises(ActionRefused, match="damaged"):
        partner_feeds.download_feed(
            feed=feed, partner=partner, passphrase=AGENCY_PASSPHRASE, actor=user, at=at_desk.now
        )


def test_deletion_is_confirmed_once_by_whoever_has_it(at_desk, sent):
    feed, partner, user = sent
    with pytest.raises(ActionRefused, match="No one at your agency"):
        partner_feeds.confirm_deletion(feed=feed, actor=user, at=at_desk.now)
    partner_feeds.download_feed(feed=feed, partner=partner, passphrase=AGENCY_PASSPHRASE, actor=user, at=at_desk.now)
    done = partner_feeds.confirm_deletion(feed=feed, actor=user, at=at_desk.now)
    assert done.package is None
    assert done.get_state(at_desk.now) == "deleted"
    with pytest.raises(ActionRefused, match="already"):
        partner_feeds.confirm_deletion(feed=feed, actor=user, at=at_desk.now)
    assert Entry.objects.filter(action="sharing.feed.deletion_confirmed", actor=str(user)).count() == 1


def test_an_outcome_is_read_by_the_desk_alone(at_desk, sent):
    feed, partner, user = sent
    said = {"outcome": "investigation_opened", "words": "We visited the wash on Canal Row", "actor": user}
    with pytest.raises(ActionRefused):
        partner_feeds.save_answer(feed=feed, at=at_desk.now, **said)
    partner_feeds.download_feed(feed=feed, partner=partner, passphrase=AGENCY_PASSPHRASE, actor=user, at=at_desk.now)
    answer = partner_feeds.save_answer(feed=feed, at=at_desk.now, **said)
    answer.refresh_from_db()
    assert b"Canal" not in bytes(answer.words)
    assert at_desk.keys.read(answer, "words") == said["words"]
