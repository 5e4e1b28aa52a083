"""A feed: prepared and read by us, agreed by a second person where it is the first of its kind, sent, withdrawn.

See docs/requirements/helpline.md#feeds, docs/requirements/helpline.md#first-feed.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind, ApprovalState
from compliance.casework.reference_numbers import make_feed_reference, make_unused_reference
from compliance.casework.services import approvals
from compliance.casework.services.case_keys import Keys, get_place
from compliance.sharing.models import Agreement, Feed
from compliance.sharing.rules.feed_files import compute_hash
from compliance.sharing.services import agreements, feed_content
from compliance.sharing.services.feed_content import Selection
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.locks import lock_row
from portal.history.services import record
from portal.vault import encryption
from portal.vault.encryption import Place
from portal.vault.services import data_keys

DOWNLOAD_TTL = timedelta(days=14)
UNSENT_TTL = timedelta(days=14)


def prepare_feed(*, agreement: Agreement, selection: Selection, actor: User, keys: Keys, at: datetime) -> Feed:
    """Make the file as it would leave, and keep it for a preview. Raises ActionRefused.

    The report takes seconds to draw, so nothing is locked meanwhile.
    """
    agreements.require_live(agreement, at)
    reference = make_unused_reference(make_feed_reference, Feed)
    watermark = f"{reference} {agreement.partner.name}"
    content = feed_content.read_content(agreement, selection, watermark=watermark, keys=keys)
    files = feed_content.build_files(agreement, selection, content, reference=reference, made_on=timezone.localdate(at))
    body = feed_content.build_zip(files)
    feed = Feed(
        agreement=agreement,
        reference=reference,
        kind=selection.kind,
        columns=list(content.columns),
        selection=selection.as_json(),
        rows=len(content.rows),
        left_out=dict(content.left_out),
        size=len(body),
        sha256=compute_hash(body),
        prepared_by=actor,
        prepared_at=at,
    )
    with transaction.atomic():
        agreements.require_live(agreements.lock_agreement(agreement), at)
        feed.data_key, key = data_keys.create_data_key()
        feed.content = _seal(key, body, get_place(feed, "content"))
        feed.save(force_insert=True)
        _record(actor, "prepared", feed, at)
    return feed


def read_preview(feed: Feed, keys: Keys) -> bytes:
    """Return the very bytes that would leave. Raises encryption.DecryptionError where they are gone."""
    if not feed.content:
        raise encryption.DecryptionError
    return _open(keys.get_key(feed), feed.content, get_place(feed, "content"))


def preview_feed(*, feed: Feed, actor: User, keys: Keys, at: datetime) -> bytes:
    """Return the very bytes that would leave, with a line of history. Raises encryption.DecryptionError."""
    body = read_preview(feed, keys)
    record(actor, "sharing.feed.previewed", feed, at=at)
    return body


def needs_second_person(feed: Feed) -> bool:
    """Return whether no feed of this kind has gone out under the agreement yet."""
    return not Feed.objects.filter(agreement=feed.agreement, kind=feed.kind, sent_at__isnull=False).exists()


@transaction.atomic
def request_agreement(*, feed: Feed, reason: str, actor: User, keys: Keys, at: datetime) -> Feed:
    """Ask a second person about a first feed. Raises ActionRefused."""
    current = _lock(feed)
    agreements.require_live(current.agreement, at)
    require_unsent(current)
    if current.approval and current.approval.state in {ApprovalState.WAITING, ApprovalState.APPROVED}:
        raise ActionRefused(_("A second person has already been asked."))
    current.approval = approvals.request_approval(
        kind=ApprovalKind.FEED,
        case=None,
        reason=reason,
        actor=actor,
        keys=keys,
        at=at,
        data={"feed": str(current.pk)},
    )
    current.save(update_fields=["approval"])
    record(actor, "sharing.feed.asked", current, at=at)
    return current


@transaction.atomic
def send_feed(*, feed: Feed, actor: User, keys: Keys, at: datetime) -> Feed:
    """Encrypt the previewed bytes to the partner's key and let its people download them.

    The first feed of its kind under an agreement needs somebody else's yes. Raises ActionRefused.
    """
    current = _lock(feed)
    agreements.require_live(current.agreement, at)
    require_unsent(current)
    partner = current.agreement.partner
    if not partner.public_key:
        raise ActionRefused(_("The agency has no encryption key yet, so you cannot send it anything."))
    if needs_second_person(current):
        approvals.use_approval(kind=ApprovalKind.FEED, case=None, actor=actor, at=at, feed=str(current.pk))
    body = read_preview(current, keys)
    if compute_hash(body) != current.sha256:
        raise ActionRefused(_("This file is not the one that was prepared. Prepare the feed again."))
    key = encryption.new_key()
    current.package = _seal(key, body, get_package_place(current))
    current.package_key = encryption.wrap_key(key, bytes(partner.public_key))
    current.content = None
    current.sent_by, current.sent_at = actor, at
    current.expires_at = at + DOWNLOAD_TTL
    current.delete_by = timezone.localdate(at) + timedelta(days=current.agreement.retention_days)
    current.save()
    _record(actor, "sent", current, at)
    return current


@transaction.atomic
def withdraw_feed(*, feed: Feed, actor: User, at: datetime) -> Feed:
    """Take a feed back: nobody downloads it any more. Raises ActionRefused."""
    current = _lock(feed)
    if current.withdrawn_at is not None:
        raise ActionRefused(_("This feed has already been withdrawn."))
    current.withdrawn_at, current.withdrawn_by = at, actor
    current.content = current.package = current.package_key = None
    current.save()
    record(actor, "sharing.feed.withdrawn", current, at=at)
    return current


def drop_expired(now: datetime) -> int:
    """Forget what was prepared and never sent, and packages that nobody may open any more. Return how many."""
    dropped = Feed.objects.filter(sent_at=None, prepared_at__lte=now - UNSENT_TTL).exclude(content=None)
    closed = Feed.objects.filter(expires_at__lte=now).exclude(package=None)
    return dropped.update(content=None) + closed.update(package=None, package_key=None)


def get_package_place(feed: Feed) -> Place:
    """Return where the partner's copy belongs."""
    return get_place(feed, "package")


