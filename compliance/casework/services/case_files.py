"""All files of a case, whoever gave them: what is known of each, and opening one for a handler."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from compliance.casework.models import Attachment, Case
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.services import attachments
from compliance.casework.services.case_keys import Keys
from compliance.concerns.choices import FileRole
from compliance.concerns.models import Concern
from compliance.concerns.services import desk as concern_desk
from compliance.concerns.services import files as concern_files
from portal.accounts.models import User
from portal.files import attachment_types
from portal.history.services import record
from portal.vault.encryption import DecryptionError

PICTURE_KINDS = frozenset({"JPG", "PNG", "WEBP", "HEIC"})


@dataclass(frozen=True)
class CaseFile:
    """given: by the reporter, as a concern; or added by the desk. size: bytes. sha256: of what is kept."""

    uuid: UUID
    given: Concern | Attachment = field(repr=False)
    name: str = field(repr=False)
    what: str = field(repr=False)
    made_on: date | None
    kind: str
    size: int
    sha256: str
    role: FileRole
    scan: str

    @property
    def is_of_desk(self) -> bool:
        return isinstance(self.given, Attachment)

    @property
    def tells_more(self) -> bool:
        """Return whether it was not cleaned, so that it may say who made it, where and when."""
        return self.role != FileRole.CLEANED

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURE_KINDS

    @property
    def neutral_name(self) -> str:
        """Return a name that tells nothing, since what the reporter called it may tell who they are."""
        return f"{str(self.uuid)[:8]}.{attachment_types.get_kind(self.kind).extensions[0]}"


def get_files(case: Case, keys: Keys) -> list[CaseFile]:
    """Return those of the reporters first, each by when it came. Where a key was erased, they are gone."""
    files: list[CaseFile] = []
    for concern in selectors_concerns.get_concerns(case):
        try:
            files += _of_concern(concern, keys)
        except DecryptionError:
            continue
    return [*files, *(_of_desk(row, keys) for row in attachments.get_attachments(case))]


def has_originals(case: Case) -> bool:
    """Return whether a reporter gave a file to be kept as it was, as evidence."""
    return case.contacts.filter(concern__files__role=FileRole.ORIGINAL).exists()


def find_file(case: Case, keys: Keys, uuid: UUID) -> CaseFile | None:
    return next((file for file in get_files(case, keys) if file.uuid == uuid), None)


def open_file(file: CaseFile, keys: Keys, *, reason: str, actor: User, at: datetime) -> Iterator[bytes]:
    """Return the bytes, piece by piece; that it was opened, and why, is a line of history.

    Raises file_checks.NotScanned, FileNotFoundError, DecryptionError.
    """
    source = file.given
    if isinstance(source, Concern):
        _facts, pieces = concern_desk.open_file(
            source, keys.get_key(source), file.uuid, by=actor, reason=reason, now=at
        )
        return _begun(pieces)
    attachments.require_clean(source, keys, actor=actor, at=at)
    pieces = _begun(attachments.read_body(source, keys))
    record(actor, "casework.file.opened", source.case, {"reason": reason}, at=at)
    return pieces


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """With its first piece in hand: bytes that are not there are missed now, not while an answer is on its way."""
    return chain([next(pieces)], pieces)


def _of_concern(concern: Concern, keys: Keys) -> Iterable[CaseFile]:
    for facts in concern_files.get_files(concern, keys.get_key(concern)):
        what = ", ".join(filter(None, (facts.get("note"), facts.get("made"))))
        yield _made(UUID(facts["uuid"]), concern, facts, what=what, made_on=None)


def _of_desk(row: Attachment, keys: Keys) -> CaseFile:
    facts = keys.facts(row, "about") | {"kind": row.kind, "size": row.size}
    made_on = date.fromisoformat(facts["made_on"]) if facts["made_on"] else None
    return _made(row.uuid, row, facts, what=facts["what"], made_on=made_on)


def _made(uuid: UUID, source: Concern | Attachment, facts: Mapping[str, Any], **more: Any) -> CaseFile:
    same = {name: facts[name] for name in ("name", "kind", "size", "sha256", "scan")}
    return CaseFile(uuid=uuid, given=source, role=FileRole(facts["role"]), **same, **more)
