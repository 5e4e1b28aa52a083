"""Delete the files of uploads after 90 days, and what was found in each row after two years.

See docs/requirements/suppliers.md#upload-retention.
"""

from datetime import datetime, timedelta

from django.db import transaction

from compliance.workbooks.choices import State
from compliance.workbooks.models import Import, Package, StagedRow
from portal.history.services import record

FILES_TTL = timedelta(days=90)
ROWS_TTL = timedelta(days=2 * 365)
# Nothing can be done with these without their file.
STATES_NEEDING_FILE = (State.PREVIEW, State.MAPPING_NEEDED)


def retain(now: datetime) -> int:
    """Delete what is older; return how many uploads and packages.

    The sweep drops the bytes of files that no row names.
    """
    expired = Import.objects.filter(received_at__lt=now - FILES_TTL)
    with_files = expired.exclude(file=None, result=None).values_list("pk", flat=True)
    with_rows = StagedRow.objects.filter(upload__received_at__lt=now - ROWS_TTL).values_list("upload", flat=True)
    uploads = list(with_files), sorted(set(with_rows))
    for pk in uploads[0]:
        _drop_files(pk, now)
    for pk in uploads[1]:
        _drop_rows(pk, now)
    packages, _by_model = Package.objects.filter(asked_at__lt=now - FILES_TTL).delete()
    return len({*uploads[0], *uploads[1]}) + packages


@transaction.atomic
def _drop_files(pk: int, now: datetime) -> None:
    upload = Import.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    upload.file = upload.result = None
    if upload.state in STATES_NEEDING_FILE:
        upload.state = State.CANCELLED
        StagedRow.objects.filter(upload=upload).delete()
    upload.save(update_fields=["file", "result", "state"])
    record("system", "workbooks.import.files_expired", upload, scope=upload.organisation.uuid, at=now)


@transaction.atomic
def _drop_rows(pk: int, now: datetime) -> None:
    upload = Import.objects.select_related("organisation").get(pk=pk)
    StagedRow.objects.filter(upload=upload).delete()
    record("system", "workbooks.import.rows_expired", upload, scope=upload.organisation.uuid, at=now)