def open_package(feed: Feed, private: bytes) -> bytes:
    """Return the bytes of a sent feed, with the partner's private key. Raises encryption.DecryptionError."""
    if not feed.package or not feed.package_key:
        raise encryption.DecryptionError
    key = encryption.unwrap_key(feed.package_key, private)
    return _open(key, feed.package, get_package_place(feed))


def require_unsent(feed: Feed) -> None:
    """Raise ActionRefused for what was sent or withdrawn, or is no longer kept."""
    if feed.sent_at is not None:
        raise ActionRefused(_("This feed has already been sent."))
    if feed.withdrawn_at is not None or not feed.content:
        raise ActionRefused(_("This feed is no longer stored. Prepare it again."))


def _lock(feed: Feed) -> Feed:
    return lock_row(feed, "agreement__partner", "data_key", "approval")


def _seal(key: bytes, body: bytes, place: Place) -> bytes:
    return b"".join(encryption.seal_chunks(key, [body], place))


def _open(key: bytes, sealed: encryption.Sealed, place: Place) -> bytes:
    return b"".join(encryption.open_chunks(key, [bytes(sealed)], place))


def _record(actor: User, verb: str, feed: Feed, at: datetime) -> None:
    data = {
        "partner": feed.agreement.partner.name,
        "agreement": feed.agreement.reference,
        "kind": feed.kind,
        "rows": feed.rows,
        "columns": ", ".join(feed.columns),
        "sha256": feed.sha256,
    }
    record(actor, f"sharing.feed.{verb}", feed, data, at=at)
