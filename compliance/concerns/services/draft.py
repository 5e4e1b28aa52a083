"""The draft: encrypted under a key that only the person's browser has (docs/requirements/security.md#sealed-drafts)."""

import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from compliance.concerns.encryption import open_draft, seal_draft
from compliance.concerns.models import ConcernFile, Draft
from compliance.concerns.rules import journey
from compliance.concerns.services import file_checks
from compliance.concerns.types import FileFacts
from portal.core.row_security import allow_keys
from portal.core.types import JsonObject
from portal.vault import encryption, sealed_drafts
from portal.vault.sealed_drafts import DraftCookie

DRAFT_TTL = timedelta(hours=2)


class Gone(Exception):
    """There is no draft for this cookie: it was sent, left, or is older than two hours."""


@dataclass
class OpenDraft:
    """A decrypted draft, as its own browser sees it.

    answers: by the keys of rules.journey. files: facts of each file, its key among them. begun_at: the first page.
    """

    cookie: DraftCookie
    row: Draft
    begun_at: datetime
    channel: str
    answers: JsonObject = field(repr=False)
    files: list[FileFacts] = field(repr=False)

    @property
    def route(self) -> str:
        """Return the route that the answers lead to."""
        return journey.get_route(self.answers)

    @property
    def is_sent(self) -> bool:
        """Return whether the draft was sent."""
        return self.row.sent_at is not None

    @property
    def form_binding(self) -> str:
        """Return an opaque value that every form of this draft carries, and no form of another draft does.

        It is made with the draft's own key, so that it tells nobody which draft it is.
        """
        return hmac.digest(self.cookie.key, b"concerns.draft.form.v1", "sha256").hex()


def start_draft(*, answers: JsonObject, now: datetime, channel: str = "webform") -> OpenDraft:
    """Save a new draft with a new cookie."""
    cookie = sealed_drafts.new_draft_cookie()
    allow_keys(cookie.id)
    row = Draft(uuid=cookie.id, last_action_at=now)
    draft = OpenDraft(cookie, row, now, channel, answers, [])
    row.blob = seal_blob(draft)
    row.save(force_insert=True)
    return draft


def find_draft(text: str, *, now: datetime) -> OpenDraft | None:
    """Return the draft of a cookie, or None where there is none or it has expired."""
    cookie = sealed_drafts.parse_draft_cookie(text)
    if cookie is None:
        return None
    allow_keys(cookie.id)
    row = Draft.objects.filter(uuid=cookie.id).first()
    if row is None or row.last_action_at < now - DRAFT_TTL:
        return None
    try:
        return open_row(cookie, row)
    except Gone:
        return None


@transaction.atomic
def save_answers(cookie: DraftCookie, *, keys: tuple[str, ...], values: JsonObject, now: datetime) -> OpenDraft:
    """Replace the answers of a page, all of them or none. Raises Gone.

    The row is read again under its lock, so that two pages sent at once both count.
    """
    draft = _lock_draft(cookie)
    others = {key: value for key, value in draft.answers.items() if key not in keys}
    draft.answers = journey.drop_reporter_identity(others | values)
    _save(draft, now)
    return draft


@transaction.atomic
def add_card(cookie: DraftCookie, key: str, card: JsonObject, *, now: datetime) -> None:
    """Add a card to a list; one sent twice is added once, and one beyond the maximum is left out.

    key: places or groups. card: of forms.fields.CardForm. Raises Gone.
    """
    draft = _lock_draft(cookie)
    cards = draft.answers.get(key, [])
    if len(cards) < journey.MAX_CARDS and card["id"] not in {existing["id"] for existing in cards}:
        draft.answers[key] = [*cards, card]
    _save(draft, now)


@transaction.atomic
def remove_card(cookie: DraftCookie, key: str, card_id: str, *, now: datetime) -> None:
    """Remove a card. Raises Gone."""
    draft = _lock_draft(cookie)
    draft.answers[key] = [existing for existing in draft.answers.get(key, []) if existing["id"] != card_id]
    _save(draft, now)


