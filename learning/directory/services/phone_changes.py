"""Changes of phone numbers: of a draft at once, of all else once a second person agreed.

See docs/requirements/directory.md#phone-numbers.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from learning.directory.choices import Act, Outcome
from learning.directory.models import Phone, PhoneChange, Service
from learning.directory.services.steps import lock_entry, save_version
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.locks import lock_row
from portal.history.services import record

FACTS = ("number", "extension", "kind", "description", "is_public")


@transaction.atomic
def request_change(
    *,
    service: Service,
    act: Act,
    phone: Phone | None,
    facts: Mapping[str, object],
    source: str,
    actor: User,
    at: datetime,
) -> PhoneChange | None:
    """Request a change; return None where it is done at once. facts: the number as it would be; of one that goes, as it
    is.

    Raises ActionRefused where another change of the same number waits.
    """
    current = lock_entry(service)
    if current.is_draft:
        _carry_out(current, act, phone, facts, actor)
        save_version(current, actor, "number_changed", at, act=str(act))
        return None
    if phone and PhoneChange.objects.filter(phone=phone, outcome=Outcome.WAITING).exists():
        raise ActionRefused(
            _("Another change to this number is waiting for a second person. They must decide that first.")
        )
    change = PhoneChange.objects.create(
        service=current,
        phone=phone,
        act=act,
        before=phone.number if phone else "",
        source=source,
        asked_by=actor,
        asked_at=at,
        **{name: facts[name] for name in FACTS},
    )
    record(actor, "directory.number.asked", current, {"act": str(act)}, at=at)
    return change


@transaction.atomic
def decide_change(*, change: PhoneChange, is_yes: bool, actor: User, at: datetime) -> PhoneChange:
    """Decide a change. Raises ActionRefused for what was decided already, or was requested by the same person."""
    locked = lock_row(change, "phone")
    if locked.outcome != Outcome.WAITING:
        raise ActionRefused(_("Someone else has already decided this."))
    if locked.asked_by_id == actor.pk:
        raise ActionRefused(_("You asked for this change, so someone else must decide."))
    service = lock_entry(locked.service)
    locked.outcome = Outcome.ACCEPTED if is_yes else Outcome.REFUSED
    locked.decided_by, locked.decided_at = actor, at
    locked.save()
    if is_yes:
        facts = {name: getattr(locked, name) for name in FACTS}
        _carry_out(service, Act(locked.act), locked.phone, facts, locked.asked_by)
        save_version(service, actor, "number_changed", at, act=locked.act)
    else:
        record(actor, "directory.number.refused", service, {"act": locked.act}, at=at)
    return locked


def _carry_out(service: Service, act: Act, phone: Phone | None, facts: Mapping[str, object], typed_by: Any) -> None:
    values = {name: facts[name] for name in FACTS}
    if act == Act.ADD or phone is None:
        if act != Act.REMOVE:
            last = service.phones.order_by("position").last()
            position = last.position + 1 if last else 0
            Phone.objects.create(service=service, position=position, typed_by=typed_by, **values)
    elif act == Act.REMOVE:
        phone.delete()
    else:
        Phone.objects.filter(pk=phone.pk).update(typed_by=typed_by, **values)
