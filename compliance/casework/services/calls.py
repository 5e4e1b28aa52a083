"""A call while it lasts, and what becomes of it.

The open form is sealed to the team's public key at every save, so that saving needs neither an unlocked desk nor a
living web session. token: names the form; it becomes the contact's own id, so that a form handed in twice is one.

See docs/requirements/helpline.md#calls.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import permissions, reference_numbers
from compliance.casework.choices import Age, CallOutcome, Danger, IdentityMode, Level, NoteKind
from compliance.casework.models import CallDraft, Case, Contact, Reporter, ReporterIdentity
from compliance.casework.reference_numbers import make_unused_reference
from compliance.casework.rules import open_calls
from compliance.casework.services import (
    claim,
    concern_import,
    lookup_index,
    notes,
    on_call_alerts,
    priorities,
    reference_lookup,
)
from compliance.casework.services.case_keys import Keys, seal_columns, seal_with_own_key
from compliance.casework.services.transitions import lock_open_case, record_act
from compliance.concerns.models import Concern
from compliance.concerns.rules import triage
from compliance.concerns.services import desk, submission
from compliance.concerns.types import Answers
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused, RowGone
from portal.core.locks import lock_row
from portal.core.types import JsonObject
from portal.history.services import record
from portal.vault.kdf import Busy
from portal.vault.services import data_keys

MAX_CALL_MINUTES = 24 * 60
IDENTITY_FIELDS = ("name", "phone", "email", "other_route")
SAFETY_FIELDS = ("contact_method", "contact_safety", "safe_times", "code_word", "consent")
# Of the form itself, not of what was said.
ABOUT_THE_FORM = frozenset({"give_code", "known"})


@dataclass(frozen=True)
class Opened:
    """A call that became a case, or came to one. code: digits to be read aloud, once; empty where none was asked for.

    words: what else was done, for the handler.
    """

    case: Case
    code: str = ""
    words: str = ""


def start_call(*, handler: User, at: datetime) -> CallDraft:
    return _create_draft(uuid4(), handler, {"began_at": at.isoformat()}, at)


def _create_draft(token: UUID, handler: User | None, answers: Answers, at: datetime) -> CallDraft:
    draft = CallDraft(token=token, handler=handler, began_hour=round_to_hour(at), saved_at=at)
    _set_facts(draft, answers)
    seal_with_own_key(draft, answers=dict(answers))
    draft.save(force_insert=True)
    return draft


def _set_facts(draft: CallDraft, answers: Answers) -> None:
    """Keep in the clear what the queue goes by. What is no answer of the form's is not kept."""
    danger, age = answers.get("danger_level"), answers.get("age_of_person")
    draft.level = open_calls.get_typed_level(answers)
    draft.danger_level = danger if danger in Danger.values else ""
    draft.age_of_person = age if age in Age.values else ""


def find_draft(token: UUID) -> CallDraft | None:
    return CallDraft.objects.select_related("data_key", "handler", "taken_from").filter(token=token).first()


def get_own_drafts(handler: User) -> list[CallDraft]:
    """Open forms, the oldest first."""
    return list(CallDraft.objects.filter(handler=handler))


def get_contact(token: UUID) -> Contact | None:
    """Return what became of a form that was handed in already."""
    return Contact.objects.select_related("case").filter(pk=token).first()


def lock_draft(draft: CallDraft) -> CallDraft:
    """Return the form as it is now, locked until the transaction ends.

    Raises RowGone where it became something, or where a lead took it over.
    """
    current = lock_row(draft, "data_key")
    if current.handler_id != draft.handler_id:
        raise RowGone
    return current


@transaction.atomic
def save_draft(draft: CallDraft, answers: Answers, *, at: datetime) -> None:
    """Seal the whole form anew, under a new key; the old one opens nothing any more. Raises RowGone."""
    locked = lock_draft(draft)
    old, locked.saved_at = locked.data_key_id, at
    _set_facts(locked, answers)
    seal_with_own_key(locked, answers=dict(answers))
    locked.save()
    if old:
        data_keys.erase_data_key(old)


@transaction.atomic
def save_copy(draft: CallDraft, answers: Answers, *, at: datetime) -> CallDraft | None:
    """Save what the former owner of a form types on into a form of their own, so that nothing typed is lost.

    There is one such form for each owner it was taken from; None where that was handed in already.
    """
    token = uuid5(draft.token, str(draft.taken_from_id))
    copy = find_draft(token)
    if copy is not None:
        save_draft(copy, answers, at=at)
        return copy
    if get_contact(token) is not None:
        return None
    return _create_draft(token, draft.taken_from, answers, at)


