"""Phone numbers: of a draft at once, of all else once a second person agreed (helpline 4.4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from learning.directory.choices import Act, Outcome
from learning.directory.models import Phone, PhoneChange, Service
from learning.directory.services.steps import locked, save
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record

FACTS = ("number", "extension", "kind", "description", "is_public")


@transaction.atomic
def ask(
    *,
    service: Service,
    act: Act,
    phone: Phone | None,
    facts: Mapping[str, Any],
    source: str,
    actor: User,
    at: datetime,
) -> PhoneChange | None:
    """None where it is done at once. facts: the number as it would be; of one that goes, as it is.

    Raises ActionRefused where another change of the same number waits.
    """
    current = locked(service)
    if current.is_draft:
        _carry_out(current, act, phone, facts, actor)
        save(current, actor, "number_changed", at, act=str(act))
        return None
    if phone and PhoneChange.objects.filter(phone=phone, outcome=Outcome.WAITING).exists():
        raise ActionRefused(_("Another change of this number waits for a second person. It has to be decided first."))
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
def decide(*, change: PhoneChange, is_yes: bool, actor: User, at: datetime) -> PhoneChange:
    """Raises ActionRefused for what was decided already, or was asked by the same person."""
    found = PhoneChange.objects.select_for_update(of=("self",)).select_related("phone").get(pk=change.pk)
    if found.outcome != Outcome.WAITING:
        raise ActionRefused(_("Somebody else decided this already."))
    if found.asked_by_id == actor.pk:
        raise ActionRefused(_("Somebody else has to decide: you asked for it."))
    service = locked(found.service)
    found.outcome = Outcome.ACCEPTED if is_yes else Outcome.REFUSED
    found.decided_by, found.decided_at = actor, at
    found.save()
    if is_yes:
        facts = {name: getattr(found, name) for name in FACTS}
        _carry_out(service, Act(found.act), found.phone, facts, found.asked_by)
        save(service, actor, "number_changed", at, act=found.act)
    else:
        record(actor, "directory.number.refused", service, {"act": found.act}, at=at)
    return found


def _carry_out(service: Service, act: Act, phone: Phone | None, facts: Mapping[str, Any], typed_by: Any) -> None:
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
