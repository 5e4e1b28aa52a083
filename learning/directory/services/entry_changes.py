"""Changes of a published entry that wait for other eyes: for a second person, or for two where the organisation asks.

See docs/requirements/directory.md#contact-details.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from learning.directory.choices import Origin, Outcome
from learning.directory.models import EntryChange, Service
from learning.directory.rules import parse_hours
from learning.directory.services import entries, facts
from learning.directory.services.steps import lock_entry, save_version
from learning.directory.services.verification import mark_confirmed
from portal.accounts.models import User
from portal.core import mail
from portal.core.exceptions import ActionRefused
from portal.core.locks import lock_row
from portal.history.services import record


@transaction.atomic
def decide_entry_change(
    *, change: EntryChange, is_yes: bool, actor: User, at: datetime, reason: str = ""
) -> EntryChange:
    """Agree to a change or refuse it. One that came by a link is carried out when the second person agrees.

    Raises ActionRefused for one that was decided, and for a person who asked for it or agreed to it already.
    """
    locked = lock_row(change)
    if locked.outcome != Outcome.WAITING:
        raise ActionRefused(_("Someone else has already decided this."))
    if actor.pk in {locked.asked_by_id, locked.first_by_id}:
        raise ActionRefused(_("You have already answered this change, so someone else must decide."))
    service = lock_entry(locked.service)
    if is_yes and locked.origin == Origin.APPLICATION and locked.first_by_id is None:
        locked.first_by, locked.first_at = actor, at
        locked.save()
        record(actor, "directory.change.first", service, at=at)
        return locked
    if is_yes and facts.get_facts(service, locked.before) != locked.before:
        raise ActionRefused(_("The entry has changed since then. Refuse this change and make it again."))
    locked.outcome = Outcome.ACCEPTED if is_yes else Outcome.REFUSED
    locked.decided_by, locked.decided_at, locked.reason = actor, at, reason
    locked.save()
    if is_yes:
        _carry_out(service, locked.after, at)
        if locked.origin == Origin.APPLICATION:
            mark_confirmed(service, at, by=None)
        save_version(service, actor, "changed", at, fields=sorted(locked.after))
    else:
        record(actor, "directory.change.refused", service, at=at)
    if locked.origin == Origin.APPLICATION and service.partner_email:
        context = {"service": service, "is_accepted": is_yes, "reason": reason}
        mail.send(to=service.partner_email, template="directory/change", context=context)
    return locked


def _carry_out(service: Service, after: Mapping[str, object], at: datetime) -> None:
    names = [f"{facts.PLACE}{name}" for name in facts.PLACE_FACTS]
    known = facts.get_facts(service, names) | dict(after)
    spans = [row.span for row in service.schedules.all()]
    if "hours" in after:
        spans = parse_hours.parse_hours(str(after["hours"]))
    if "phones" in after:
        facts.write_phones(service, str(after["phones"]))
    for name, value in facts.get_service_values(after).items():
        setattr(service, name, value)
    service.provider = entries.save_provider(facts.make_provider(after, service.provider), of_entry=service)
    entries.write_entry(service, spans, at=at, place=facts.make_place(known))
