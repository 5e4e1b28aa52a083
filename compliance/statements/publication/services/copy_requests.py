"""The log of who asked in writing for a copy, where there is no website (s.54(8)): received, due, sent."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.statements import notifications
from compliance.statements.models import CopyRequest, Publication
from compliance.statements.rules.financial_year import COPY_DAYS
from portal.core.exceptions import ActionRefused
from portal.history.services import record

# By the clocks people see; so many days before the last one.
MORNING = time(7)
DAYS_AHEAD = 5
MAX_PER_SWEEP = 200


@transaction.atomic
def add(
    *, organisation: Organisation, received_on: date, asked_by: str, actor, at: datetime, email: str = ""
) -> CopyRequest:
    """Log a request that came; the day of receipt is the first of the 30."""
    request = CopyRequest.objects.create(
        organisation=organisation, received_on=received_on, asked_by=asked_by, email=email, added_by=actor, added_at=at
    )
    detail = {"received_on": received_on.isoformat()}
    record(actor, "statements.copy_request.added", request, detail, scope=organisation.uuid, at=at)
    return request


@transaction.atomic
def mark_sent(*, request: CopyRequest, sent_on: date, actor, at: datetime) -> CopyRequest:
    """Mark the copy as sent. Pressing twice marks once. Raises Refusal."""
    current = CopyRequest.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=request.pk)
    if current.sent_on:
        return current
    if sent_on < current.received_on:
        raise ActionRefused(_("The copy cannot be sent before the request was received."))
    current.sent_on = sent_on
    current.save(update_fields=["sent_on"])
    detail = {"sent_on": sent_on.isoformat()}
    record(actor, "statements.copy_request.sent", current, detail, scope=current.organisation.uuid, at=at)
    return current


@transaction.atomic
def send_copy(*, request: CopyRequest, actor, at: datetime) -> CopyRequest:
    """Mail the latest statement that is public to the person who asked. Pressing twice sends once.

    Raises ActionRefused.
    """
    current = CopyRequest.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=request.pk)
    if current.sent_on:
        return current
    if not current.email:
        raise ActionRefused(_("There is no email address to send the copy to."))
    publication = get_publication_to_send(current.organisation)
    if publication is None:
        raise ActionRefused(_("None of your statements is public here. Send the copy yourself, then mark it as sent."))
    current.sent_on, current.is_mailed = timezone.localdate(at), True
    current.save(update_fields=["sent_on", "is_mailed"])
    detail = {"sent_on": current.sent_on.isoformat(), "year": publication.year}
    record(actor, "statements.copy_request.mailed", current, detail, scope=current.organisation.uuid, at=at)
    notifications.send_copy(current, publication)
    return current


def sweep(now: datetime) -> int:
    """Remind of copies whose last day is near or past, each once, in the morning. Return how many."""
    local = timezone.localtime(now)
    if local.time() < MORNING:
        return 0
    received_by = local.date() - timedelta(days=COPY_DAYS - 1 - DAYS_AHEAD)
    waiting = CopyRequest.objects.filter(
        sent_on=None, reminded_at=None, received_on__lte=received_by, organisation__closed_at=None
    )
    return sum(_remind(pk, now) for pk in list(waiting.values_list("pk", flat=True)[:MAX_PER_SWEEP]))


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    """Whether it was: another worker may have been first, or the copy went out meanwhile."""
    current = CopyRequest.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    if current.sent_on or current.reminded_at:
        return False
    current.reminded_at = now
    current.save(update_fields=["reminded_at"])
    notifications.remind_about_copy(current)
    return True


def get_publication_to_send(organisation: Organisation) -> Publication | None:
    """Return the latest statement that anybody can open."""
    return Publication.objects.listed().filter(organisation=organisation).without_texts().order_by("-year").first()
