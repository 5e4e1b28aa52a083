"""The columns of the list of suppliers, beside the name, which is always there."""

from django.utils.translation import gettext_lazy

COLUMN_LABELS = {
    "reference": gettext_lazy("Your reference"),
    "country": gettext_lazy("Country"),
    "tier": gettext_lazy("Tier"),
    "sector": gettext_lazy("Sector"),
    "category": gettext_lazy("Category"),
    "owner": gettext_lazy("Managed by"),
    "spend": gettext_lazy("Spend a year"),
    "risk": gettext_lazy("Risk"),
    "audit": gettext_lazy("Last audit"),
    "actions": gettext_lazy("Open actions"),
    "statement": gettext_lazy("Statement"),
    "turnover": gettext_lazy("Turnover"),
    "sites": gettext_lazy("Sites"),
    "number": gettext_lazy("Company number"),
}
DEFAULT_COLUMNS = ("country", "tier", "risk", "audit", "actions", "statement")


def select_columns(codes: list[str] | None) -> list[str]:
    """Return the known ones of these codes in the order of the list; the usual ones where none is known."""
    chosen = [code for code in COLUMN_LABELS if code in (codes or ())]
    return chosen or [code for code in COLUMN_LABELS if code in DEFAULT_COLUMNS]
