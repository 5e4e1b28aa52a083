"""Submission: one transaction creates concern, keys, code and the line for the history, or none of them.

See docs/requirements/security.md#one-transaction.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from compliance.concerns.choices import Channel
from compliance.concerns.encryption import get_answers_place, get_file_facts_place, seal_json
from compliance.concerns.models import Concern, Draft, Receipt
from compliance.concerns.response_targets import get_targets
from compliance.concerns.rules import journey, places, triage
from compliance.concerns.services import draft as drafts
from compliance.concerns.services.delayed_history import delay_line
from compliance.concerns.services.draft import Gone, OpenDraft
from compliance.concerns.types import Answers
from portal.core.row_security import allow_keys
from portal.reference import localities
from portal.vault import encryption, receipts
from portal.vault.kdf import SEND_WAIT_SECONDS
from portal.vault.receipts import DerivedKeys
from portal.vault.sealed_drafts import DraftCookie
from portal.vault.services import data_keys

# After it was given, or after the last message of either side (docs/requirements/security.md#receipt-end).
CODE_TTL = timedelta(days=183)
CODE_DISPLAY_TTL = timedelta(minutes=15)
SALT_BYTES = 32
CODED_ANSWERS = ("danger_level", "age_of_person", "identity_mode")


@dataclass(frozen=True)
class Code:
    """A code that opens nothing yet: its digits, and the keys derived from them."""

    digits: str = field(repr=False)
    derived: DerivedKeys


@dataclass(frozen=True)
class NewCode:
    """A concern's row and what opens it. Neither is stored in the clear anywhere."""

    concern: Concern
    digits: str = field(repr=False)
    data_key: bytes = field(repr=False)


class Incomplete(Exception):
    """Something that is required is missing: the check page says what."""


def submit(draft: OpenDraft, *, now: datetime) -> str:
    """Send the draft and return the 20 digits. Sent twice, the second gets the same digits.

    Raises Gone where the draft is gone, Incomplete, and portal.vault.kdf.Busy: nothing was sent then.
    """
    draft = _reopen_complete_draft(draft, Draft.objects.all())
    if draft.is_sent:
        return drafts.get_receipt(draft)
    code = create_code()
    try:
        return _submit(draft, code, now)
    except IntegrityError:
        # On SQLite rows have no locks: the other of two equal requests came first, and its code is there now.
        return _submit(draft, code, now)


@transaction.atomic
def _submit(draft: OpenDraft, code: Code, now: datetime) -> str:
    current = _reopen_complete_draft(draft, Draft.objects.select_for_update())
    if current.is_sent:
        return drafts.get_receipt(current)
    created = create_concern(
        current.answers, channel=current.channel, submit_token=current.row.submit_token, code=code, now=now
    )
    _move_files(current, created)
    _reduce_draft_to_code(current, created, now)
    return created.digits


def _reopen_complete_draft(draft: OpenDraft, rows: QuerySet[Draft]) -> OpenDraft:
    """Return the draft as it is now, sent or complete. Raises Gone, Incomplete."""
    row = rows.filter(uuid=draft.cookie.id).first()
    if row is None:
        raise Gone
    current = drafts.reopen(draft, row)
    if not current.is_sent and journey.get_missing_pages(current.answers, files=len(current.files)):
        raise Incomplete
    return current


def create_code() -> Code:
    """Return a new code. Costly on purpose; call it before a transaction, in which SQLite lets nobody else write.
    Raises Busy.
    """
    digits = receipts.new_receipt()
    return Code(digits, receipts.derive_keys(digits, wait_seconds=SEND_WAIT_SECONDS))


def create_concern(
    answers: Answers, *, channel: str, submit_token: UUID, now: datetime, code: Code | None = None
) -> NewCode:
    """Create the rows of a concern, in the caller's transaction.

    code: of new_code, made before the transaction; without one it is made here. Raises Busy then.
    """
    code = code or create_code()
    reported = places.normalise_postcodes(journey.get_reported_answers(answers)) | {"received_at": now.isoformat()}
    hour = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    level = triage.get_triage_level(reported, by_phone=channel == Channel.PHONE)
    allow_keys(submit_token)
    key_row, key = data_keys.create_data_key()
    concern = Concern(
        uuid=uuid4(),
        data_key=key_row,
        submit_token=submit_token,
        channel=channel,
        route=journey.get_route(reported),
        purpose=reported.get("purpose", ""),
        child_involved=triage.is_child(reported),
        exploitation_types=reported.get("exploitation_type", []),
        sectors=reported.get("sector", []),
        language=reported.get("language", "unknown"),
        triage_level=level,
        wants_call=bool(reported.get("wants_call")),
        arrived_hour=hour.astimezone(UTC),
        due_at=triage.get_advice_due_at(reported, hour) or get_targets(level).first_action.after(hour),
        **{name: reported[name] for name in CODED_ANSWERS},
        **places.get_region_codes(reported, localities.councils_named),
    )
    concern.answers = seal_json(key, reported, get_answers_place(concern.uuid))
    concern.save(force_insert=True)
    create_receipt(concern, key, code, today=timezone.localdate(now))
    delay_line("concerns.concern.received", concern, {"level": concern.triage_level}, now=now)
    return NewCode(concern, code.digits, key)


def create_receipt(
    concern: Concern, key: bytes, code: Code, *, today: date, pending_since: datetime | None = None
) -> Receipt:
    """Create the row by which the code opens the concern; a pending one expires when the code is no longer shown."""
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
    """Return whether a concern came from the draft with this token; nothing else is revealed."""
    allow_keys(submit_token)
    return Concern.objects.filter(submit_token=submit_token).exists()


def _move_files(draft: OpenDraft, created: NewCode) -> None:
    for facts in draft.files:
        place = get_file_facts_place(created.concern.uuid, UUID(facts["uuid"]))
        draft.row.files.filter(uuid=facts["uuid"]).update(
            draft=None, concern=created.concern, facts=seal_json(created.data_key, facts, place)
        )


def _reduce_draft_to_code(draft: OpenDraft, created: NewCode, now: datetime) -> None:
    """Delete the answers from the draft; the code stays until the person has it."""
    cookie, row = draft.cookie, draft.row
    is_unsafe = journey.is_device_unsafe(draft.answers)
    draft.answers = {"triage_level": created.concern.triage_level, "identity_mode": created.concern.identity_mode}
    if is_unsafe:
        # The page with the code must still know not to offer copying or printing it.
        draft.answers["device_is_safe"] = "no"
    draft.files = []
    row.receipt = encryption.seal_text(cookie.key, created.digits, cookie.place("receipt"))
    row.blob, row.sent_at, row.last_action_at = drafts.seal_blob(draft), now, now
    row.save(update_fields=["receipt", "blob", "sent_at", "last_action_at"])


def confirm_code_saved(cookie: DraftCookie) -> None:
    """Delete the draft: the person has the code, or continues without."""
    Draft.objects.filter(uuid=cookie.id, sent_at__isnull=False).delete()
