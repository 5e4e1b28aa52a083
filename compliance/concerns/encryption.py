"""The encryption of a concern, its messages and files, and of a draft before it is sent.

Each value is bound to its place: it can be decrypted there and nowhere else. A draft is encrypted under a key that only
the person's browser has (docs/requirements/security.md#sealed-drafts).
"""

import json
from typing import Any
from uuid import UUID

from compliance.concerns.models import Concern, ConcernFile, Message
from portal.core.types import JsonObject
from portal.vault import encryption, sealed_drafts
from portal.vault.encryption import Place
from portal.vault.sealed_drafts import DraftCookie


def seal_json(key: bytes, value: Any, place: Place) -> bytes:
    """Return the value as encrypted JSON, bound to the place."""
    return encryption.seal_text(key, json.dumps(value), place)


def open_json(key: bytes, sealed: bytes | memoryview, place: Place) -> Any:
    """Return the value of encrypted JSON. Raises portal.vault.encryption.DecryptionError."""
    return json.loads(encryption.open_text(key, bytes(sealed), place))


def seal_draft(cookie: DraftCookie, content: JsonObject) -> bytes:
    """Return the content of an unfinished draft, encrypted under the key in the cookie of its browser."""
    return sealed_drafts.seal_draft(cookie, json.dumps(content))


def open_draft(cookie: DraftCookie, sealed: bytes | memoryview) -> JsonObject:
    """Return the content of a draft. Raises portal.vault.encryption.DecryptionError."""
    return json.loads(sealed_drafts.open_draft(cookie, bytes(sealed)))


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
