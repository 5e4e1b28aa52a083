"""Receive a workbook: it is encrypted and stored, and a job is owed (docs/requirements/suppliers.md#upload-states)."""

import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.audits.models import SupplierLink
from compliance.audits.services import supplier_answers
from compliance.organisations.models import Organisation
from compliance.workbooks.choices import Kind, State
from compliance.workbooks.models import Import
from compliance.workbooks.services import import_job
from portal.accounts.models import User
from portal.core import rate_limits
from portal.files import services as files
from portal.files.file_types import DATA
from portal.history.services import record
from portal.jobs import protocol

SAME_FILE_TTL = timedelta(hours=24)


def receive_upload(
    upload: UploadedFile, *, organisation: Organisation, token: uuid.UUID, kind: str, by: User, at: datetime
) -> Import:
    """Store the file and its row. The same page sent twice gives the same upload.

    Raises files.Refused or rate_limits.OverLimit, errors for the form field.
    """
    if existing := Import.objects.for_organisation(organisation).filter(token=token).first():
        return existing
    if wait := rate_limits.count_and_get_wait("workbook", organisation.pk):
        limit, _seconds = settings.LIMITS["workbook"]
        why = _("Your organisation has uploaded %(most)d files in the last hour, which is the limit.") % {"most": limit}
        raise rate_limits.OverLimit(wait, why=why)
    return _save_upload(upload, organisation, token, by, at, kind=kind, uploaded_by=by)


def receive_upload_by_link(upload: UploadedFile, *, link: SupplierLink, token: uuid.UUID, at: datetime) -> Import:
    """Store what a supplier sends back; nobody reviews it first, as its form is not. Raises as receive_upload."""
    supplier = link.supplier
    if existing := get_uploads_by_link(link).filter(token=token).first():
        return existing
    if wait := rate_limits.count_and_get_wait("supplier_workbooks", link.pk):
        raise rate_limits.OverLimit(wait)
    who = supplier_answers.get_history_name(supplier)
    return _save_upload(upload, supplier.organisation, token, who, at, kind=Kind.ACTIONS, from_supplier=supplier)


def get_uploads_by_link(link: SupplierLink) -> QuerySet[Import]:
    """Return what came back since this link was sent."""
    uploads = Import.objects.for_organisation(link.supplier.organisation).filter(from_supplier=link.supplier)
    return uploads.filter(received_at__gte=link.sent_at).select_related("organisation", "result")


def _save_upload(
    upload: UploadedFile, organisation: Organisation, token: uuid.UUID, by: User | str, at: datetime, **fields: Any
) -> Import:
    try:
        with files.receive_with_record(upload, scope=organisation.uuid, by=by, kinds=(DATA,)) as stored:
            upload_row = Import.objects.create(
                organisation=organisation, token=token, file=stored, name=stored.name, sha256=stored.sha256,
                received_at=at, waits_since=timezone.now(), **fields,
            )  # fmt: skip
            record(
                by,
                "workbooks.import.received",
                upload_row,
                {"sha256": upload_row.sha256},
                scope=organisation.uuid,
                at=at,
            )
            transaction.on_commit(partial(protocol.wake, import_job.JOB, upload_row.pk))
    except IntegrityError:
        return Import.objects.for_organisation(organisation).get(token=token)
    return upload_row


def get_earlier_upload(upload: Import) -> Import | None:
    """Return the same file from the same organisation within a day, whose result may do."""
    since = upload.received_at - SAME_FILE_TTL
    others = Import.objects.for_organisation(upload.organisation).filter(
        sha256=upload.sha256, received_at__gte=since, received_at__lt=upload.received_at
    )
    return others.exclude(state__in=[State.FAILED, State.CANCELLED]).exclude(pk=upload.pk).first()
