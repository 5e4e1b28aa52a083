"""What the desk does with a concern. Who may, and with which key in hand, the caller asked before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from compliance.concerns import encryption, storage
from compliance.concerns.choices import Author, Channel, IdentityMode, Level, Scan, Status
from compliance.concerns.models import Concern, ConcernFile
from compliance.concerns.services import dialogue, file_checks, files, submission
from compliance.concerns.services.delayed_history import round_to_hour
from compliance.concerns.services.dialogue import DialogueMessage
from compliance.concerns.services.file_checks import NotScanned
from compliance.concerns.services.submission import Code, NewCode
from portal.history.services import record
from portal.vault.services import data_keys

# Coded columns that a handler may set; everything that was said stays as it was said.
CODED = frozenset(
    {
        "danger_level",
        "age_of_person",
        "child_involved",
        "exploitation_types",
        "sectors",
        "language",
        "region",
        "nation",
        "triage_level",
        "due_at",
    }
)


@dataclass(frozen=True)
class FullConcern:
    """A concern as it was told. files: facts of each, with its key; services.files.body_of opens one."""

    concern: Concern
    answers: Mapping[str, Any] = field(repr=False)
    messages: list[DialogueMessage] = field(repr=False)
    files: list[dict[str, Any]] = field(repr=False)


def read_concern(concern: Concern, key: bytes) -> FullConcern:
    """Raises portal.vault.encryption.DecryptionError. The caller records that it was read, and by whom."""
    answers = encryption.open_json(key, concern.answers, encryption.get_answers_place(concern.uuid))
    return FullConcern(concern, answers, dialogue.get_conversation(concern, key), files.get_files(concern, key))


def mark_read(concern: Concern) -> None:
    """What the reporter wrote has been shown to a handler."""
    dialogue.mark_seen(concern, by=Author.HELPLINE)


def send_message(
    concern: Concern, key: bytes, *, text: str, now: datetime, token: UUID | None = None, language: str = "en"
) -> None:
    """A message to the reporter, in the helpline's name. language: a code of the vocabulary."""
    dialogue.add_message(concern, key, author=Author.HELPLINE, text=text, now=now, token=token, language=language)


@transaction.atomic
def set_status(concern: Concern, status: Status, *, by: Any, now: datetime) -> None:
    """One of the four words that the reporter reads."""
    Concern.objects.filter(uuid=concern.uuid).update(status=status)
    concern.status = status
    record(by, "concerns.concern.status_changed", concern, {"status": str(status)}, at=now)


def open_by_phone(answers: Mapping[str, Any], *, by: Any, now: datetime, code: Code | None = None) -> NewCode:
    """A caller's concern, with a code to read aloud. answers: as of the journey. Raises stretching.Busy, NoTeamKey.

    code: of submitting.new_code, for whoever opens a transaction around this.
    """
    code = code or submission.create_code()
    with transaction.atomic():
        made = submission.create_concern(answers, channel=Channel.PHONE, submit_token=uuid4(), code=code, now=now)
        record(
            by, "concerns.concern.by_phone", made.concern, {"level": made.concern.triage_level}, at=round_to_hour(now)
        )
    return made


@transaction.atomic
def record_name_left(concern: Concern, *, mode: str, by: Any, now: datetime) -> None:
    """Somebody anonymous has said on the phone who they are: from now on there is something that they may delete."""
    anonymous = Concern.objects.filter(uuid=concern.uuid, identity_mode=IdentityMode.ANONYMOUS)
    if anonymous.update(identity_mode=IdentityMode(mode)):
        record(by, "concerns.concern.name_left", concern, at=round_to_hour(now))


@transaction.atomic
def recode(concern: Concern, *, by: Any, now: datetime, **facts: Any) -> Concern:
    """Set coded columns. Raises ValueError for another column, or a level that is none."""
    if unknown := facts.keys() - CODED:
        raise ValueError(f"Not a coded fact of a concern: {', '.join(sorted(unknown))}")
    if "triage_level" in facts:
        facts["triage_level"] = Level(facts["triage_level"])
    locked = Concern.objects.select_for_update().get(pk=concern.pk)
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*facts])
    record(by, "concerns.concern.recoded", locked, {"fields": ", ".join(sorted(facts))}, at=now)
    return locked


def open_file(
    concern: Concern, key: bytes, file: UUID, *, by: Any, reason: str, now: datetime
) -> tuple[dict[str, Any], Iterator[bytes]]:
    """Facts and pieces of one file; opening it is a line of history. Raises KeyError, NotScanned, FileNotFoundError.

    reason: asked for an original and for what could not be cleaned; empty otherwise.
    """
    facts = {facts["uuid"]: facts for facts in files.get_files(concern, key)}[str(file)]
    if facts["scan"] != Scan.CLEAN:
        facts = _scan_late(concern, facts, by=by, now=now)
    record(by, "concerns.file.opened", concern, {"reason": reason}, at=now)
    return facts, files.read_body(facts)


def _scan_late(concern: Concern, facts: dict[str, Any], *, by: Any, now: datetime) -> dict[str, Any]:
    """Scanned now, since nobody could when it came. Without a scanner it is handed out as it is, and marked so."""
    if not settings.SCANNER_SOCKET:
        return facts
    found = file_checks.scan_again(files.read_body(facts))
    record(by, "concerns.file.scanned", concern, {"result": "found" if found else "clean"}, at=now)
    if found:
        raise NotScanned
    ConcernFile.objects.filter(uuid=facts["uuid"]).update(scan=Scan.CLEAN)
    return facts | {"scan": Scan.CLEAN.value}


@transaction.atomic
def erase(concern: Concern, *, by: Any, now: datetime) -> None:
    """The key first, then the rows, then the files: from the first step on nothing of it opens."""
    uuids = list(concern.files.values_list("uuid", flat=True))
    if concern.data_key_id:
        data_keys.erase_data_key(concern.data_key_id)
    record(by, "concerns.concern.erased", concern, at=now)
    Concern.objects.filter(uuid=concern.uuid).delete()
    for uuid in uuids:
        transaction.on_commit(partial(storage.delete_body, uuid))
