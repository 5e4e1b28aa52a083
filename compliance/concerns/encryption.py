"""Where each sealed thing of a concern belongs: it opens there and nowhere else."""

import json
from typing import Any
from uuid import UUID

from compliance.concerns.models import Concern, ConcernFile, Message
from portal.vault import encryption
from portal.vault.encryption import Place


def seal_json(key: bytes, said: Any, place: Place) -> bytes:
    return encryption.seal_text(key, json.dumps(said), place)


def open_json(key: bytes, sealed: bytes | memoryview, place: Place) -> Any:
    """Raises boxes.CannotOpen."""
    return json.loads(encryption.open_text(key, bytes(sealed), place))


def get_answers_place(concern: UUID) -> Place:
    return Place(case=concern, model=Concern._meta.label_lower, field="answers", row=concern)


def get_message_place(message: Message) -> Place:
    return Place(case=message.concern_id, model=message._meta.label_lower, field="text", row=message.uuid)


def get_file_facts_place(concern: UUID, file: UUID) -> Place:
    return Place(case=concern, model=ConcernFile._meta.label_lower, field="facts", row=file)


def get_file_body_place(file: UUID) -> Place:
    """A file's bytes have a key of their own, so they need not be sealed again when the draft is sent."""
    return Place(case=file, model=ConcernFile._meta.label_lower, field="body", row=file)
