"""A workbook arrives: it is sealed and kept, and a job is owed (suppliers 8)."""

import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from compliance.organisations.models import Organisation
from compliance.workbooks import tasks
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from portal.core import limits
from portal.files import services as files
from portal.files.kinds import DATA
from portal.history.services import record

SAME_FILE_WITHIN = timedelta(hours=24)


def receive(
    upload: UploadedFile, *, organisation: Organisation, token: uuid.UUID, kind: str, by: Any, at: datetime
) -> Import:
    """Keep the file and its row. The same page sent twice gives the same upload.

    Raises files.Refused or limits.OverLimit, errors for the form field.
    """
    if sent := Import.objects.for_organisation(organisation).filter(token=token).first():
        return sent
    if wait := limits.wait("workbook", organisation.pk):
        raise limits.OverLimit(wait)
    try:
        with files.received(upload, scope=organisation.uuid, by=by, kinds=(DATA,)) as stored:
            made = Import.objects.create(
                organisation=organisation, token=token, file=stored, name=stored.name, sha256=stored.sha256,
                kind=kind, uploaded_by=by, received_at=at,
            )  # fmt: skip
            record(by, "workbooks.import.received", made, {"sha256": made.sha256}, scope=organisation.uuid, at=at)
            transaction.on_commit(partial(tasks.work.enqueue, made.pk))
    except IntegrityError:
        return Import.objects.for_organisation(organisation).get(token=token)
    return made


def earlier(upload: Import) -> Import | None:
    """The same file from the same organisation within a day, whose result may do."""
    since = upload.received_at - SAME_FILE_WITHIN
    others = Import.objects.for_organisation(upload.organisation).filter(
        sha256=upload.sha256, received_at__gte=since, received_at__lt=upload.received_at
    )
    return others.exclude(state__in=[State.FAILED, State.CANCELLED]).exclude(pk=upload.pk).first()
