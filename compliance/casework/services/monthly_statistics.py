"""The internal month as a workbook: coded facts only, and who took it, when and of which month.

See docs/requirements/security.md#exports.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.selectors.monthly_statistics import Month, get_tables_for
from portal.accounts.models import User
from portal.core.xlsx import Sheet
from portal.core.xlsx import build_workbook as workbook_of
from portal.history.services import record


@transaction.atomic
def build_workbook(*, month: Month, by: User, at: datetime, shows_small_numbers: bool = True) -> bytes:
    """Return an .xlsx file with a sheet a table; the first says what the others are, and how many rows each has."""
    tables = get_tables_for(month, by, shows_small_numbers=shows_small_numbers)
    small = _("small numbers are not hidden") if shows_small_numbers else _("counts from 1 to 4 are hidden")
    about: list[list[str | int]] = [
        [_("Month"), str(month)],
        [_("Downloaded by"), str(by)],
        [_("Downloaded at"), timezone.localtime(at).isoformat(timespec="seconds")],
        [_("Filter"), _("contacts by hour, cases by the day they were opened or closed, in %s") % month.code],
        [_("For"), _("the helpline’s own use: %s") % small],
    ]
    about += [[_("Rows in “%s”") % table.title, len(table.rows)] for table in tables]
    record(
        by, "casework.figures.exported", None, {"month": month.code, "rows": sum(len(t.rows) for t in tables)}, at=at
    )
    return workbook_of(
        [
            Sheet(_("About"), (_("What"), _("Detail")), about),
            *(Sheet(table.title, table.heads, table.rows) for table in tables),
        ]
    )
