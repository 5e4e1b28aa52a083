"""The place to which each encrypted value of a concern is bound: it can be decrypted there and nowhere else."""

import json
from typing import Any
from uuid import UUID

from compliance.concerns.models import Concern, ConcernFile, Message
from portal.vault import encryption
from portal.vault.encryption import Place


def seal_json(key: bytes, value: Any, place: Place) -> bytes:
    """Return the value as encrypted JSON, bound to the place."""
    return encryption.seal_text(key, json.dumps(value), place)


def open_json(key: bytes, sealed: bytes | memoryview, place: Place) -> Any:
    """Return the value of encrypted JSON. Raises portal.vault.encryption.DecryptionError."""
    return json.loads(encryption.open_text(key, bytes(sealed), place))


def get_answers_place(concern: UUID) -> Place:
    """Return the place of a concern's answers."""
    return Place(case=concern, model=Concern._meta.label_lower, field="answers", row=concern)


def get_message_place(message: Message) -> Place:
    """Return the place of a message's text."""
    return Place(case=message.concern_id, model=message._meta.label_lower, field="text", row=message.uuid)


def get_file_facts_place(concern: UUID, file: UUID) -> Place:
    """Return the place of a file's facts."""
    return Place(case=concern, model=ConcernFile._meta.label_lower, field="facts", row=file)


def get_file_body_place(file: UUID) -> Place:
    """Return the place of a file's bytes: they have their own key, so sending a draft need not encrypt them again."""
    return Place(case=file, model=ConcernFile._meta.label_lower, field="body", row=file)
