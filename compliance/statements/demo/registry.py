"""A file as the government's registry hands out, of the demo's own making. Every organisation in it is invented."""

import csv
import tempfile
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from compliance.statements.models import Edition
from compliance.statements.registry.services import import_csv

DAYS_OLD = 24
HEADS = (
    *("StatementYear", "OrganisationName", "CompanyNumber", "StatementURL", "GroupSubmission", "ParentName"),
    *("OrganisationSectors", "Turnover", "StatementIncludesPolicies", "StatementIncludesTraining"),
)
BUILDING = "Construction, civil engineering and building products"
FOOD = "Food and beverages, agriculture and fishing"
CLEANING = "Cleaning and security services"
# Years back, then as in HEADS; some are suppliers of the demo's organisations.
ROWS = (
    (0, "Moorland Poultry Products Ltd", "ZZ000303", "https://moorland.example/slavery", "No", "", FOOD),
    (0, "Oakhanger Construction Ltd", "ZZ000501", "https://oakhanger.example/modern-slavery", "No", "", BUILDING),
    (1, "Oakhanger Construction Ltd", "ZZ000501", "https://oakhanger.example/modern-slavery", "No", "", BUILDING),
    (
        1,
        "Nightwatch Guarding Ltd",
        "ZZ000503",
        "https://vigil-group.example/statement",
        "Yes",
        "Vigil Group plc",
        CLEANING,
    ),
    (1, "Vigil Group plc", "ZZ000901", "https://vigil-group.example/statement", "Yes", "", CLEANING),
    (0, "Tidewater Timber Merchants Ltd", "ZZ000902", "https://tidewater.example/transparency", "No", "", BUILDING),
)


def seed(*, today: date) -> None:
    """Load it once."""
    if Edition.objects.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "invented-statement-summaries.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADS)
            writer.writerows(
                (today.year - back, *row, "£60 million to £100 million", "Yes", "Yes") for back, *row in ROWS
            )
        import_csv.load(
            path,
            dated=today - timedelta(days=DAYS_OLD),
            today=today,
            at=timezone.now(),
            tell=lambda _row, _problem: None,
        )
