"""Organisations that want to be listed, and what our staff answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from learning.directory.choices import Origin, Outcome
from learning.directory.models import Application, Phone, Service
from learning.directory.rules import parse_hours
from learning.directory.services import entries
from portal.accounts.models import User
from portal.core import mail
from portal.core.exceptions import ActionRefused
from portal.history.services import record


def apply(*, token: UUID, answers: Mapping[str, Any], at: datetime) -> Application:
    """Keep what was said until our staff decide. A form sent twice is one application."""
    try:
        with transaction.atomic():
            application = Application.objects.create(
                token=token, organisation=answers["provider"]["name"], answers=dict(answers), sent_at=at
            )
            record("an organisation", "directory.application.received", application, at=at)
            return application
    except IntegrityError:
        return Application.objects.get(token=token)


@transaction.atomic
def accept(*, application: Application, actor: User, at: datetime) -> Service:
    """A draft with all that was said; showing it is another step. Raises ActionRefused for one that was decided."""
    found = _waiting(application)
    said = found.answers
    spans = parse_hours.read(said["hours"])
    values = said["service"] | {"partner_email": said["contact_email"], "staff_note": said["staff_note"]}
    service = entries.add(
        provider=said["provider"], values=values, spans=spans, place=said["place"], origin=Origin.APPLICATION,
        actor=actor, at=at,
    )  # fmt: skip
    for position, phone in enumerate(said["phones"]):
        Phone.objects.create(service=service, position=position, **phone)
    _decided(found, Outcome.ACCEPTED, actor, at, service=service)
    return service


@transaction.atomic
def refuse(*, application: Application, reason: str, actor: User, at: datetime) -> None:
    """The organisation is told why. Raises ActionRefused for one that was decided."""
    found = _waiting(application)
    found.reason = reason
    _decided(found, Outcome.REFUSED, actor, at)


def _waiting(application: Application) -> Application:
    found = Application.objects.select_for_update().get(pk=application.pk)
    if found.outcome != Outcome.WAITING:
        raise ActionRefused(_("Somebody else decided this already."))
    return found


def _decided(
    found: Application, outcome: Outcome, actor: User, at: datetime, *, service: Service | None = None
) -> None:
    found.outcome, found.decided_by, found.decided_at, found.service = outcome, actor, at, service
    found.save()
    context = {"application": found, "is_accepted": outcome == Outcome.ACCEPTED}
    mail.send(to=found.answers["contact_email"], template="directory/application", context=context)
    record(actor, f"directory.application.{outcome}", found, at=at)