@transaction.atomic
def set_language(token: UUID, language: str, keys: Keys, *, at: datetime) -> None:
    """Set the language of the call, which whoever asked for an interpreter has said already."""
    rows = CallDraft.objects.select_for_update(of=("self",)).select_related("data_key")
    draft = rows.filter(token=token).first()
    answers = get_answers(draft, keys) if draft else {}
    if draft and not answers.get("language"):
        save_draft(draft, answers | {"language": language}, at=at)


def get_answers(draft: CallDraft, keys: Keys) -> JsonObject:
    """Return what was typed so far. Raises encryption.DecryptionError."""
    return keys.facts(draft, "answers")


def open_new_case(*, draft: CallDraft, answers: Answers, actor: User, keys: Keys, at: datetime) -> Opened:
    """Make the case that the call is about, for the actor. With a code the caller can come back to it in writing.

    Where the caller named an earlier contact without a case, it comes along; a closed case is named.

    Raises ActionRefused where no code can be made at this moment: without one the case opens. Raises RowGone where the
    form became something already.
    """
    code = None
    if answers.get("give_code"):
        try:
            code = submission.create_code()
        except Busy as error:
            raise ActionRefused(
                _("We cannot create a code right now. Try again, or open the case without one.")
            ) from error
    spoken = spoken_answers(answers) | {"received_at": at.isoformat()}
    with transaction.atomic():
        draft = lock_draft(draft)
        if code:
            answers_with_mode = {"identity_mode": get_identity_mode(spoken)} | spoken
            created = desk.open_by_phone(answers_with_mode, by=actor, now=at, code=code)
            case = claim.claim_concern(concern=created.concern, actor=actor, keys=keys, at=at, contact_id=draft.token)
            _keep_how_the_call_went(draft, answers, at)
        else:
            case = _without_code(draft, answers, spoken, actor, keys, at)
        delete_draft(draft)
        known, words = str(answers.get("known") or ""), ""
        if known:
            match = reference_lookup.find_by_reference(known, user=actor, at=at)
            words = _tied(case, match, actor, keys, at)
            _link_to_earlier(draft, match)
    lookup_index.add_case(case, keys=keys)
    return Opened(case, code.digits if code else "", words)


def _keep_how_the_call_went(draft: CallDraft, answers: Mapping[str, Any], at: datetime) -> None:
    """A contact made of a concern knows the words alone; this one was a call, and somebody spoke."""
    minutes = _minutes(str(answers.get("began_at") or ""), at)
    Contact.objects.filter(pk=draft.token).update(duration_minutes=minutes, outcome=CallOutcome.SPOKE)


def _without_code(
    draft: CallDraft, answers: Mapping[str, Any], said: JsonObject, actor: User, keys: Keys, at: datetime
) -> Case:
    case = claim.create_case(case_facts(said, at), actor=actor, at=at)
    contact = _attached(draft, answers, case, actor, at)
    save_reporter(contact, said, keys)
    concern_import.import_answers(case, said, keys)
    case.is_first_action_in_time = True
    case.save(update_fields=["is_first_action_in_time"])
    record(actor, "casework.case.opened_by_phone", case, {"level": case.level}, at=at)
    return case


@transaction.atomic
def add_to_case(*, draft: CallDraft, answers: Answers, actor: User, keys: Keys, at: datetime) -> Opened:
    """Add a contact to the case of a known caller, which is as grave as what they say now, or graver.

    A concern that nobody has taken becomes the actor's case. Where the earlier contact has no case, or a closed one, a
    new case opens. Raises ActionRefused where nothing has that reference, RowGone where the form became something
    already.
    """
    draft = lock_draft(draft)
    match = reference_lookup.find_by_reference(answers.get("known") or "", user=actor, at=at)
    if not match.address:
        raise ActionRefused(match.sentence)
    case = _known_case(match, actor, keys, at)
    if case is None:
        return _opened_anew(draft, answers, match, actor, keys, at)
    case = lock_open_case(case)
    told_level = priorities.apply_caller_statement(case, answers, actor=actor, at=at)
    contact = _attached(draft, answers, case, actor, at)
    _link_to_earlier(draft, match)
    concern_import.add_people_count(case, answers, keys)
    concern_import.add_place(case, answers, keys)
    reporter = save_reporter(contact, spoken_answers(answers), keys, _whose(match, actor))
    if reporter.concern is not None and Reporter.objects.left_details().filter(pk=reporter.pk).exists():
        # Who was anonymous and then left a name without a word on it has not agreed that anybody learns it.
        is_asked = reporter.identity_mode != IdentityMode.NOT_ASKED
        mode = reporter.identity_mode if is_asked else IdentityMode.CONFIDENTIAL
        desk.record_name_left(reporter.concern, mode=mode, by=actor, now=at)
    delete_draft(draft)
    record_act(case, actor, "casework.contact.added", at, channel=contact.channel)
    if told_level == Level.P1 and case.owner_id != actor.pk:
        on_call_alerts.raise_case_in_danger(case, at=at)
    lookup_index.add_case(case, keys=keys)
    return Opened(case)


