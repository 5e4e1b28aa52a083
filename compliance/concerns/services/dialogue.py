"""The conversation after a concern was sent, with the person who returned with a code."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from compliance.concerns import encryption
from compliance.concerns.choices import Author, IdentityMode
from compliance.concerns.models import Concern, Message, Receipt, Visit
from compliance.concerns.rules import journey
from compliance.concerns.services import submission
from compliance.concerns.services.delayed_history import delay_line, round_to_hour
from portal.core.form_tokens import get_row_id
from portal.core.locks import lock_row
from portal.history.services import record
from portal.vault.services import lookup_index

HELPLINE_ACTOR = "the helpline"


@dataclass(frozen=True)
class DialogueMessage:
    """A decrypted message. language: a code of the vocabulary, empty where it is not known."""

    uuid: UUID
    author: Author
    text: str
    day: date
    at: datetime
    is_seen: bool
    language: str = ""


def get_conversation(concern: Concern, key: bytes) -> list[DialogueMessage]:
    """Return all messages, the newest last. Raises portal.vault.encryption.DecryptionError."""
    return sorted((_read_message(message, key) for message in concern.messages.all()), key=lambda said: said.at)


@transaction.atomic
def add_message(
    concern: Concern,
    key: bytes,
    *,
    author: Author,
    text: str,
    now: datetime,
    token: UUID | None = None,
    language: str = "",
) -> None:
    """Add a message. token: of the form, so that a form sent twice to one concern adds it once; with other words it
    adds them too. Raises RowGone.
    """
    message = Message(concern=concern, author=author, day=timezone.localdate(now))
    if token:
        # Of two equal forms at the same moment the second one finds the first one's message.
        lock_row(concern)
        message.uuid = get_row_id(concern.uuid, token, text)
        if Message.objects.filter(uuid=message.uuid).exists():
            return
    content = {"text": text, "at": now.isoformat(), "language": language}
    message.text = encryption.seal_json(key, content, encryption.get_message_place(message))
    message.save(force_insert=True)
    Receipt.objects.filter(concern=concern, retired_on=None).update(ends_on=message.day + submission.CODE_TTL)
    if author == Author.REPORTER:
        delay_line("concerns.message.from_reporter", concern, now=now)
    else:
        record(HELPLINE_ACTOR, "concerns.message.from_helpline", concern, at=round_to_hour(now))


def mark_seen(concern: Concern, *, by: Author) -> None:
    """Record that the other side's messages were shown."""
    concern.messages.exclude(author=by).filter(is_seen=False).update(is_seen=True)


@transaction.atomic
def delete_contact(concern: Concern, key: bytes, *, now: datetime) -> None:
    """Delete the reporter's identity and contact details. What they reported stays.

    Hashes of all that was told leave the lookup index; the desk adds again what stays.
    """
    locked = lock_row(concern)
    place = encryption.get_answers_place(locked.uuid)
    answers = encryption.open_json(key, locked.answers, place) | {"identity_mode": IdentityMode.ANONYMOUS.value}
    locked.answers = encryption.seal_json(key, journey.drop_reporter_identity(answers), place)
    locked.identity_mode, locked.wants_call = IdentityMode.ANONYMOUS, False
    locked.save(update_fields=["answers", "identity_mode", "wants_call"])
    lookup_index.unindex_words(locked.data_key_id)
    delay_line("concerns.concern.contact_deleted", locked, now=now)


@transaction.atomic
def close_conversation(concern: Concern, *, now: datetime) -> None:
    """Delete all codes and visits: nobody can open the conversation any more."""
    Receipt.objects.filter(concern=concern, retired_on=None).update(retired_on=timezone.localdate(now))
    Visit.objects.filter(concern=concern).delete()
    delay_line("concerns.concern.dialogue_ended", concern, now=now)


def _read_message(message: Message, key: bytes) -> DialogueMessage:
    content = encryption.open_json(key, message.text, encryption.get_message_place(message))
    at = datetime.fromisoformat(content["at"])
    language = content.get("language", "")
    return DialogueMessage(
        message.uuid, Author(message.author), content["text"], message.day, at, message.is_seen, language
    )


def has_contact_details(concern: Concern, key: bytes) -> bool:
    """Return whether the reporter may have left a name or a way to reach them; a caller whom nobody asked may have."""
    if concern.identity_mode != IdentityMode.NOT_ASKED:
        return concern.identity_mode != IdentityMode.ANONYMOUS
    answers = encryption.open_json(key, concern.answers, encryption.get_answers_place(concern.uuid))
    return any(answers.get(name) for name in journey.REPORTER_KEYS)


def is_device_unsafe(concern: Concern, key: bytes) -> bool:
    """Return whether the reporter said that the device they wrote on is not safe."""
    answers = encryption.open_json(key, concern.answers, encryption.get_answers_place(concern.uuid))
    return journey.is_device_unsafe(answers)
