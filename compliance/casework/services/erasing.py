"""Taking away what people told us: keys first, then rows, then files (security 3.15). Coded facts stay, tied to nobody.

From the first step on nothing of it opens, here or in a backup, whatever happens to the rest.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q, QuerySet

from compliance.casework import references
from compliance.casework.choices import IdentityMode
from compliance.casework.models import (
    Alarm,
    Approval,
    Attachment,
    CallDraft,
    Case,
    CaseLocation,
    CaseMerge,
    CaseReader,
    CaseRestriction,
    CaseSupplyChainLink,
    Consent,
    Contact,
    Disclosure,
    Exploiter,
    FormDraft,
    Indicator,
    InterpreterSession,
    LegalHold,
    Note,
    NrmPack,
    PersonGroup,
    PersonIdentity,
    Referral,
    ReferralAnswer,
    Removal,
    Reporter,
    ReporterIdentity,
    Signpost,
    Task,
)
from compliance.concerns.services import desk
from portal.history.services import record
from portal.vault.services import data_keys

# Of a case: rows that are nothing without their words, in an order that protected relations allow.
GO = (
    Alarm,
    Disclosure,
    Consent,
    Approval,
    LegalHold,
    CaseRestriction,
    CaseReader,
    Task,
    Note,
    Attachment,
    Reporter,
    FormDraft,
    Removal,
    CaseMerge,
)
# What of the rows that stay is emptied: sealed columns, and what would tie them to somebody.
_REFERRAL = {"package": None, "package_key": None, "partner": None, "made_by": None, "target": b"", "fields": b""}
_PACK = {"answers": b"", "recipient": b"", "link_package": None, "link_hash": "", "made_by": None}
EMPTIED: dict[Any, dict[str, Any]] = {
    PersonGroup: {"description": b""},
    Exploiter: {"description": b""},
    CaseLocation: {"place": b""},
    CaseSupplyChainLink: {"details": b""},
    Indicator: {"evidence": b"", "contact": None},
    Referral: _REFERRAL | {"call": b"", "disclosure": None, "approval": None},
    Signpost: {"address": b"", "by": None},
    NrmPack: _PACK | {"consent": None, "approval": None},
}
CASE = {
    "title": b"",
    "summary": b"",
    "summary_for_partners": b"",
    "closing_note": b"",
    "owner": None,
    "closed_by": None,
}
SESSION = {"times": b"", "complaint": b"", "booking_reference": "", "by": None}
CASE_LETTERS, CONTACT_LETTERS = 12, 8


@transaction.atomic
def case(found: Case, *, by: Any, at: datetime) -> None:
    """A case, what was merged into it, and all their contacts; held or not, the caller has looked."""
    for merged in found.merged_from.all():
        case(merged, by=by, at=at)
    _erase_keys(
        [found.data_key_id],
        PersonIdentity.objects.filter(group__case=found).values_list("data_key_id", flat=True),
        ReporterIdentity.objects.filter(reporter__case=found).values_list("data_key_id", flat=True),
        Approval.objects.filter(case=found).values_list("data_key_id", flat=True),
        ReferralAnswer.objects.filter(referral__case=found).values_list("data_key_id", flat=True),
        FormDraft.objects.filter(case=found).values_list("data_key_id", flat=True),
        *Removal.objects.filter(case=found).values_list("keys", flat=True),
    )
    for one in found.contacts.select_related("concern"):
        contact(one, by=by, at=at)
    names = list(Attachment.objects.filter(case=found).values_list("stored_as", flat=True))
    names += Removal.objects.filter(case=found).exclude(stored_as="").values_list("stored_as", flat=True)
    PersonIdentity.objects.filter(group__case=found).delete()
    ReferralAnswer.objects.filter(referral__case=found).update(words=b"", by=None)
    for model, nothing in EMPTIED.items():
        model.objects.filter(case=found).update(**nothing)
    for model in GO:
        model.objects.filter(case=found).delete()
    record(by, "casework.case.erased", found, {"kept_until": found.keep_until}, at=at)
    reference = _nobodys_reference(CASE_LETTERS)
    Case.objects.filter(pk=found.pk).update(data_key=None, reference=reference, **CASE)
    for name in names:
        transaction.on_commit(partial(storages["private"].delete, name))


@transaction.atomic
def contact(found: Contact, *, by: Any, at: datetime) -> None:
    """A contact, and the concern that it was; hour, channel, language and codes stay."""
    _erase_keys([found.data_key_id])
    sessions(found.pk)
    if found.concern is not None:
        desk.erase(found.concern, by=by, now=at)
    record(by, "casework.contact.erased", found, at=at)
    Contact.objects.filter(pk=found.pk).update(
        data_key=None, concern=None, words=b"", handler=None, reference=_nobodys_reference(CONTACT_LETTERS)
    )


@transaction.atomic
def reporter(found: Reporter, *, at: datetime) -> None:
    """Who a reporter is and how to reach them, since they took it back themselves; that somebody told us stays.

    at: the hour, as clear columns tell the time.
    """
    identity = ReporterIdentity.objects.filter(reporter=found)
    _erase_keys(list(identity.values_list("data_key_id", flat=True)))
    identity.delete()
    found.identity_mode, found.safety, found.contact_deleted_at = IdentityMode.ANONYMOUS, b"", at
    found.version += 1
    found.save(update_fields=["identity_mode", "safety", "contact_deleted_at", "version"])
    record("system", "casework.reporter.forgotten", found.case, at=at)


@transaction.atomic
def call(found: CallDraft) -> None:
    """A form that became no contact, and what was said for an interpreter during it."""
    _erase_keys([found.data_key_id])
    sessions(found.token)
    CallDraft.objects.filter(pk=found.pk).delete()


@transaction.atomic
def sessions(call: UUID) -> None:
    """What was said for an interpreter, of a contact or of a form that has its id; how long things took stays."""
    found = InterpreterSession.objects.filter(Q(contact=call) | Q(call=call))
    _erase_keys(list(found.values_list("data_key_id", flat=True)))
    found.update(**SESSION)


@transaction.atomic
def pack(found: NrmPack, *, by: Any, at: datetime) -> None:
    """The answers of a pack, and to whom it went; its stage and dates stay."""
    record(by, "casework.nrm_pack.erased", found.case, at=at)
    NrmPack.objects.filter(pk=found.pk).update(deleted_at=at, **_PACK)


def row(action: str) -> Callable[..., None]:
    """For a row that goes whole, with its own key."""

    @transaction.atomic
    def erase(found: Any, *, by: Any, at: datetime) -> None:
        _erase_keys([found.data_key_id])
        record(by, action, found, at=at)
        type(found).objects.filter(pk=found.pk).delete()

    return erase


def _erase_keys(*several: QuerySet | list) -> None:
    for keys in several:
        for key in keys:
            if key is not None:
                data_keys.erase(key)


def _nobodys_reference(length: int) -> str:
    """No dash stands in it: nobody ever heard one like it, and no search finds it."""
    return "".join(secrets.choice(references.ALPHABET) for _ in range(length))
