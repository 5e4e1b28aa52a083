import csv
import io

import pytest

from compliance.hotspots.selectors import runs
from compliance.hotspots.services.exports import export_hotspots
from compliance.sharing.rules.columns import HOTSPOT_COLUMNS
from portal.history.models import Entry
from tests.factories import feeds as make

pytestmark = pytest.mark.django_db


def test_a_download_says_who_took_it_when_by_which_filter_and_how_many_rows(at_desk):
    run = make.compute()
    analysis = run.analyses.get()
    body = export_hotspots(
        run=run, analysis=analysis, hotspots=runs.get_hotspots(analysis), filtered_by="region: london",
        actor=at_desk.lead, at=at_desk.now,
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert tuple(rows[0]) == HOTSPOT_COLUMNS
    assert rows[1][2] == "Chesterfield"
    about = dict(row for row in rows[3:])
    assert about["Downloaded by"] == str(at_desk.lead)
    assert about["Filtered by"] == "region: london"
    assert about["Rows"] == "1"
    assert "reports, not proof of exploitation" in about["About"]
    assert Entry.objects.get(action="hotspots.run.exported").detail == {"quarter": "2026-q3", "rows": 1}
