"""The visit of a reporter who returns with a code: a session of its own, apart from an account's.

A wrong code, one of nobody, one that ended and one that was retired cost the same and are told nothing apart.

See docs/requirements/security.md#receipt-session.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from compliance.concerns.models import Concern, Receipt, Visit
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
    receipt = Receipt.objects.filter(lookup=derived.lookup).select_related("concern").first()
    opens = receipt is not None and _is_valid(receipt, now)
    salt, wrapped = (bytes(receipt.salt), bytes(receipt.wrapped)) if receipt else (_DECOY_SALT, _DECOY)
    try:
        key = encryption.unlock_key(wrapped, derived.key(salt))
    except encryption.DecryptionError as error:
        raise NoSuchCode from error
    if receipt is None or not opens:
        raise NoSuchCode
    if receipt.pending_since:
        # Whoever comes back with it has it.
        Receipt.objects.filter(uuid=receipt.uuid).update(pending_since=None)
    cookie = sealed_drafts.new_draft_cookie()
    allow_keys(cookie.id)
    Visit.objects.create(
        uuid=cookie.id,
        concern=receipt.concern,
        receipt=receipt,
        wrapped=encryption.lock_key(key, cookie.key),
        begun_at=now,
        last_action_at=now,
    )
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


def _is_valid(receipt: Receipt, now: datetime) -> bool:
    is_shown = receipt.pending_since is None or receipt.pending_since >= now - CODE_DISPLAY_TTL
    return is_shown and receipt.retired_on is None and receipt.ends_on >= timezone.localdate(now)
