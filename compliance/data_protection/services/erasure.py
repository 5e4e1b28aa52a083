"""Taking away what people told us: keys first, then rows, then files. Coded facts stay, tied to nobody.

From the first step on nothing of it opens, here or in a backup, whatever happens to the rest.

See docs/requirements/security.md#retention.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import storages
from django.db import transaction

from compliance.casework.models import (
    Alarm,
    Approval,
    Attachment,
    Case,
    CaseLocation,
    CaseMerge,
    CaseReader,
    CaseRestriction,
    CaseSupplyChainLink,
    Exploiter,
    FormDraft,
    Indicator,
    LegalHold,
    Note,
    PersonGroup,
    PersonIdentity,
    Removal,
    Reporter,
    ReporterIdentity,
    Signpost,
    Task,
)
from compliance.casework.services.erasure import erase_contact, erase_keys, make_anonymous_reference
from compliance.referrals.models import Consent, Disclosure, NrmPack, Referral, ReferralAnswer
from portal.history.services import record

# Of a case: rows that are nothing without their words, in an order that protected relations allow.
DELETED_MODELS = (
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
EMPTIED_FIELDS: dict[Any, dict[str, Any]] = {
    PersonGroup: {"description": b""},
    Exploiter: {"description": b""},
    CaseLocation: {"place": b""},
    CaseSupplyChainLink: {"details": b""},
    Indicator: {"evidence": b"", "contact": None},
    Referral: _REFERRAL | {"call": b"", "disclosure": None, "approval": None},
    Signpost: {"address": b"", "by": None},
    NrmPack: _PACK | {"consent": None, "approval": None},
}
ERASED_CASE_FIELDS = {
    "title": b"",
    "summary": b"",
    "summary_for_partners": b"",
    "closing_note": b"",
    "owner": None,
    "closed_by": None,
}
ANONYMOUS_CASE_REFERENCE_LENGTH = 12


@transaction.atomic
# Any: an actor as portal.history.services.record takes it.
def erase_case(case: Case, *, by: Any, at: datetime) -> None:
    """Erase a case, what was merged into it, and all their contacts; held or not, the caller has looked."""
    for merged in case.merged_from.all():
        erase_case(merged, by=by, at=at)
    erase_keys(
        [case.data_key_id],
        PersonIdentity.objects.filter(group__case=case).values_list("data_key_id", flat=True),
        ReporterIdentity.objects.filter(reporter__case=case).values_list("data_key_id", flat=True),
        Approval.objects.filter(case=case).values_list("data_key_id", flat=True),
        ReferralAnswer.objects.filter(referral__case=case).values_list("data_key_id", flat=True),
        FormDraft.objects.filter(case=case).values_list("data_key_id", flat=True),
        *Removal.objects.filter(case=case).values_list("keys", flat=True),
    )
    for contact in case.contacts.select_related("concern"):
        erase_contact(contact, by=by, at=at)
    names = list(Attachment.objects.filter(case=case).values_list("stored_as", flat=True))
    names += Removal.objects.filter(case=case).exclude(stored_as="").values_list("stored_as", flat=True)
    PersonIdentity.objects.filter(group__case=case).delete()
    ReferralAnswer.objects.filter(referral__case=case).update(words=b"", by=None)
    for model, nothing in EMPTIED_FIELDS.items():
        model.objects.filter(case=case).update(**nothing)
    for model in DELETED_MODELS:
        model.objects.filter(case=case).delete()
    record(by, "casework.case.erased", case, {"kept_until": case.keep_until}, at=at)
    reference = make_anonymous_reference(ANONYMOUS_CASE_REFERENCE_LENGTH)
    Case.objects.filter(pk=case.pk).update(data_key=None, reference=reference, **ERASED_CASE_FIELDS)
    for name in names:
        transaction.on_commit(partial(storages["private"].delete, name))


@transaction.atomic
# Any: an actor as portal.history.services.record takes it.
def erase_pack(pack: NrmPack, *, by: Any, at: datetime) -> None:
    """Erase the answers of a pack, and to whom it went; its stage and dates stay."""
    record(by, "casework.nrm_pack.erased", pack.case, at=at)
    NrmPack.objects.filter(pk=pack.pk).update(deleted_at=at, **_PACK)


def make_row_eraser(action: str) -> Callable[..., None]:
    """Return a function that erases a row that goes whole, with its own key. action: of the line of history."""

    @transaction.atomic
    # Any: a row of any model with a data key, and an actor as record takes it.
    def erase(row: Any, *, by: Any, at: datetime) -> None:
        erase_keys([row.data_key_id])
        record(by, action, row, at=at)
        type(row).objects.filter(pk=row.pk).delete()

    return erase
