"""One case as its pages show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.casework.choices import Direction
from compliance.casework.hooks import registered
from compliance.casework.models import Case, Contact, Note, Signpost, Task
from compliance.casework.rules import queue as queue_rules
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.services import attachments, concern_import, identity_withdrawal, merged_cases
from compliance.casework.services.calls import IDENTITY_FIELDS, SAFETY_FIELDS
from compliance.casework.services.case_keys import Keys
from compliance.concerns import labels
from compliance.concerns.services import desk
from compliance.concerns.services.dialogue import DialogueMessage
from compliance.concerns.types import Answers, FileFacts
from portal.core.types import JsonObject
from portal.reference import helpline, nrm
from portal.vault.encryption import DecryptionError

# Shown elsewhere, or who somebody is.
HIDDEN_ANSWERS = frozenset(
    {
        *IDENTITY_FIELDS,
        *SAFETY_FIELDS,
        "id",
        "received_at",
        "reached_check",
        "wants_call",
        "account",
        "began_at",
        "is_safe",
    }
)
# Answers that hold codes, and the list that has their words.
ANSWER_VOCABULARIES = {
    "purpose": "contact_purpose",
    "danger_level": "danger_level",
    "age_of_person": "age_of_person",
    "for_self": "for_self",
    "identity_mode": "identity_mode",
    "venue_type": "venue_type",
    "exploitation_type": "exploitation_type",
    "sector": "sector",
    "general_indicator": "general_indicator",
    "ilo_indicator": "ilo_indicator",
    "business_payroll_flag": "business_payroll_flag",
    "pv_count_mode": "pv_count_mode",
    "group_gender": "group_gender",
    "age_band": "age_band",
    "still_in_situation": "still_in_situation",
    "reporter_type": "reporter_type",
    "reporter_proximity": "reporter_proximity",
    "language": "language",
    "communication_need": "communication_need",
    "consent": "consent_recipient",
    "business_contact_type": "business_contact_type",
    "supply_chain_tier": "supply_chain_tier",
    "business_knowledge_source": "business_knowledge_source",
}
# Answers that hold a code of the list of nationalities, or what somebody typed.
NATIONALITIES = frozenset({"nationalities", "responsible_nationality"})
# Lists of further places and groups.
CARD_ANSWERS = frozenset({"places", "groups"})
# And those that the reporter's pages alone have words for.
REPORTER_LABELS: dict[str, labels.Words] = {
    "place_role": labels.PLACE_ROLE,
    "ongoing": labels.YES_NO,
    "device_is_safe": labels.YES_NO,
    "knows_of_report": labels.YES_NO,
    "wants": labels.WANTS,
    "urgent": labels.URGENT,
    "needed_by": labels.NEEDED_BY,
    "about_nrm": labels.YES_NO,
    "interpreter_gender": labels.INTERPRETER,
    "tier_confidence": labels.SURE,
    "migrant_share": labels.SHARE,
    "workers_informed": labels.YES_NO,
    "supplier_informed": labels.YES_NO,
    "business_wants": labels.BUSINESS_WANTS,
    "share_back": labels.SHARE_BACK,
}


QUESTIONS = {
    "purpose": _("Why they contacted us"),
    "danger_level": _("Danger"),
    "age_of_person": _("Under 18"),
    "for_self": _("For themselves"),
    "identity_mode": _("Privacy"),
    "premises_name": _("Name of the place"),
    "venue_type": _("Kind of place"),
    "address": _("Building and street"),
    "town": _("Town, city or area"),
    "local_authority": _("Council"),
    "place_role": _("What happens there"),
    "places": _("Other places"),
    "groups": _("Other groups of people"),
    "place_unknown": _("Does not know where it is"),
    "directions": _("How to find it"),
    "url": _("Website, app or profile"),
    "exploitation_type": _("Kind of situation"),
    "sector": _("Kind of work"),
    "general_indicator": _("Signs"),
    "ilo_indicator": _("Signs of forced labour"),
    "business_payroll_flag": _("What pay records show"),
    "ongoing": _("Still happening"),
    "happened_from": _("Started"),
    "happened_to": _("Ended"),
    "pv_count_mode": _("How exact the number is"),
    "pv_count_min": _("Number, or lowest number"),
    "pv_count_max": _("Highest number"),
    "group_gender": _("Women or men"),
    "age_band": _("Ages"),
    "still_in_situation": _("Still there"),
    "device_is_safe": _("Device is safe to use"),
    "knows_of_report": _("The person knows about this"),
    "wants": _("What they want to happen"),
    "urgent": _("Urgent"),
    "affected_description": _("Other details that help us find or help them"),
    "responsible": _("Who controls it or profits from it"),
    "responsible_business": _("Business responsible"),
    "responsible_contact": _("Vehicle, number or web address"),
    "responsible_nationality": _("Where the people responsible come from"),
    "responsible_number": _("How many people are responsible"),
    "reporter_type": _("Their connection to this"),
    "reporter_proximity": _("How they know about it"),
    "agency": _("Team or service"),
    "needed_by": _("Answer needed by"),
    "about_nrm": _("About the NRM"),
    "language": _("Language"),
    "interpreter_gender": _("Interpreter they asked for"),
    "communication_need": _("Communication needs"),
    "need_words": _("Other communication needs"),
    "consent": _("We can pass it on to"),
    "business_contact_type": _("What the concern is about"),
    "organisation_name": _("Their business"),
    "subject_organisation": _("Which business"),
    "subject_site": _("Which site"),
    "supply_chain_tier": _("Tier"),
    "tier_confidence": _("How sure of the tier"),
    "products": _("Goods or services"),
    "business_knowledge_source": _("How it came to light"),
    "workers_affected": _("Workers affected"),
    "migrant_share": _("Workers from another country"),
    "recruitment_country": _("Where they were recruited"),
    "labour_provider": _("Labour provider"),
    "workers_informed": _("Workers know about this"),
    "supplier_informed": _("Supplier knows about this"),
    "business_wants": _("What the business wants"),
    "share_back": _("What we can do with it"),
    "advice_by": _("Answer needed by"),
    "what_was_said": _("What was said"),
    "why_no_case": _("Why there is no case"),
    "review_note": _("Reviewer’s comments"),
}


@dataclass(frozen=True)
class Story:
    """What one contact told. at: the exact time, which only an unlocked desk knows."""

    contact: Contact
    at: datetime
    account: str
    answers: list[tuple[str, str]]

    @property
    def call_length(self) -> str:
        return format_call_length(self.contact)


@dataclass(frozen=True)
class Event:
    """One line of the timeline. kind: a code that the page has a word for."""

    at: datetime
    kind: str
    title: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True)
class Conversation:
    """The conversation under one code. reference: of the contact that the code is for."""

    concern: Any
    reference: str
    messages: list[DialogueMessage] = field(repr=False)
    files: list[FileFacts] = field(repr=False)


def get_minutes_left(case: Case, now: datetime) -> int:
    return queue_rules.get_minutes_left(case.next_due_at, now)


def get_stories(case: Case, keys: Keys) -> list[Story]:
    """Return what was told, the first contact first."""
    stories = []
    for contact in _contacts(case):
        if contact.direction == Direction.OUT:
            continue
        answers = get_answers(contact, keys)
        at = answers.get("received_at")
        stories.append(
            Story(
                contact=contact,
                at=datetime.fromisoformat(at) if at else contact.hour,
                account=str(answers.get("account") or ""),
                answers=list(describe_answers(answers)),
            )
        )
    return sorted(stories, key=lambda story: story.at)


def get_answers(contact: Contact, keys: Keys) -> JsonObject:
    """Return what a contact says; nothing where the key was erased, or nothing was written down."""
    try:
        if contact.concern:
            return concern_import.read_answers(contact.concern, keys)
        return keys.facts(contact, "words") if contact.direction == Direction.IN else {}
    except DecryptionError:
        return {}


def describe_answers(answers: Answers) -> Iterable[tuple[str, str]]:
    """Yield question and answer, for those that are shown; what is a code, in its words."""
    for name, value in answers.items():
        if name in HIDDEN_ANSWERS or value in (None, "", [], False):
            continue
        values = value if isinstance(value, list) else [value]
        yield (
            label_question(name),
            (" | " if name in CARD_ANSWERS else ", ").join(_word(name, value) for value in values),
        )


def _word(name: str, code: Any) -> str:
    """Of the vocabulary, or of the list that the reporter chose from; what is neither is said as it is."""
    if isinstance(code, Mapping):
        return "; ".join(f"{question}: {answer}" for question, answer in describe_answers(code))
    if code is True:
        return str(_("Yes"))
    if name in NATIONALITIES:
        return nrm.get_accepted_labels("nationalities").get(str(code), str(code))
    return str(
        helpline.get_label(ANSWER_VOCABULARIES[name], code)
        if name in ANSWER_VOCABULARIES
        else REPORTER_LABELS.get(name, {}).get(code, code)
    )


def label_question(name: str) -> str:
    """Return a few words for the desk; an answer that nobody named keeps its own name."""
    return str(QUESTIONS.get(name) or name.replace("_", " ").capitalize())


def get_conversations(case: Case, keys: Keys) -> list[Conversation]:
    """Return the conversations under codes; of each the newest message last."""
    conversations, references = [], dict(selectors_concerns.get_codes(case))
    for concern in selectors_concerns.get_concerns(case):
        try:
            conversation = desk.read_concern(concern, keys.get_key(concern))
        except DecryptionError:
            continue
        conversations.append(Conversation(concern, references[concern.pk], conversation.messages, conversation.files))
    return conversations


def get_timeline(case: Case, keys: Keys) -> list[Event]:
    """Return everything that happened, the newest first."""
    events = [
        Event(
            story.at,
            "contact",
            f"{story.contact.reference} {helpline.get_label('contact_channel', story.contact.channel)}",
        )
        for story in get_stories(case, keys)
    ]
    for contact in _contacts(case):
        if contact.direction == Direction.OUT:
            words = _or_nothing(keys, contact, "words")
            title = ", ".join(filter(None, (contact.get_outcome_display(), format_call_length(contact))))
            events.append(Event(contact.hour, "call", title, str(contact.handler or ""), words))
    for talk in get_conversations(case, keys):
        events += [Event(message.at, f"message_{message.author}", "", text=message.text) for message in talk.messages]
    deleted = identity_withdrawal.get_deletion_times(selectors_concerns.get_concerns(case))
    events += [Event(at, "contact_deleted", "") for at in deleted.values()]
    for note in merged_cases.read_rows(Note.objects.select_related("by"), case):
        events.append(
            Event(note.at, "note", note.get_kind_display(), str(note.by or ""), _or_nothing(keys, note, "text"))
        )
    for task in merged_cases.read_rows(Task.objects.select_related("done_by").exclude(done_at=None), case):
        title = task.get_child_action_display() or task.get_kind_display()
        events.append(Event(task.done_at or task.made_at, "task", title, str(task.done_by or "")))
    for post in merged_cases.read_rows(Signpost.objects.select_related("by"), case):
        events.append(Event(post.at, "signpost", keys.facts(post, "address").get("title", ""), str(post.by or "")))
    for file in attachments.get_attachments(case):
        events.append(Event(file.added_at, "file", keys.facts(file, "about")["what"], str(file.added_by or "")))
    for hooks in registered():
        events += [Event(at, "referral", title) for at, title in hooks.get_sent_referrals(case)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def format_call_length(contact: Contact) -> str:
    """Return how long a call lasted, as words; empty where nobody knows."""
    if contact.duration_minutes is None:
        return ""
    minutes = contact.duration_minutes
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _contacts(case: Case) -> list[Contact]:
    return list(
        merged_cases.rows_of_case(Contact.objects.select_related("data_key", "concern__data_key", "handler"), case)
    )


def _or_nothing(keys: Keys, row: Any, name: str) -> str:
    try:
        return keys.read(row, name)
    except DecryptionError:
        return ""
