"""The files of an archive, sealed under this portal's own keys."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from compliance.archive.manifest import FILE, USER
from compliance.archive.services.export import data_entry_name, file_entry_name
from compliance.archive.services.import_state import ImportState
from compliance.archive.validation import Refused
from compliance.organisations.models import Organisation
from portal.files import storage as files_storage
from portal.files.file_types import clean_name
from portal.files.models import StoredFile

FILE_FIELDS = {"id", "name", "content_type", "size", "sha256", "state", "uploaded_by", "uploaded_at", "at"}


def import_files(restoring: ImportState, organisation: Organisation) -> dict[str, Any]:
    """The key of each by name. One whose bytes the archive lacks is told of as it was. Raises Refused."""
    missing = restoring.opened.manifest.get("missing")
    keys: dict[str, Any] = {}
    for told in restoring.opened.rows(data_entry_name(FILE)):
        made = _build_row(told, restoring.known[USER], organisation)
        if told["at"] != file_entry_name(made):
            raise Refused(f"the file {told['id']} stands where no archive has one")
        if restoring.opened.has(told["at"]):
            _save_body(restoring, made, restoring.opened.body(told["at"]))
        elif not isinstance(missing, list) or told["at"] not in missing:
            raise Refused(f"{told['at']} is not in it")
        if StoredFile.objects.filter(uuid=made.uuid).exists():
            raise Refused("files of it are on this portal already: it was brought before, or was made here")
        uploaded_at = made.uploaded_at
        made.save(force_insert=True)
        StoredFile.objects.filter(pk=made.pk).update(uploaded_at=uploaded_at)
        keys[told["id"]] = made.pk
    return keys


def delete_files(written: Iterable[UUID]) -> None:
    for uuid in written:
        files_storage.delete_file(uuid)


def _save_body(restoring: ImportState, made: StoredFile, body: bytes) -> None:
    if (len(body), hashlib.sha256(body).hexdigest()) != (made.size, made.sha256):
        raise Refused(f"the file {made.uuid} is not what its row says")
    if not files_storage.get_storage().exists(files_storage.get_storage_path(made.uuid)):
        files_storage.save_file(made.uuid, body)
        restoring.written.append(made.uuid)
    # What another portal found clean, a scanner here looks at anew: the sweep wakes it.
    if settings.SCANNER_SOCKET and made.state == StoredFile.State.CLEAN:
        made.state = StoredFile.State.RECEIVED


def _build_row(told: dict[str, Any], people: dict[str, Any], organisation: Organisation) -> StoredFile:
    try:
        made = StoredFile(
            uuid=UUID(told["id"]),
            name=clean_name(told["name"]),
            content_type=told["content_type"],
            size=told["size"],
            sha256=told["sha256"],
            scope=organisation.uuid,
            state=StoredFile.State(told["state"]),
            uploaded_by_id=told["uploaded_by"] and people[told["uploaded_by"]],
            uploaded_at=datetime.fromisoformat(told["uploaded_at"]),
        )
        made.clean_fields(exclude=["uploaded_by"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"the file {str(told.get('id'))[:40]} cannot be taken ({type(error).__name__})") from error
    if set(told) != FILE_FIELDS:
        raise Refused(f"the file {told['id']} has something that this portal does not know")
    return made