def _known_case(match: reference_lookup.Found, actor: User, keys: Keys, at: datetime) -> Case | None:
    """The open case that goes on; None where there is none. Raises ActionRefused where a colleague was first."""
    if match.address == "desk:untaken" and match.uuid:
        concern = reference_lookup.find_concern(match.uuid, user=actor)
        return claim.claim_concern(concern=concern, actor=actor, keys=keys, at=at) if concern else None
    case = _case_of(match)
    while case is not None and case.merged_into is not None:
        case = case.merged_into
    if case is not None and not permissions.can_act_on_case(actor, case):
        raise ActionRefused(_("This case was merged into one for named people only. Tell a lead."))
    return case if case is not None and case.is_open else None


def _case_of(match: reference_lookup.Found) -> Case | None:
    return Case.objects.filter(pk=match.uuid).first() if match.address == "cases:case" and match.uuid else None


def _opened_anew(
    draft: CallDraft, answers: Mapping[str, Any], match: reference_lookup.Found, actor: User, keys: Keys, at: datetime
) -> Opened:
    spoken = spoken_answers(answers) | {"received_at": at.isoformat()}
    case = _without_code(draft, answers, spoken, actor, keys, at)
    _link_to_earlier(draft, match)
    delete_draft(draft)
    return Opened(case, words=_tied(case, match, actor, keys, at))


def _tied(case: Case, match: reference_lookup.Found, actor: User, keys: Keys, at: datetime) -> str:
    """A new case, and what the caller told us before: a contact without a case comes along, a closed case is named.

    Returns what was done, in words; empty where there was nothing to do.
    """
    if match.address == "desk:contact" and match.uuid:
        earlier = Contact.objects.select_for_update(of=("self",)).select_related("data_key", "concern")
        if contact := earlier.filter(pk=match.uuid, case=None).first():
            answers = keys.facts(contact, "words") if contact.words else {}
            move_to_case(contact, case, keys)
            concern_import.add_people_count(case, answers, keys)
            concern_import.add_place(case, answers, keys)
        record_act(case, actor, "casework.contact.added", at, channel="phone")
        return _("The earlier contact had no case. This new case includes both contacts.")
    before = _case_of(match)
    if before is None or before.is_open or before.merged_into_id:
        return ""
    text = _("The caller has an earlier case, %(case)s, which is closed.") % {"case": before.reference}
    notes.add_note(case=case, kind=NoteKind.LOG, text=text, actor=actor, keys=keys, at=at)
    return _("%(case)s is closed, so this is a new case. A note in it gives the closed case’s reference.") % {
        "case": before
    }


def move_to_case(contact: Contact, case: Case, keys: Keys) -> None:
    """Give a locked contact without a case its case. Who told us moves out of its words, as for any call of a case."""
    contact.case, contact.keep_until, contact.category = case, None, ""
    answers = keys.facts(contact, "words") if contact.words else {}
    if answers:
        save_reporter(contact, answers, keys)
        others = {name: value for name, value in answers.items() if name not in (*IDENTITY_FIELDS, *SAFETY_FIELDS)}
        keys.seal(contact, words=json.dumps(others))
    contact.save(update_fields=["case", "keep_until", "category", "words"])


def round_to_hour(at: datetime) -> datetime:
    """Return the hour that clear columns tell (docs/requirements/security.md#rounded-times)."""
    return at.replace(minute=0, second=0, microsecond=0)


def get_identity_mode(answers: Answers) -> str:
    """Return how private the caller wants to be; where nobody asked, as little is shared as of a confidential one."""
    return answers.get("identity_mode") or IdentityMode.NOT_ASKED.value


