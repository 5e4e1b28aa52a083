"""Drafts of the desk's forms: sealed to the team's public key, so that a lock or an ended session costs no word.

A slip stands in each form: it says, signed, whose form it is and on which page. Whoever sends it may save the draft of
that form and nothing more; what was saved is only ever shown to that person, on that page, with the desk unlocked.
"""

import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from compliance.casework import permissions
from compliance.casework.models import Case, FormDraft
from compliance.casework.services.case_keys import Keys, seal_with_own_key
from portal.accounts.models import User
from portal.vault.encryption import DecryptionError
from portal.vault.services import data_keys

DRAFT_TTL = timedelta(days=7)
# As long as a session of the desk can last.
SLIP_TTL = timedelta(hours=12)
SALT = "casework.form_draft"
# Characters of names and values together.
MAX_LENGTH = 200_000
# What nobody typed, and what is never kept.
EXCLUDED_FIELDS = re.compile(r"^(csrfmiddlewaretoken|form_draft|act)$|passw|passphrase|secret", re.IGNORECASE)

type Field = tuple[str, str]


@dataclass(frozen=True)
class Slip:
    """Whose form it is (uuid of the user), the address of its page, and the case that it is about, if any."""

    user: str
    address: str
    case: str
    signed: str


@dataclass(frozen=True)
class Saved:
    """A draft that opens: when it was saved, and what is in it."""

    at: datetime
    fields: Sequence[Field]


def make_slip(*, user: User, address: str, case: Case | None) -> str:
    """Return a slip for a page of its own: once its form was sent, it saves nothing any more."""
    facts = [str(user.uuid), address, str(case.pk) if case else "", secrets.token_hex(4)]
    return signing.dumps(facts, salt=SALT)


def read_slip(signed: str) -> Slip | None:
    """Return what the slip says; None where it was not made here, or is too old."""
    try:
        user, address, case, _page = signing.loads(signed, salt=SALT, max_age=SLIP_TTL)
    except signing.BadSignature:
        return None
    return Slip(user, address, case, signed)


def save_draft(slip: Slip, fields: Iterable[Field], *, at: datetime) -> FormDraft | None:
    """Seal what is typed under a new key. None where the form was sent meanwhile, or the person has lost access."""
    typed = [(name, value) for name, value in fields if not EXCLUDED_FIELDS.search(name)]
    if cache.get(_sent(slip)) or sum(len(name) + len(value) for name, value in typed) > MAX_LENGTH:
        return None
    user = User.objects.filter(uuid=slip.user, is_active=True).first()
    case = Case.objects.filter(pk=slip.case).first() if slip.case else None
    if user is None or not permissions.can_work_at_desk(user) or (slip.case and case is None):
        return None
    if case is not None and not permissions.can_open_case(user, case):
        return None
    draft = _sealed(user, case, slip.address, typed, at)
    if cache.get(_sent(slip)):
        # The form was sent while this was being saved, and may have looked for the draft too early.
        delete_draft(FormDraft.objects.filter(pk=draft.pk))
        return None
    return draft


@transaction.atomic
def _sealed(user: User, case: Case | None, address: str, typed: list[Field], at: datetime) -> FormDraft:
    # Of two first drafts at the same moment the second one finds the first one's row.
    list(User.objects.select_for_update(of=("self",), no_key=True).filter(pk=user.pk))
    found = FormDraft.objects.select_for_update().filter(user=user, address=address).first()
    draft = found or FormDraft(user=user, address=address, case=case)
    old, draft.saved_at = draft.data_key_id, at
    seal_with_own_key(draft, fields=json.dumps(typed, ensure_ascii=False))
    draft.save()
    if old:
        data_keys.erase_data_key(old)
    return draft


def find_draft(*, user: User, address: str, keys: Keys) -> Saved | None:
    draft = FormDraft.objects.select_related("data_key").filter(user=user, address=address).first()
    if draft is None:
        return None
    try:
        fields = json.loads(keys.read(draft, "fields"))
    except DecryptionError:
        return None
    return Saved(draft.saved_at, [(name, value) for name, value in fields])


def discard_draft(slip: Slip) -> None:
    """Forget a form that was sent, or that the person does not want: an autosave on its way changes nothing."""
    cache.set(_sent(slip), 1, SLIP_TTL.total_seconds())
    delete_draft(FormDraft.objects.filter(user__uuid=slip.user, address=slip.address))


def delete_drafts_of_case(case: Case) -> None:
    """Delete the drafts of a case, once it is closed."""
    delete_draft(FormDraft.objects.filter(case=case))


def delete_old_drafts(now: datetime) -> int:
    """Delete, for the sweep, what nobody came back to for a week."""
    return delete_draft(FormDraft.objects.filter(saved_at__lte=now - DRAFT_TTL))


@transaction.atomic
def delete_draft(drafts: QuerySet[FormDraft]) -> int:
    """Delete the keys first, then the rows, as they are once locked: a draft saved meanwhile has another key, and may
    be no old one any more. Return how many.
    """
    locked = list(drafts.select_for_update(of=("self",)))
    for draft in locked:
        if draft.data_key_id:
            data_keys.erase_data_key(draft.data_key_id)
    return FormDraft.objects.filter(pk__in=[draft.pk for draft in locked]).delete()[0]


def _sent(slip: Slip) -> str:
    return f"form_sent:{sha256(slip.signed.encode()).hexdigest()}"
