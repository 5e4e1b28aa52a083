"""The visit of a reporter who returns with a code: a session of its own, apart from an account's.

A wrong code, one of nobody, one that ended and one that was retired cost the same and are told nothing apart.
A code that ends takes every visit that began with it along. Whoever acts in a visit locks the concern and looks again.

See docs/requirements/security.md#receipt-session, docs/requirements/security.md#receipt-replaced.
"""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from compliance.concerns.models import Concern, Receipt, Visit
from compliance.concerns.services import submission
from compliance.concerns.services.delayed_history import delay_line
from compliance.concerns.services.submission import CODE_DISPLAY_TTL
from portal.core.row_security import allow_keys
from portal.vault import encryption, receipts, sealed_drafts
from portal.vault.sealed_drafts import DraftCookie

IDLE_TTL, MAX_TTL = timedelta(minutes=15), timedelta(minutes=60)
# What is worked on where there is no such code.
_DECOY_SALT = secrets.token_bytes(32)
_DECOY = encryption.lock_key(encryption.new_key(), encryption.new_key())


class NoSuchCode(Exception):
    """No concern opens with the code; nobody is told why."""


class VisitEnded(Exception):
    """The visit ended while its request was under way, for example because its code was replaced."""


@dataclass(frozen=True)
class OpenVisit:
    """A visit. ends_at: when it closes, should nothing more be done in it."""

    row: Visit
    concern: Concern
    key: bytes = field(repr=False)
    ends_at: datetime

    @property
    def form_binding(self) -> str:
        """Return an opaque value that every form of this concern carries, and no form of another concern does.

        It is made with the concern's own key, so that it tells nobody which concern it is.
        """
        return hmac.digest(self.key, b"concerns.dialogue.form.v1", "sha256").hex()


def start_visit(typed: str, *, now: datetime) -> DraftCookie:
    """Return the cookie of a new visit. Raises NoSuchCode, and portal.vault.kdf.Busy."""
    derived = receipts.derive_keys(receipts.normalise(typed))
    allow_keys(derived.lookup)
    receipt = Receipt.objects.filter(lookup=derived.lookup).first()
    opens = receipt is not None and _is_valid(receipt, now)
    salt, wrapped = (bytes(receipt.salt), bytes(receipt.wrapped)) if receipt else (_DECOY_SALT, _DECOY)
    try:
        key = encryption.unlock_key(wrapped, derived.key(salt))
    except encryption.DecryptionError as error:
        raise NoSuchCode from error
    if receipt is None or not opens:
        raise NoSuchCode
    return _begin_visit(receipt, key, now)


@transaction.atomic
def _begin_visit(found: Receipt, key: bytes, now: datetime) -> DraftCookie:
    """Create the visit, and confirm a code that was not confirmed: whoever comes back with it has it."""
    concern = Concern.objects.select_for_update().filter(pk=found.concern_id).first()
    receipt = Receipt.objects.select_for_update().filter(pk=found.pk).first()
    if concern is None or receipt is None or not _is_valid(receipt, now):
        raise NoSuchCode
    cookie = sealed_drafts.new_draft_cookie()
    allow_keys(cookie.id)
    visit = Visit.objects.create(
        uuid=cookie.id,
        concern=concern,
        receipt=receipt,
        wrapped=encryption.lock_key(key, cookie.key),
        begun_at=now,
        last_action_at=now,
    )
    if receipt.pending_since:
        _keep_only(receipt, visit, now)
    return cookie


def find_visit(text: str, *, now: datetime) -> OpenVisit | None:
    """Return the visit of a cookie and extend it; None where it ended or never was."""
    cookie = sealed_drafts.parse_draft_cookie(text)
    if cookie is None:
        return None
    allow_keys(cookie.id)
    fresh = Visit.objects.filter(last_action_at__gte=now - IDLE_TTL, begun_at__gte=now - MAX_TTL)
    row = fresh.select_related("concern", "receipt").filter(uuid=cookie.id).first()
    if row is None or not _is_valid(row.receipt, now):
        return None
    try:
        key = encryption.unlock_key(bytes(row.wrapped), cookie.key)
    except encryption.DecryptionError:
        return None
    Visit.objects.filter(uuid=row.uuid).update(last_action_at=now)
    return OpenVisit(row, row.concern, key, min(now + IDLE_TTL, row.begun_at + MAX_TTL))