def spoken_answers(answers: Answers) -> JsonObject:
    return {name: value for name, value in answers.items() if value and name not in ABOUT_THE_FORM | {"began_at"}}


def case_facts(answers: Answers, at: datetime) -> JsonObject:
    return {
        "level": triage.get_triage_level(answers, by_phone=True),
        "age_of_person": answers["age_of_person"],
        "danger_level": answers["danger_level"],
        "channel": "phone",
        "purpose": answers.get("purpose") or "",
        "exploitation_types": answers.get("exploitation_type") or [],
        "sectors": answers.get("sector") or [],
        "language": answers.get("language") or "unknown",
        "arrived_hour": round_to_hour(at),
        **concern_import.get_region_facts(answers),
    }


def make_contact(draft: CallDraft, answers: Answers, actor: User, at: datetime) -> Contact:
    return Contact(
        uuid=draft.token,
        reference=make_unused_reference(reference_numbers.make_contact_reference, Contact),
        channel="phone",
        purpose=answers.get("purpose") or "",
        for_self=answers.get("for_self") or "",
        reporter_type=answers.get("reporter_type") or "",
        reporter_proximity=answers.get("reporter_proximity") or "",
        language=answers.get("language") or "",
        hour=draft.began_hour,
        duration_minutes=_minutes(str(answers.get("began_at") or ""), at),
        handler=actor,
    )


def _minutes(began_at: str, at: datetime) -> int | None:
    """As long as the call's own form says; None where what it carries is no moment, or none of that day."""
    try:
        minutes = round((at - datetime.fromisoformat(began_at)).total_seconds() / 60)
    except (ValueError, TypeError):
        return None
    return minutes if 0 <= minutes < MAX_CALL_MINUTES else None


def _attached(draft: CallDraft, answers: Mapping[str, Any], case: Case, actor: User, at: datetime) -> Contact:
    contact = make_contact(draft, answers, actor, at)
    contact.case, contact.outcome = case, CallOutcome.SPOKE
    # Who is calling and how to reach them is kept apart, so that it can go alone; the words stay with the contact.
    words = {
        name: value for name, value in spoken_answers(answers).items() if name not in (*IDENTITY_FIELDS, *SAFETY_FIELDS)
    }
    seal_with_own_key(contact, words=json.dumps(words | {"received_at": at.isoformat()}))
    contact.save(force_insert=True)
    return contact


def _link_to_earlier(draft: CallDraft, match: reference_lookup.Found) -> None:
    """Keep of which earlier contact the caller gave the reference or the code: it is the same person who told us.

    Who names the case's own reference is no reporter: they are never shown it.
    """
    earlier = match.contact
    if earlier is None and match.address == "desk:untaken":
        earlier = Contact.objects.filter(concern=match.uuid).first()
    if earlier is not None:
        Contact.objects.filter(pk=draft.token).exclude(pk=earlier.pk).update(repeats=earlier)


def _whose(match: reference_lookup.Found, actor: User) -> Concern | None:
    """Of which concern the caller knew the code or the reference, themselves or by an earlier call.

    Who names the case's own reference is no reporter: they are never shown it.
    """
    if match.address == "desk:untaken" and match.uuid:
        return reference_lookup.find_concern(match.uuid, user=actor)
    contact = match.contact
    if contact is None or contact.concern is not None:
        return contact.concern if contact else None
    earlier = contact.reporters.select_related("concern").first()
    return earlier.concern if earlier else None


def save_reporter(contact: Contact, answers: Answers, keys: Keys, concern: Concern | None = None) -> Reporter:
    identity = {name: answers[name] for name in IDENTITY_FIELDS if answers.get(name)}
    mode = get_identity_mode(answers)
    reporter = Reporter(
        case=contact.case,
        concern=concern,
        contact=contact,
        type=contact.reporter_type,
        proximity=contact.reporter_proximity,
        identity_mode=mode,
        language=contact.language,
    )
    seal_columns(
        keys.get_key(contact.case),
        reporter,
        safety={name: answers[name] for name in SAFETY_FIELDS if answers.get(name)},
    )
    reporter.save(force_insert=True)
    if identity and mode != IdentityMode.ANONYMOUS:
        seal_with_own_key(ReporterIdentity(reporter=reporter), details=identity).save(force_insert=True)
    return reporter


def delete_draft(draft: CallDraft) -> None:
    """Delete the form: what was typed is with the contact now."""
    if draft.data_key_id:
        data_keys.erase_data_key(draft.data_key_id)
    CallDraft.objects.filter(pk=draft.pk).delete()
