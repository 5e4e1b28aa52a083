"""What people of an agency do with a feed: take it once each, say that it is deleted, and what came of it.

See docs/requirements/helpline.md#feeds.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.services.case_keys import seal_with_own_key
from compliance.referrals.models import Partner
from compliance.referrals.services import partners
from compliance.sharing.models import Feed, FeedAnswer, FeedDownload
from compliance.sharing.rules.feed_files import compute_hash
from compliance.sharing.services import agreements, feeds
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record
from portal.vault.encryption import DecryptionError


def download_feed(*, feed: Feed, partner: Partner, passphrase: str, actor: User, at: datetime) -> bytes:
    """Return the file, opened with the agency's passphrase, once for each person.

    Raises ActionRefused; partners.WrongPassphrase and kdf.Busy, which use up nothing. Whoever calls limits the tries.
    """
    _require_open(feed, actor, at)
    private = partners.open_private_key(partner=partner, passphrase=passphrase, actor=actor, at=at)
    with transaction.atomic():
        current = Feed.objects.select_for_update(of=("self",)).select_related("agreement__partner").get(pk=feed.pk)
        _require_open(current, actor, at)
        try:
            body = feeds.open_package(current, private)
        except DecryptionError as error:
            raise ActionRefused(_("Your agency’s key does not open this feed. Contact the helpline.")) from error
        if compute_hash(body) != current.sha256:
            raise ActionRefused(_("This feed is damaged. Ask the helpline to send it again."))
        FeedDownload.objects.create(feed=current, by=actor, at=at)
        record(actor, "sharing.feed.downloaded", current, at=at)
    return body


@transaction.atomic
def confirm_deletion(*, feed: Feed, actor: User, at: datetime) -> Feed:
    """Write down the agency's word that every copy is deleted; nobody downloads it after that. Raises ActionRefused."""
    current = Feed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if current.deletion_confirmed_at is not None:
        raise ActionRefused(_("Deletion of this feed has already been confirmed."))
    if not current.downloads.exists():
        raise ActionRefused(_("No one at your agency has downloaded this feed."))
    current.deletion_confirmed_at, current.deletion_confirmed_by = at, actor
    current.package = current.package_key = None
    current.save()
    record(actor, "sharing.feed.deletion_confirmed", current, at=at)
    return current


@transaction.atomic
def save_answer(*, feed: Feed, outcome: str, words: str, actor: User, at: datetime) -> FeedAnswer:
    """Keep what came of a feed, sealed to the helpline's desk. Raises ActionRefused where nobody has it."""
    if not feed.downloads.exists():
        raise ActionRefused(_("No one at your agency has downloaded this feed."))
    answer = FeedAnswer(feed=feed, outcome=outcome, by=actor, at=at)
    seal_with_own_key(answer, words=words)
    answer.save(force_insert=True)
    record(actor, "sharing.feed.answered", feed, {"outcome": outcome}, at=at)
    return answer


def _require_open(feed: Feed, actor: User, at: datetime) -> None:
    """Raise ActionRefused for what this person may not take now; a refusal for want of an agreement is recorded."""
    if not feed.agreement.is_live(timezone.localdate(at)):
        record(actor, "sharing.feed.refused", feed, {"agreement": feed.agreement.reference}, at=at)
        agreements.require_live(feed.agreement, at)
    if feed.downloads.filter(by=actor).exists():
        raise ActionRefused(_("You have already downloaded this feed. Each person can download it once."))
    if not feed.package or feed.expires_at is None or feed.expires_at <= at:
        raise ActionRefused(_("This feed can no longer be downloaded. Contact the helpline if you need it."))