def end_visit(text: str) -> None:
    """End the visit of a cookie, whatever the cookie holds."""
    if cookie := sealed_drafts.parse_draft_cookie(text):
        allow_keys(cookie.id)
        Visit.objects.filter(uuid=cookie.id).delete()


@contextmanager
def keep_open(visit: OpenVisit, *, now: datetime) -> Iterator[None]:
    """Keep the visit from being ended while the block writes, in one transaction. Raises VisitEnded."""
    with transaction.atomic():
        _lock_open(visit, now)
        yield


def create_new_code(visit: OpenVisit, *, now: datetime) -> tuple[Receipt, str]:
    """Return one more code and its digits; the old one stays valid until the person confirms.

    Of codes that nobody said to have there is only ever the last. Raises VisitEnded, portal.vault.kdf.Busy.
    """
    code = submission.create_code()
    with keep_open(visit, now=now):
        _pending_codes(visit).delete()
        today = timezone.localdate(now)
        receipt = submission.create_receipt(visit.concern, visit.key, code, today=today, pending_since=now)
        return receipt, code.digits


def drop_pending_code(visit: OpenVisit, *, now: datetime) -> None:
    """Delete a new code that the person did not confirm. Raises VisitEnded."""
    if _pending_codes(visit).exists():
        with keep_open(visit, now=now):
            _pending_codes(visit).delete()


def drop_expired_codes(now: datetime) -> int:
    """Delete the new codes that nobody confirmed while they were shown, and return how many."""
    expired = Receipt.objects.filter(pending_since__lt=now - CODE_DISPLAY_TTL)
    with transaction.atomic():
        # Locked, so that one that is confirmed at this moment stays.
        locked = [receipt.pk for receipt in expired.select_for_update()]
        return Receipt.objects.filter(pk__in=locked).delete()[0]


def retire_other_codes(visit: OpenVisit, receipt: UUID, *, now: datetime) -> bool:
    """Make this the only valid code, and the visit at hand the only one; return False where the code has ended.

    Raises VisitEnded.
    """
    with keep_open(visit, now=now):
        row = Receipt.objects.select_for_update().filter(concern=visit.concern, pk=receipt).first()
        if row is None or not _is_valid(row, now):
            return False
        _keep_only(row, visit.row, now)
        return True


def check_open(visit: OpenVisit, *, now: datetime) -> None:
    """Look again whether the visit may go on: what was read for it is shown only then. Raises VisitEnded."""
    row = Visit.objects.select_related("receipt").filter(pk=visit.row.pk).first()
    if row is None or not _is_valid(row.receipt, now):
        raise VisitEnded


def _lock_open(visit: OpenVisit, now: datetime) -> None:
    """Lock the concern, and look whether the visit may still go on. Raises VisitEnded."""
    if Concern.objects.select_for_update().filter(pk=visit.concern.pk).first() is None:
        raise VisitEnded
    check_open(visit, now=now)


def _keep_only(receipt: Receipt, visit: Visit, now: datetime) -> None:
    """Let one code and one visit go on; every other of the concern ends. The caller has locked the concern.

    A face for reporters does not see the rows of other visits: what ends them is that their code is retired.
    """
    others = Receipt.objects.filter(concern=receipt.concern_id, retired_on=None).exclude(pk=receipt.pk)
    retired = others.update(retired_on=timezone.localdate(now))
    Receipt.objects.filter(pk=receipt.pk).update(pending_since=None)
    Visit.objects.filter(pk=visit.pk).update(receipt=receipt)
    Visit.objects.filter(concern=receipt.concern_id).exclude(pk=visit.pk).delete()
    if retired:
        delay_line("concerns.concern.code_changed", visit.concern, now=now)


def _pending_codes(visit: OpenVisit) -> QuerySet[Receipt]:
    return Receipt.objects.filter(concern=visit.concern, pending_since__isnull=False)


def _is_valid(receipt: Receipt, now: datetime) -> bool:
    is_shown = receipt.pending_since is None or receipt.pending_since >= now - CODE_DISPLAY_TTL
    return is_shown and receipt.retired_on is None and receipt.ends_on >= timezone.localdate(now)
