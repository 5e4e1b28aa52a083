"""The table of hotspots as CSV for staff.

See docs/requirements/security.md#exports.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.hotspots.labels import describe_reporting_bias
from compliance.hotspots.models import Analysis, Hotspot, Run
from compliance.hotspots.selectors import runs
from portal.accounts.models import User
from portal.core.csv_cells import csv_lines
from portal.history.services import record


def export_hotspots(
    *, run: Run, analysis: Analysis, hotspots: Sequence[Hotspot], filtered_by: str, actor: User, at: datetime
) -> bytes:
    """Return the file, with a line of history."""
    rows = [runs.as_row(hotspot, analysis, run) for hotspot in hotspots]
    record(actor, "hotspots.run.exported", run, {"quarter": run.quarter, "rows": len(rows)}, at=at)
    return "".join(csv_lines(_lines(rows, filtered_by, actor, at))).encode()


# Any: cells.
def _lines(rows: Sequence[dict[str, Any]], filtered_by: str, actor: User, at: datetime) -> Iterator[list[Any]]:
    yield list(rows[0]) if rows else [_("No hotspots")]
    yield from (list(row.values()) for row in rows)
    yield []
    yield [_("About"), describe_reporting_bias()]
    yield [_("Downloaded by"), str(actor)]
    yield [_("Downloaded at"), timezone.localtime(at).isoformat(timespec="seconds")]
    yield [_("Filtered by"), filtered_by or _("nothing")]
    yield [_("Rows"), str(len(rows))]
