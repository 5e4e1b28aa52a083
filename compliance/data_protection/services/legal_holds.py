"""A legal hold: nothing of a case is deleted while it is in force."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.models import Case, LegalHold
from compliance.casework.services.case_keys import Keys, seal_columns
from compliance.casework.services.transitions import lock_row
from portal.accounts.models import User
from portal.core import locks
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def set_hold(*, case: Case, reason: str, review_on: date | None, by: User, keys: Keys, at: datetime) -> LegalHold:
    """Put a case on hold. Raises ActionRefused where it is on hold already, or erased."""
    current = lock_row(case)
    if current.data_key_id is None:
        raise ActionRefused(_("The details of this case have already been deleted."))
    if LegalHold.objects.filter(case=current, lifted_at=None).exists():
        raise ActionRefused(_("This case is already on hold."))
    hold = LegalHold(case=current, set_by=by, set_at=at, review_on=review_on)
    seal_columns(keys.get_key(current), hold, reason=reason)
    hold.save(force_insert=True)
    record(by, "casework.hold.set", current, {"review_on": review_on}, at=at)
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, reason: str, by: User, keys: Keys, at: datetime) -> LegalHold:
    """Lift it, adding the reason to the one for which it was set. Raises ActionRefused where it is lifted already."""
    lock_row(hold.case)
    current = locks.lock_row(hold, "case__data_key")
    if current.lifted_at is not None:
        raise ActionRefused(_("This hold has already been removed."))
    seal_columns(keys.get_key(current.case), current, reason=f"{keys.read(current, 'reason')}\n\n{reason}")
    current.lifted_by, current.lifted_at = by, at
    current.save()
    record(by, "casework.hold.lifted", current.case, at=at)
    return current
