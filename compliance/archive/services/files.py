"""The files of an archive, encrypted under this portal's own keys."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from compliance.archive.import_state import ImportState
from compliance.archive.manifest import FILE, USER
from compliance.archive.services.export import data_entry_name, file_entry_name
from compliance.archive.validation import Refused
from compliance.organisations.models import Organisation
from portal.core.types import JsonObject
from portal.files import storage
from portal.files.file_types import clean_name
from portal.files.models import StoredFile

FILE_FIELDS = {"id", "name", "content_type", "size", "sha256", "state", "uploaded_by", "uploaded_at", "at"}


def import_files(restoring: ImportState, organisation: Organisation) -> dict[str, int]:
    """Save the files and return the key of each by name; one without bytes becomes a row without a body. Raises
    Refused.
    """
    missing = restoring.opened.manifest.get("missing")
    keys: dict[str, int] = {}
    for facts in restoring.opened.rows(data_entry_name(FILE)):
        stored = _build_row(facts, restoring.known[USER], organisation)
        if facts["at"] != file_entry_name(stored):
            raise Refused(f"the file {facts['id']} is not in the expected place")
        if restoring.opened.has(facts["at"]):
            _save_body(restoring, stored, restoring.opened.body(facts["at"]))
        elif not isinstance(missing, list) or facts["at"] not in missing:
            raise Refused(f"it does not include {facts['at']}")
        if StoredFile.objects.filter(uuid=stored.uuid).exists():
            raise Refused("files of it are on this website already: it was brought before, or was made here")
        uploaded_at = stored.uploaded_at
        stored.save(force_insert=True)
        StoredFile.objects.filter(pk=stored.pk).update(uploaded_at=uploaded_at)
        keys[facts["id"]] = stored.pk
    return keys


def delete_files(uuids: Iterable[UUID]) -> None:
    """Delete the bytes of these files."""
    for uuid in uuids:
        storage.delete_file(uuid)


def _save_body(restoring: ImportState, stored: StoredFile, body: bytes) -> None:
    if (len(body), hashlib.sha256(body).hexdigest()) != (stored.size, stored.sha256):
        raise Refused(f"the file {stored.uuid} does not match its row")
    if not storage.get_storage().exists(storage.get_storage_path(stored.uuid)):
        storage.save_file(stored.uuid, body)
        restoring.written.append(stored.uuid)
    # What another portal found clean, a scanner here looks at anew: the sweep wakes it.
    if settings.SCANNER_SOCKET and stored.state == StoredFile.State.CLEAN:
        stored.state = StoredFile.State.RECEIVED


def _build_row(facts: JsonObject, people: JsonObject, organisation: Organisation) -> StoredFile:
    try:
        stored = StoredFile(
            uuid=UUID(facts["id"]),
            name=clean_name(facts["name"]),
            content_type=facts["content_type"],
            size=facts["size"],
            sha256=facts["sha256"],
            scope=organisation.uuid,
            state=StoredFile.State(facts["state"]),
            uploaded_by_id=facts["uploaded_by"] and people[facts["uploaded_by"]],
            uploaded_at=datetime.fromisoformat(facts["uploaded_at"]),
        )
        stored.clean_fields(exclude=["uploaded_by"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"the file {str(facts.get('id'))[:40]} cannot be imported ({type(error).__name__})") from error
    if set(facts) != FILE_FIELDS:
        raise Refused(f"the file {facts['id']} has something that this website does not recognise")
    return stored
