"""Reports and evidence: cleaned, encrypted, served as downloads only.

See docs/requirements/security.md#private-downloads.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from compliance.audits.models import Audit, AuditFile
from compliance.organisations.models import Organisation
from portal.accounts.models import User
from portal.core.locks import lock_row
from portal.files import file_types
from portal.files.models import StoredFile
from portal.files.services import receive_with_record
from portal.history.services import record


@contextmanager
def save_cleaned_file(upload: UploadedFile, *, organisation: Organisation, by: User | str) -> Iterator[StoredFile]:
    """Save the file without active content and metadata, in one transaction with the block's record."""
    with receive_with_record(upload, scope=organisation.uuid, by=by, kinds=file_types.CLEANED) as stored:
        yield stored


def attach_file(*, audit: Audit, upload: UploadedFile, actor: User, at: datetime) -> AuditFile:
    """Attach a file to an audit. Raises portal.files.services.Refused, OverLimit."""
    with save_cleaned_file(upload, organisation=audit.organisation, by=actor) as stored:
        lock_row(audit)
        attached = AuditFile.objects.create(audit=audit, file=stored)
        record(actor, "audits.audit.file_added", audit, scope=audit.organisation.uuid, at=at)
    return attached


@transaction.atomic
def remove_file(*, file: AuditFile, actor: User, at: datetime) -> None:
    """Remove a file of an audit, once. The sweep deletes the bytes once no row points at them."""
    file = lock_row(file, "audit__organisation")
    record(actor, "audits.audit.file_removed", file.audit, scope=file.audit.organisation.uuid, at=at)
    file.delete()
