"""Sending: one transaction makes concern, keys, code and the line for the history, or none of them (4.1)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from compliance.concerns import encryption as concerns_encryption
from compliance.concerns.choices import Channel
from compliance.concerns.models import Concern, Draft, Receipt
from compliance.concerns.rules import journey, places, triage
from compliance.concerns.services import draft as drafts_service
from compliance.concerns.services.delayed_history import delay_line
from compliance.concerns.services.draft import Gone, OpenDraft
from portal.reference import localities
from portal.vault import encryption, receipts
from portal.vault.kdf import SEND_WAIT_SECONDS
from portal.vault.receipts import DerivedKeys
from portal.vault.sealed_drafts import DraftCookie
from portal.vault.services import data_keys

# After it was given, or after the last message of either side (security 3.15).
CODE_TTL = timedelta(days=183)
CODE_DISPLAY_TTL = timedelta(minutes=15)
SALT_BYTES = 32
CODED_ANSWERS = ("danger_level", "age_of_person", "identity_mode")


@dataclass(frozen=True)
class Code:
    """A code that opens nothing yet: its digits, and what they stretch to."""

    digits: str = field(repr=False)
    derived: DerivedKeys


@dataclass(frozen=True)
class NewCode:
    """A concern's row and what opens it. Neither is kept in the clear anywhere."""

    concern: Concern
    digits: str = field(repr=False)
    data_key: bytes = field(repr=False)


class Incomplete(Exception):
    """Something that is needed is missing: the check page says what."""


def submit(cookie: DraftCookie, *, now: datetime) -> str:
    """Send the draft; the 20 digits. Sent twice, the second gets the same digits.

    Raises Gone where the draft is gone, Incomplete, and portal.vault.kdf.Busy: nothing was sent then.
    """
    opened = _reopen_complete_draft(cookie, Draft.objects.all())
    if opened.is_sent:
        return drafts_service.get_receipt(opened)
    code = create_code()
    try:
        return _submit(cookie, code, now)
    except IntegrityError:
        # On SQLite rows have no locks: the other of two equal requests came first, and its code is there now.
        return _submit(cookie, code, now)


@transaction.atomic
def _submit(cookie: DraftCookie, code: Code, now: datetime) -> str:
    opened = _reopen_complete_draft(cookie, Draft.objects.select_for_update())
    if opened.is_sent:
        return drafts_service.get_receipt(opened)
    made = create_concern(
        opened.answers, channel=opened.channel, submit_token=opened.row.submit_token, code=code, now=now
    )
    _move_files(opened, made)
    _reduce_draft_to_code(opened, made, now)
    return made.digits


def _reopen_complete_draft(cookie: DraftCookie, rows: QuerySet[Draft]) -> OpenDraft:
    """The draft, sent or complete. Raises Gone, Incomplete."""
    row = rows.filter(uuid=cookie.id).first()
    if row is None:
        raise Gone
    opened = drafts_service.open_row(cookie, row)
    if not opened.is_sent and journey.get_missing_pages(opened.answers, files=len(opened.files)):
        raise Incomplete
    return opened


def create_code() -> Code:
    """Costly on purpose; to be made before a transaction, in which SQLite lets nobody else write. Raises Busy."""
    digits = receipts.new_receipt()
    return Code(digits, receipts.derive_keys(digits, wait_seconds=SEND_WAIT_SECONDS))


def create_concern(
    answers: Mapping[str, Any], *, channel: str, submit_token: UUID, now: datetime, code: Code | None = None
) -> NewCode:
    """Make the rows of a concern, in the caller's transaction.

    code: of new_code, made before the transaction; without one it is made here. Raises Busy then.
    """
    code = code or create_code()
    said = places.normalise_postcodes(journey.get_reported_answers(answers)) | {"received_at": now.isoformat()}
    hour = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    key_row, key = data_keys.create_data_key()
    concern = Concern(
        uuid=uuid4(),
        data_key=key_row,
        submit_token=submit_token,
        channel=channel,
        route=journey.get_route(said),
        purpose=said.get("purpose", "other"),
        child_involved=triage.is_child(said),
        exploitation_types=said.get("exploitation_type", []),
        sectors=said.get("sector", []),
        language=said.get("language", "unknown"),
        triage_level=triage.get_triage_level(said, by_phone=channel == Channel.PHONE),
        wants_call=bool(said.get("wants_call")),
        arrived_hour=hour.astimezone(UTC),
        due_at=triage.get_advice_due_at(said, hour),
        **{name: said[name] for name in CODED_ANSWERS},
        **places.get_region_codes(said, localities.councils_named),
    )
    concern.answers = concerns_encryption.seal_json(key, said, concerns_encryption.get_answers_place(concern.uuid))
    concern.save(force_insert=True)
    create_receipt(concern, key, code, today=timezone.localdate(now))
    delay_line("concerns.concern.received", concern, {"level": concern.triage_level}, now=now)
    return NewCode(concern, code.digits, key)


def create_receipt(
    concern: Concern, key: bytes, code: Code, *, today: date, pending_since: datetime | None = None
) -> Receipt:
    """From now on the code opens the concern; a pending one for as long as a code is shown."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Receipt.objects.create(
        concern=concern,
        lookup=code.derived.lookup,
        salt=salt,
        wrapped=encryption.lock_key(key, code.derived.key(salt)),
        ends_on=today + CODE_TTL,
        pending_since=pending_since,
    )


def was_sent(submit_token: UUID) -> bool:
    """Whether a concern came from the draft with this token; nothing else is told."""
    return Concern.objects.filter(submit_token=submit_token).exists()


def _move_files(opened: OpenDraft, made: NewCode) -> None:
    for facts in opened.files:
        place = concerns_encryption.get_file_facts_place(made.concern.uuid, UUID(facts["uuid"]))
        opened.row.files.filter(uuid=facts["uuid"]).update(
            draft=None, concern=made.concern, facts=concerns_encryption.seal_json(made.data_key, facts, place)
        )


def _reduce_draft_to_code(opened: OpenDraft, made: NewCode, now: datetime) -> None:
    """What the person told is dropped from the draft; the code stays until they have it."""
    cookie, row = opened.cookie, opened.row
    is_unsafe = journey.is_device_unsafe(opened.answers)
    opened.answers = {"triage_level": made.concern.triage_level, "identity_mode": made.concern.identity_mode}
    if is_unsafe:
        # The page with the code must still know not to offer copying or printing it.
        opened.answers["device_is_safe"] = "no"
    opened.files = []
    row.receipt = encryption.seal_text(cookie.key, made.digits, cookie.place("receipt"))
    row.blob, row.sent_at, row.last_action_at = drafts_service.seal_blob(opened), now, now
    row.save(update_fields=["receipt", "blob", "sent_at", "last_action_at"])


def confirm_code_saved(cookie: DraftCookie) -> None:
    """The person has the code, or goes on without: the draft is gone."""
    Draft.objects.filter(uuid=cookie.id, sent_at__isnull=False).delete()
