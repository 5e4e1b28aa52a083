"""The desk's access to a concern. The caller has checked the permission and holds the data key."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from compliance.concerns import encryption, storage
from compliance.concerns.choices import Author, Channel, IdentityMode, Scan, Status
from compliance.concerns.models import Concern, ConcernFile
from compliance.concerns.services import dialogue, file_checks, files, submission
from compliance.concerns.services.delayed_history import round_to_hour
from compliance.concerns.services.dialogue import DialogueMessage
from compliance.concerns.services.file_checks import NotScanned
from compliance.concerns.services.submission import Code, NewCode
from compliance.concerns.types import Answers, FileFacts
from portal.accounts.models import User
from portal.history.services import record
from portal.vault.services import data_keys


@dataclass(frozen=True)
class FullConcern:
    """A decrypted concern. files: facts of each, with its key; services.files.read_body decrypts one."""

    concern: Concern
    answers: Answers = field(repr=False)
    messages: list[DialogueMessage] = field(repr=False)
    files: list[FileFacts] = field(repr=False)


def read_concern(concern: Concern, key: bytes) -> FullConcern:
    """Return the decrypted concern. Raises portal.vault.encryption.DecryptionError. The caller records who read it."""
    answers = encryption.open_json(key, concern.answers, encryption.get_answers_place(concern.uuid))
    return FullConcern(concern, answers, dialogue.get_conversation(concern, key), files.get_files(concern, key))


def mark_read(concern: Concern) -> None:
    """Record that the reporter's messages were shown to a handler."""
    dialogue.mark_seen(concern, by=Author.HELPLINE)


def send_message(
    concern: Concern, key: bytes, *, text: str, now: datetime, token: UUID | None = None, language: str = "en"
) -> None:
    """Send a message to the reporter in the helpline's name. language: a code of the vocabulary."""
    dialogue.add_message(concern, key, author=Author.HELPLINE, text=text, now=now, token=token, language=language)


@transaction.atomic
def set_status(concern: Concern, status: Status, *, by: User, now: datetime) -> None:
    """Set one of the four statuses that the reporter reads."""
    Concern.objects.filter(uuid=concern.uuid).update(status=status)
    concern.status = status
    record(by, "concerns.concern.status_changed", concern, {"status": str(status)}, at=now)


def open_by_phone(answers: Answers, *, by: User, now: datetime, code: Code | None = None) -> NewCode:
    """Create a caller's concern, with a code to read aloud. answers: as of the journey. Raises kdf.Busy, NoTeamKey.

    code: of submitting.new_code, for whoever opens a transaction around this.
    """
    code = code or submission.create_code()
    with transaction.atomic():
        created = submission.create_concern(answers, channel=Channel.PHONE, submit_token=uuid4(), code=code, now=now)
        record(
            by,
            "concerns.concern.by_phone",
            created.concern,
            {"level": created.concern.triage_level},
            at=round_to_hour(now),
        )
    return created


@transaction.atomic
def record_name_left(concern: Concern, *, mode: str, by: User, now: datetime) -> None:
    """Record that an anonymous reporter gave their name by phone: from now on there is something they may delete."""
    anonymous = Concern.objects.filter(uuid=concern.uuid, identity_mode=IdentityMode.ANONYMOUS)
    if anonymous.update(identity_mode=IdentityMode(mode)):
        record(by, "concerns.concern.name_left", concern, at=round_to_hour(now))


def open_file(
    concern: Concern, key: bytes, file: UUID, *, by: User, reason: str, now: datetime
) -> tuple[FileFacts, Iterator[bytes]]:
    """Return facts and pieces of one file and record it in history. Raises KeyError, NotScanned, FileNotFoundError.

    reason: asked for an original and for what could not be cleaned; empty otherwise.
    """
    facts = {facts["uuid"]: facts for facts in files.get_files(concern, key)}[str(file)]
    if facts["scan"] != Scan.CLEAN:
        facts = _scan_late(concern, facts, by=by, now=now)
    record(by, "concerns.file.opened", concern, {"reason": reason}, at=now)
    return facts, files.read_body(facts)


def _scan_late(concern: Concern, facts: FileFacts, *, by: User, now: datetime) -> FileFacts:
    """Return the facts after a scan that was impossible at upload. Without a scanner the file is returned and marked as
    not scanned.
    """
    if not settings.SCANNER_SOCKET:
        return facts
    finding = file_checks.scan_again(files.read_body(facts))
    record(by, "concerns.file.scanned", concern, {"result": "found" if finding else "clean"}, at=now)
    if finding:
        raise NotScanned
    ConcernFile.objects.filter(uuid=facts["uuid"]).update(scan=Scan.CLEAN)
    return facts | {"scan": Scan.CLEAN.value}


@transaction.atomic
def erase(concern: Concern, *, by: User, now: datetime) -> None:
    """Delete the key first, then the rows, then the files: from the first step on nothing of it can be decrypted."""
    uuids = list(concern.files.values_list("uuid", flat=True))
    if concern.data_key_id:
        data_keys.erase_data_key(concern.data_key_id)
    record(by, "concerns.concern.erased", concern, at=now)
    Concern.objects.filter(uuid=concern.uuid).delete()
    for uuid in uuids:
        transaction.on_commit(partial(storage.delete_body, uuid))