@transaction.atomic
def claim_files(cookie: DraftCookie, facts: list[FileFacts], *, now: datetime) -> bool:
    """Write the rows of files that are in storage, and add them to the draft; return whether this request did it.

    Under the draft's lock the second of two equal forms finds the first one's token, and writes nothing.
    Raises Gone, portal.files.file_types.Refused.
    """
    draft = _lock_draft(cookie)
    if has_upload(draft.files, UUID(facts[0]["token"]), facts[0].get("upload", "")):
        return False
    file_checks.check_room([file["size"] for file in draft.files], sum(file["size"] for file in facts), adds=len(facts))
    ConcernFile.objects.bulk_create(file_rows(facts, draft=draft.row))
    draft.files += facts
    _save(draft, now)
    return True


def has_upload(files: list[FileFacts], token: UUID, upload: str) -> bool:
    """Return whether one of these files came with the form of this token, and is the same.

    upload: SHA-256 of the bytes as they are sent. Another file in a form that was sent before is one more file.
    """
    return any(facts["token"] == str(token) and facts.get("upload", upload) == upload for facts in files)


# Any: the draft or the concern, by the name of its column.
def file_rows(facts: list[FileFacts], **owner: Any) -> list[ConcernFile]:
    """Return unsaved rows of files, with the facts that are stored in the clear. owner: the draft or the concern."""
    return [
        ConcernFile(
            **owner,
            uuid=file["uuid"],
            kind=file["kind"],
            size=file["size"],
            role=file["role"],
            scan=file["scan"],
        )
        for file in facts
    ]


@transaction.atomic
def remove_file(cookie: DraftCookie, uuid: str, *, now: datetime) -> list[str]:
    """Delete a file, and the original that came with it; return the uuids deleted. Raises Gone."""
    draft = _lock_draft(cookie)
    gone = [facts["uuid"] for facts in draft.files if uuid in {facts["uuid"], facts.get("beside")}]
    draft.files = [facts for facts in draft.files if facts["uuid"] not in gone]
    draft.row.files.filter(uuid__in=gone).delete()
    _save(draft, now)
    return gone


def extend_draft(draft: OpenDraft, *, now: datetime) -> None:
    """Restart the two hours of a draft."""
    Draft.objects.filter(uuid=draft.row.uuid, last_action_at__lt=now).update(last_action_at=now)


def get_receipt(draft: OpenDraft) -> str:
    """Return the digits of the code, until the person confirmed that it is saved."""
    return encryption.open_text(draft.cookie.key, bytes(draft.row.receipt), draft.cookie.place("receipt"))


def _lock_draft(cookie: DraftCookie) -> OpenDraft:
    row = Draft.objects.select_for_update().filter(uuid=cookie.id, sent_at__isnull=True).first()
    if row is None:
        raise Gone
    return open_row(cookie, row)


def open_row(cookie: DraftCookie, row: Draft) -> OpenDraft:
    """Return the decrypted draft of a row. Raises Gone where the cookie's key does not open it."""
    try:
        content = open_draft(cookie, row.blob)
    except encryption.DecryptionError as error:
        raise Gone from error
    begun_at = datetime.fromisoformat(content["begun_at"])
    return OpenDraft(cookie, row, begun_at, content["channel"], content["answers"], content["files"])


def reopen(draft: OpenDraft, row: Draft) -> OpenDraft:
    """Return the draft as the row has it now, decrypted again only where another request saved meanwhile. Raises Gone.

    What is returned is a copy: a caller may change it and still hold the draft it began with.
    """
    # Each save is encrypted under a nonce of its own, so equal bytes are the same save.
    if bytes(row.blob) == bytes(draft.row.blob):
        return replace(draft, row=row, answers=dict(draft.answers), files=list(draft.files))
    return open_row(draft.cookie, row)


def seal_blob(draft: OpenDraft) -> bytes:
    """Return the encrypted content of a draft."""
    content = {
        "begun_at": draft.begun_at.isoformat(),
        "channel": draft.channel,
        "answers": draft.answers,
        "files": draft.files,
    }
    return seal_draft(draft.cookie, content)


def _save(draft: OpenDraft, now: datetime) -> None:
    draft.row.blob, draft.row.last_action_at = seal_blob(draft), now
    draft.row.save(update_fields=["blob", "last_action_at"])
