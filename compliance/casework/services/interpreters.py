"""Interpreters: who links one onto the line, how long it took, and whether the wish for a woman or a man was met.

A companion never interprets. Each request has a key of its own, since the call it is for may not be a
contact yet.

See docs/requirements/helpline.md#interpreters.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from compliance.casework.choices import InterpreterMode, InterpreterOutcome
from compliance.casework.models import Case, Contact, InterpreterProvider, InterpreterSession
from compliance.casework.services import merged_cases
from compliance.casework.services.calls import round_to_hour
from compliance.casework.services.case_keys import Keys, seal_columns, seal_with_own_key
from compliance.casework.services.transitions import lock_row
from portal.accounts.models import User
from portal.core import locks
from portal.core.exceptions import ActionRefused, RowGone
from portal.core.fernet import DecryptionError, decrypt, encrypt
from portal.history.services import record

ANY_GENDER = "any"
# Where the wish counts as met or not.
GENDERS = ("female", "male")


@dataclass(frozen=True)
class Dial:
    """What a handler needs for one press. pin: empty where there is none."""

    provider: InterpreterProvider
    pin: str


# --- Providers -------------------------------------------------------------------------------------------------------


def get_providers() -> list[InterpreterProvider]:
    return list(InterpreterProvider.objects.filter(ended_at=None))


def find_provider(uuid: UUID) -> InterpreterProvider | None:
    return InterpreterProvider.objects.filter(pk=uuid, ended_at=None).first()


def get_providers_for(language: str, gender: str = ANY_GENDER) -> list[InterpreterProvider]:
    """Return those with the language, the ones with the gender first, each group in the order that leads gave."""
    fit = [provider for provider in get_providers() if language in provider.languages]
    return sorted(fit, key=lambda one: (gender in GENDERS and gender not in one.genders, one.position, one.name))


@transaction.atomic
def save_provider(*, provider: InterpreterProvider, pin: str | None, actor: User, at: datetime) -> InterpreterProvider:
    """Save a new or changed provider. pin: None keeps the one there is, an empty one takes it away. Raises RowGone."""
    if not provider._state.adding:
        _lock_provider(provider)
    if pin is not None:
        provider.pin = encrypt(pin.encode()) if pin else None
    provider.save()
    record(actor, "casework.interpreters.provider_kept", provider, at=at)
    return provider


@transaction.atomic
def end_provider(*, row: InterpreterProvider, actor: User, at: datetime) -> None:
    """End a provider. Raises RowGone where somebody else has ended it."""
    row = _lock_provider(row)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(actor, "casework.interpreters.provider_ended", row, at=at)


def _lock_provider(provider: InterpreterProvider) -> InterpreterProvider:
    """Lock it, where it has not ended: to the desk one that has is not there."""
    current = lock_row(provider)
    if current.ended_at is not None:
        raise RowGone
    return current


# --- Sessions --------------------------------------------------------------------------------------------------------


@transaction.atomic
def request_interpreter(
    *, call: UUID, language: str, mode: str, gender: str, provider: InterpreterProvider | None, actor: User,
    at: datetime, booking: str = "",
) -> InterpreterSession:  # fmt: skip
    """Begin the clock of a request. call: of the contact, or of the form that becomes it."""
    row = InterpreterSession(
        call=call,
        contact=Contact.objects.filter(pk=call).first(),
        provider=provider,
        language=language,
        mode=mode,
        preferred_gender=gender,
        is_independent=True,
        booking_reference=booking,
        hour=round_to_hour(at),
        by=actor,
    )
    seal_with_own_key(row, times={"asked": at.isoformat()})
    row.save(force_insert=True)
    record(actor, "casework.interpreters.asked", row, {"language": language, "mode": mode}, at=at)
    return row


@transaction.atomic
def refuse_companion(*, call: UUID, language: str, actor: User, at: datetime) -> InterpreterSession:
    """Record that somebody with the person offered to interpret, and was told why not: it is counted."""
    row = InterpreterSession(
        call=call,
        contact=Contact.objects.filter(pk=call).first(),
        language=language,
        mode=InterpreterMode.INFORMAL_REFUSED,
        is_independent=False,
        hour=round_to_hour(at),
        by=actor,
    )
    seal_with_own_key(row, times={"asked": at.isoformat()})
    row.save(force_insert=True)
    record(actor, "casework.interpreters.companion_refused", row, {"language": language}, at=at)
    return row


@transaction.atomic
def record_join(*, session: InterpreterSession, keys: Keys, is_gender_met: bool | None, actor: User, at: datetime):
    """Record that the interpreter is on the line, and how long it took. Twice is once.

    Raises ActionRefused once over.
    """
    row = _locked(session)
    if row.outcome:
        raise ActionRefused(_("This interpreter request has ended. Ask for another interpreter."))
    times = keys.facts(row, "times")
    if "joined" in times:
        return row
    row.wait_seconds = max(0, round((at - datetime.fromisoformat(times["asked"])).total_seconds()))
    row.is_gender_met = is_gender_met if row.preferred_gender in GENDERS else None
    seal_columns(keys.get_key(row), row, times=times | {"joined": at.isoformat()})
    row.save()
    record(actor, "casework.interpreters.joined", row, {"seconds": row.wait_seconds}, at=at)
    return row


@transaction.atomic
def record_end(
    *, session: InterpreterSession, outcome: str, complaint: str, keys: Keys, actor: User, at: datetime
) -> InterpreterSession:
    """Record how it ended, also where nobody ever joined. Raises ActionRefused where that was said already."""
    row = _locked(session)
    if row.outcome:
        raise ActionRefused(_("How it ended has already been recorded."))
    times = keys.facts(row, "times")
    if "joined" in times:
        row.talk_seconds = max(0, round((at - datetime.fromisoformat(times["joined"])).total_seconds()))
    if outcome == InterpreterOutcome.GENDER_UNAVAILABLE:
        row.is_gender_met = False
    row.outcome = outcome
    seal_columns(keys.get_key(row), row, times=times | {"ended": at.isoformat()}, complaint=complaint)
    row.save()
    record(actor, "casework.interpreters.ended", row, {"outcome": outcome}, at=at)
    return row


@transaction.atomic
def try_other(
    *, session: InterpreterSession, provider: InterpreterProvider, keys: Keys, actor: User, at: datetime
) -> InterpreterSession:
    """Count that the provider had nobody, and ask the next one."""
    if not session.outcome:
        record_end(session=session, outcome=InterpreterOutcome.UNAVAILABLE, complaint="", keys=keys, actor=actor, at=at)
    return request_interpreter(
        call=session.call,  # type: ignore[arg-type]
        language=session.language,
        mode=session.mode,
        gender=session.preferred_gender,
        provider=provider,
        actor=actor,
        at=at,
    )


@transaction.atomic
def get_dial_in(*, session: InterpreterSession, actor: User, at: datetime) -> Dial | None:
    """Return the number and the PIN; None where the request goes to no provider. Showing a PIN is a line of history."""
    if session.provider is None:
        return None
    pin = ""
    if session.provider.pin:
        try:
            pin = decrypt(bytes(session.provider.pin)).decode()
        except DecryptionError:
            pin = _("cannot be read: ask a lead to enter it again")
        record(actor, "casework.interpreters.pin_shown", session.provider, at=at)
    return Dial(session.provider, pin)


def find_session(call: UUID, uuid: UUID) -> InterpreterSession | None:
    rows = InterpreterSession.objects.select_related("provider", "data_key", "contact")
    return rows.filter(call=call, pk=uuid).first()


def get_sessions_of_call(call: UUID) -> list[InterpreterSession]:
    return list(InterpreterSession.objects.filter(call=call).select_related("provider"))


def get_sessions_of_case(case: Case) -> list[InterpreterSession]:
    """Return the sessions of a case, with those of calls that have become contacts of it since."""
    contacts = merged_cases.rows_of_case(Contact.objects, case).values("pk")
    rows = InterpreterSession.objects.filter(Q(contact__in=contacts) | Q(call__in=contacts))
    return list(rows.select_related("provider", "contact"))


def get_latest_call(case: Case) -> Contact | None:
    """Return the contact that an interpreter is asked for from the page of the case."""
    return merged_cases.rows_of_case(Contact.objects.order_by("-hour", "-reference"), case).first()


def link_sessions_to_contacts() -> int:
    """Link requests of calls that have become contacts since, for the sweep, so that they go when these go."""
    loose = InterpreterSession.objects.filter(contact=None, call__isnull=False)
    known = set(Contact.objects.filter(pk__in=loose.values("call")).values_list("pk", flat=True))
    return sum(loose.filter(call=call).update(contact_id=call) for call in known)


def _locked(session: InterpreterSession) -> InterpreterSession:
    return locks.lock_row(session, "data_key", "provider")
