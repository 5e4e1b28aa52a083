"""Files of uploads stay 90 days, what was found in their rows two years; a second time nothing is left to do."""

from datetime import timedelta

import pytest

from compliance.workbooks.choices import State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.retention import retain
from portal.files.models import StoredFile
from portal.files.services import delete_orphans
from portal.history.models import Entry
from tests.compliance.workbooks.test_pipeline import NOW, SUPPLIERS, member, put_in, send, workbook  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def test_files_go_after_90_days_and_rows_after_two_years(member):  # noqa: F811
    applied = put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    waiting = send(member, workbook(Suppliers=SUPPLIERS[:3]), at=NOW + timedelta(hours=1))
    assert retain(NOW + timedelta(days=90)) == 0
    late = NOW + timedelta(days=91)
    assert retain(late) == 2
    assert retain(late) == 0
    StoredFile.objects.update(uploaded_at=NOW)
    assert delete_orphans(late) >= 3
    assert not StoredFile.objects.exists()
    applied.refresh_from_db()
    waiting.refresh_from_db()
    assert (applied.state, applied.file, applied.result, applied.rows.count()) == (State.DONE, None, None, 3)
    assert (waiting.state, waiting.rows.count()) == (State.CANCELLED, 0)
    years = NOW + timedelta(days=731)
    assert retain(years) == 1
    assert retain(years) == 0
    assert (StagedRow.objects.count(), Import.objects.count()) == (0, 2)
    assert Entry.objects.filter(action__endswith="_expired").count() == 3
