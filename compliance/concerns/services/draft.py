"""The draft: kept sealed under a key that only the person's browser has (security 3.4, point 7; decision 19)."""

import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from compliance.concerns.models import ConcernFile, Draft
from compliance.concerns.rules import journey
from compliance.concerns.services import file_checks
from portal.vault import encryption, sealed_drafts
from portal.vault.sealed_drafts import DraftCookie

DRAFT_TTL = timedelta(hours=2)
# What the row of a file says in the clear.
CLEAR_FILE_FACTS = ("uuid", "kind", "size", "role", "scan")


class Gone(Exception):
    """There is no draft for this cookie: it was sent, left, or is older than two hours."""


@dataclass
class OpenDraft:
    """A draft as its own browser sees it.

    answers: by the keys of rules.journey. files: facts of each file, its key among them. begun_at: the first page.
    """

    cookie: DraftCookie
    row: Draft
    begun_at: datetime
    channel: str
    answers: dict[str, Any] = field(repr=False)
    files: list[dict[str, Any]] = field(repr=False)

    @property
    def route(self) -> str:
        return journey.get_route(self.answers)

    @property
    def is_sent(self) -> bool:
        return self.row.sent_at is not None

    @property
    def form_binding(self) -> str:
        """An opaque value that every form of this draft carries, and no form of another draft does.

        It is made with the draft's own key, so that it tells nobody which draft it is.
        """
        return hmac.digest(self.cookie.key, b"concerns.draft.form.v1", "sha256").hex()


def start_draft(*, answers: dict[str, Any], now: datetime, channel: str = "webform") -> OpenDraft:
    cookie = sealed_drafts.new_draft_cookie()
    row = Draft(uuid=cookie.id, last_action_at=now)
    opened = OpenDraft(cookie, row, now, channel, answers, [])
    row.blob = seal_blob(opened)
    row.save(force_insert=True)
    return opened


def find_draft(text: str, *, now: datetime) -> OpenDraft | None:
    """The draft of a cookie; None where there is none, or where it lived long enough."""
    cookie = sealed_drafts.parse_draft_cookie(text)
    row = Draft.objects.filter(uuid=cookie.id).first() if cookie else None
    if cookie is None or row is None or row.last_action_at < now - DRAFT_TTL:
        return None
    try:
        return open_row(cookie, row)
    except Gone:
        return None


@transaction.atomic
def save_answers(cookie: DraftCookie, *, keys: tuple[str, ...], given: dict[str, Any], now: datetime) -> OpenDraft:
    """Put what a page gave in the place of what it gave before; whole or not at all. Raises Gone.

    The row is read again under its lock, so that two pages sent at once both count.
    """
    opened = _lock_draft(cookie)
    kept = {key: value for key, value in opened.answers.items() if key not in keys}
    opened.answers = journey.drop_reporter_identity(kept | given)
    _save(opened, now)
    return opened


@transaction.atomic
def add_card(cookie: DraftCookie, key: str, card: dict[str, Any], *, now: datetime) -> None:
    """One more of a list; sent twice it is there once, and beyond the most that there may be it is left out.

    key: places or groups. card: of forms.fields.CardForm. Raises Gone.
    """
    opened = _lock_draft(cookie)
    cards = opened.answers.get(key, [])
    if len(cards) < journey.MAX_CARDS and card["id"] not in {one["id"] for one in cards}:
        opened.answers[key] = [*cards, card]
    _save(opened, now)


@transaction.atomic
def remove_card(cookie: DraftCookie, key: str, card_id: str, *, now: datetime) -> None:
    """Raises Gone."""
    opened = _lock_draft(cookie)
    opened.answers[key] = [one for one in opened.answers.get(key, []) if one["id"] != card_id]
    _save(opened, now)


@transaction.atomic
def claim_files(cookie: DraftCookie, facts: list[dict[str, Any]], *, now: datetime) -> bool:
    """Write the rows of files that are in storage, and note them in the draft; whether this request did it.

    Under the draft's lock the second of two equal forms finds the first one's token, and writes nothing.
    Raises Gone, portal.files.file_types.Refused.
    """
    opened = _lock_draft(cookie)
    if has_upload(opened.files, UUID(facts[0]["token"])):
        return False
    file_checks.check_room([one["size"] for one in opened.files], sum(one["size"] for one in facts), adds=len(facts))
    ConcernFile.objects.bulk_create(file_rows(facts, draft=opened.row))
    opened.files += facts
    _save(opened, now)
    return True


def has_upload(files: list[dict[str, Any]], token: UUID) -> bool:
    """Whether one of these files came with the form of this token."""
    return any(facts["token"] == str(token) for facts in files)


def file_rows(facts: list[dict[str, Any]], **owner: Any) -> list[ConcernFile]:
    """Return unsaved rows of files. owner: the draft or the concern."""
    return [ConcernFile(**owner, **{name: one[name] for name in CLEAR_FILE_FACTS}) for one in facts]


@transaction.atomic
def remove_file(cookie: DraftCookie, uuid: str, *, now: datetime) -> list[str]:
    """Forget a file, and the original that came with it; the uuids of those forgotten. Raises Gone."""
    opened = _lock_draft(cookie)
    gone = [facts["uuid"] for facts in opened.files if uuid in {facts["uuid"], facts.get("beside")}]
    opened.files = [facts for facts in opened.files if facts["uuid"] not in gone]
    opened.row.files.filter(uuid__in=gone).delete()
    _save(opened, now)
    return gone


def extend_draft(opened: OpenDraft, *, now: datetime) -> None:
    """The person is still here: two hours begin again."""
    Draft.objects.filter(uuid=opened.row.uuid, last_action_at__lt=now).update(last_action_at=now)


def get_receipt(opened: OpenDraft) -> str:
    """The digits of the code, until the person said that it is written down."""
    return encryption.open_text(opened.cookie.key, bytes(opened.row.receipt), opened.cookie.place("receipt"))


def _lock_draft(cookie: DraftCookie) -> OpenDraft:
    row = Draft.objects.select_for_update().filter(uuid=cookie.id, sent_at__isnull=True).first()
    if row is None:
        raise Gone
    return open_row(cookie, row)


def open_row(cookie: DraftCookie, row: Draft) -> OpenDraft:
    try:
        said = json.loads(sealed_drafts.open_draft(cookie, bytes(row.blob)))
    except encryption.DecryptionError as error:
        raise Gone from error
    begun_at = datetime.fromisoformat(said["begun_at"])
    return OpenDraft(cookie, row, begun_at, said["channel"], said["answers"], said["files"])


def seal_blob(opened: OpenDraft) -> bytes:
    said = {
        "begun_at": opened.begun_at.isoformat(),
        "channel": opened.channel,
        "answers": opened.answers,
        "files": opened.files,
    }
    return sealed_drafts.seal_draft(opened.cookie, json.dumps(said))


def _save(opened: OpenDraft, now: datetime) -> None:
    opened.row.blob, opened.row.last_action_at = seal_blob(opened), now
    opened.row.save(update_fields=["blob", "last_action_at"])
