"""What the desk says to a reporter: messages under the code, calls out, pages and services named."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import reference_numbers
from compliance.casework.choices import CallOutcome, Direction, TaskKind
from compliance.casework.models import Case, Contact, Signpost
from compliance.casework.reference_numbers import make_unused_reference
from compliance.casework.services import message_claims, tasks, transitions
from compliance.casework.services.calls import round_to_hour
from compliance.casework.services.case_keys import Keys, seal_columns, seal_with_own_key
from compliance.concerns.models import Concern
from compliance.concerns.services import desk
from portal.accounts.models import User
from portal.core.form_tokens import get_row_id


@transaction.atomic
def send_message(
    *,
    case: Case,
    concern: Concern,
    text: str,
    token: UUID,
    actor: User,
    keys: Keys,
    at: datetime,
    is_told: bool,
    language: str = "en",
) -> None:
    """Send a message to a reporter; a form sent twice, by its token, says it once.

    is_told: this tells what became of it. Raises ActionRefused where the text claims what the log of the case denies.
    """
    current = transitions.lock_row(case)
    message_claims.require_true_claims(current, text)
    desk.send_message(concern, keys.get_key(concern), text=text, now=at, token=token, language=language)
    if is_told and not current.is_told:
        current.is_told = True
        transitions.save_case(current, actor, "casework.case.reporter_told", at)
    transitions.record_act(current, actor, "casework.message.sent", at)


@transaction.atomic
def log_call(
    *,
    case: Case,
    outcome: CallOutcome,
    minutes: int | None,
    words: str,
    next_try_at: datetime | None,
    actor: User,
    keys: Keys,
    at: datetime,
) -> Contact:
    """Record an attempt to reach somebody, and the next one if there is to be one. minutes: how long it lasted, if
    known.
    """
    current = transitions.lock_open_case(case)
    contact = Contact(
        case=current,
        reference=make_unused_reference(reference_numbers.make_contact_reference, Contact),
        direction=Direction.OUT,
        channel="phone",
        outcome=outcome,
        language=current.language,
        hour=round_to_hour(at),
        duration_minutes=minutes,
        handler=actor,
    )
    seal_with_own_key(contact, words=words)
    contact.save(force_insert=True)
    if next_try_at:
        tasks.add_task(
            case=current,
            kind=TaskKind.CALL_BACK,
            what="",
            due_at=next_try_at,
            owner=None,
            actor=actor,
            keys=keys,
            at=at,
        )
    transitions.record_act(current, actor, "casework.contact.called", at, outcome=str(outcome))
    return contact


@transaction.atomic
def add_signpost(
    *,
    case: Case,
    concern: Concern | None,
    address: str,
    title: str,
    kind: str,
    code: str = "",
    actor: User,
    keys: Keys,
    at: datetime,
    token: UUID,
) -> Signpost:
    """Name a guidance page or a service to the reporter, and keep that it was named. address: one or several lines.

    code: of service_type, what the service is for. token: of the form, so that a form sent twice names it once.
    """
    current = transitions.lock_open_case(case)
    receiver = str(concern.pk) if concern else ""
    uuid = get_row_id(current.pk, token, receiver, kind, code, title, address)
    row = Signpost(uuid=uuid, case=current, kind=kind, code=code, by=actor, at=at)
    if Signpost.objects.filter(pk=uuid).exists():
        return row
    seal_columns(keys.get_key(current), row, address={"address": address, "title": title})
    row.save(force_insert=True)
    if concern is not None:
        message = _("This may help you:\n%(title)s\n%(address)s") % {"title": title, "address": address}
        desk.send_message(concern, keys.get_key(concern), text=message, now=at, token=token)
    transitions.record_act(current, actor, "casework.signpost.sent", at, kind=kind, code=code)
    return row
