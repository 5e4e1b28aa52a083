"""Writes of applications to be listed, and of our staff's answers."""

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
from portal.core.locks import lock_row
from portal.history.services import record


def save_application(
    *,
    token: UUID,
    answers: Mapping[str, Any],  # Any: nested as the form saves them
    at: datetime,
) -> Application:
    """Save what was said until our staff decide. A form sent twice is one application."""
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
def accept_application(*, application: Application, actor: User, at: datetime) -> Service:
    """Make a draft with all that was said; publishing it is another step.

    Raises ActionRefused for one that was decided.
    """
    waiting = _waiting(application)
    answers = waiting.answers
    spans = parse_hours.parse_hours(answers["hours"])
    values = answers["service"] | {"partner_email": answers["contact_email"], "staff_note": answers["staff_note"]}
    service = entries.add_entry(
        provider=answers["provider"], values=values, spans=spans, place=answers["place"], origin=Origin.APPLICATION,
        actor=actor, at=at,
    )  # fmt: skip
    for position, phone in enumerate(answers["phones"]):
        Phone.objects.create(service=service, position=position, **phone)
    _decided(waiting, Outcome.ACCEPTED, actor, at, service=service)
    return service


@transaction.atomic
def reject_application(*, application: Application, reason: str, actor: User, at: datetime) -> None:
    """Reject it; the organisation is told why. Raises ActionRefused for one that was decided."""
    waiting = _waiting(application)
    waiting.reason = reason
    _decided(waiting, Outcome.REFUSED, actor, at)


def _waiting(application: Application) -> Application:
    locked = lock_row(application)
    if locked.outcome != Outcome.WAITING:
        raise ActionRefused(_("Someone else has already decided this."))
    return locked


def _decided(
    application: Application, outcome: Outcome, actor: User, at: datetime, *, service: Service | None = None
) -> None:
    application.outcome, application.decided_by, application.decided_at, application.service = (
        outcome,
        actor,
        at,
        service,
    )
    application.save()
    context = {"application": application, "is_accepted": outcome == Outcome.ACCEPTED}
    mail.send(to=application.answers["contact_email"], template="directory/application", context=context)
    record(actor, f"directory.application.{outcome}", application, at=at)
