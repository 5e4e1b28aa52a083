"""A call that ends without a case, its review by a lead, and the case that it may still become."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.choices import CallOutcome, ContactCategory, NoteKind
from compliance.casework.models import CallDraft, Case, Contact
from compliance.casework.rules import call_endings as rules
from compliance.casework.services import calls, claim, concern_import, notes
from compliance.casework.services.case_keys import Keys, seal_with_own_key
from compliance.concerns.response_targets import get_targets
from compliance.concerns.types import Answers
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.locks import lock_row
from portal.history.services import record

RETENTION_WITHOUT_CASE = timedelta(days=365)
CATEGORIES = {
    CallOutcome.SILENT: ContactCategory.SILENT,
    CallOutcome.LINE_DROPPED: ContactCategory.ABANDONED,
    CallOutcome.WRONG_NUMBER: ContactCategory.NOT_RELATED,
    CallOutcome.INFORMATION_GIVEN: ContactCategory.GENERAL_INFORMATION,
}


@transaction.atomic
def end_without_case(
    *,
    draft: CallDraft,
    answers: Answers,
    outcome: str,
    actor: User,
    at: datetime,
    explanation: Mapping[str, str] | None = None,
) -> Contact:
    """Turn the open form into a contact without a case; words are kept only where some were typed.

    explanation: what_was_said and why_no_case. Raises ActionRefused where the answers describe somebody at risk and it
    is missing, RowGone where the form became something already. With it, a lead reviews the contact within 24 hours.
    """
    draft = calls.lock_draft(draft)
    spoken = calls.spoken_answers(answers)
    is_at_risk = not rules.may_end_quickly(answers)
    if is_at_risk and not explanation:
        raise ActionRefused(
            _("This form describes someone. Enter what was said and why no case is needed, or open a case.")
        )
    contact = calls.make_contact(draft, answers, actor, at)
    contact.outcome, contact.category = outcome, CATEGORIES[CallOutcome(outcome)]
    contact.keep_until = timezone.localdate(at) + RETENTION_WITHOUT_CASE
    contact.review_due_at = at + rules.REVIEW_WITHIN if is_at_risk else None
    words = spoken | dict(explanation or {})
    if words:
        seal_with_own_key(contact, words=json.dumps(words))
    contact.save(force_insert=True)
    calls.delete_draft(draft)
    record(actor, "casework.contact.ended", contact, {"outcome": outcome}, at=at)
    return contact


@transaction.atomic
def review_contact(*, contact: Contact, note: str, actor: User, keys: Keys, at: datetime) -> None:
    """Record that another person agrees that no case is needed. Raises ActionRefused."""
    current = _locked(contact)
    if not permissions.can_review_contact(actor, current):
        raise ActionRefused(_("Someone else has reviewed this call, or opened a case from it."))
    keys.seal(current, words=json.dumps(keys.facts(current, "words") | {"review_note": note}))
    current.reviewed_by, current.reviewed_at = actor, at
    current.save(update_fields=["words", "reviewed_by", "reviewed_at"])
    record(actor, "casework.contact.reviewed", current, at=at)


@transaction.atomic
def open_case_from_contact(
    *, contact: Contact, danger: str, age: str, reason: str, actor: User, keys: Keys, at: datetime
) -> Case:
    """Make the case that a contact without one should have had. Pressed twice it is one case."""
    current = _locked(contact)
    if current.case is not None:
        return current.case
    answers = keys.facts(current, "words") if current.words else {}
    answers |= {"danger_level": danger, "age_of_person": age}
    case = claim.create_case(calls.case_facts(answers, current.hour), actor=actor, at=at)
    first_action_due = get_targets(case.level).first_action.after(timezone.localtime(current.hour))
    case.is_first_action_in_time = at <= first_action_due
    case.save(update_fields=["is_first_action_in_time"])
    calls.move_to_case(current, case, keys)
    concern_import.import_answers(case, answers, keys)
    record(actor, "casework.contact.became_case", case, {"level": case.level}, at=at)
    notes.add_note(case=case, kind=NoteKind.LOG, text=reason, actor=actor, keys=keys, at=at)
    return case


def get_contacts_to_review() -> list[Contact]:
    """Return the ended calls that nobody has reviewed yet, the earliest deadline first."""
    return list(Contact.objects.awaiting_review().select_related("handler").order_by("review_due_at"))


def _locked(contact: Contact) -> Contact:
    return lock_row(contact, "data_key", "concern", "case", "handler")
