"""What the desk says to a reporter: messages under the code, calls out, pages and services named."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import references
from compliance.casework.choices import CallOutcome, Direction, TaskKind
from compliance.casework.models import Case, Contact, Signpost
from compliance.casework.services import claims, steps, work
from compliance.casework.services.calls import hour
from compliance.casework.services.keys import Keys, put, with_own_key
from compliance.casework.services.numbering import free
from compliance.concerns.models import Concern
from compliance.concerns.services import desk
from portal.accounts.models import User


@transaction.atomic
def say(
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
    """token: of the form, so that a form sent twice says it once. is_told: this tells what became of it.

    Raises Refusal where the text claims what the log of the case denies.
    """
    current = steps.locked(case)
    claims.require_true(current, text)
    desk.say(concern, keys.of(concern), text=text, now=at, token=token, language=language)
    if is_told and not current.is_told:
        current.is_told = True
        steps.save(current, actor, "casework.case.reporter_told", at)
    steps.acted(current, actor, "casework.message.sent", at)


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
    """An attempt to reach somebody, and the next one if there is to be one. minutes: how long it lasted, if known."""
    current = steps.open_case(case)
    contact = Contact(
        case=current,
        reference=free(references.contact_reference, Contact),
        direction=Direction.OUT,
        channel="phone",
        outcome=outcome,
        language=current.language,
        hour=hour(at),
        duration_minutes=minutes,
        handler=actor,
    )
    with_own_key(contact, words=words)
    contact.save(force_insert=True)
    if next_try_at:
        work.add_task(
            case=current,
            kind=TaskKind.CALL_BACK,
            what="",
            due_at=next_try_at,
            owner=None,
            actor=actor,
            keys=keys,
            at=at,
        )
    steps.acted(current, actor, "casework.contact.called", at, outcome=str(outcome))
    return contact


@transaction.atomic
def signpost(
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

    code: of service_type, what the service is for.
    """
    current = steps.open_case(case)
    row = Signpost(uuid=token, case=current, kind=kind, code=code, by=actor, at=at)
    if Signpost.objects.filter(pk=token).exists():
        return row
    put(keys.of(current), row, address={"address": address, "title": title})
    row.save(force_insert=True)
    if concern is not None:
        said = _("This may help you:\n%(title)s\n%(address)s") % {"title": title, "address": address}
        desk.say(concern, keys.of(concern), text=said, now=at, token=token)
    steps.acted(current, actor, "casework.signpost.sent", at, kind=kind, code=code)
    return row
