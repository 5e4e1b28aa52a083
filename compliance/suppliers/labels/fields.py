"""Name the fields of a supplier and of a site, as forms, pages and the history show them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIELD_LABELS = {
    "supplier_ref": gettext_lazy("Your reference"),
    "site_ref": gettext_lazy("Your reference"),
    "name": gettext_lazy("Name"),
    "trading_name": gettext_lazy("Trading name"),
    "company_number": gettext_lazy("Company number"),
    "country": gettext_lazy("Country"),
    "status": gettext_lazy("Status"),
    "category": gettext_lazy("Category"),
    "is_over_turnover": gettext_lazy("Is its yearly turnover £36 million or more?"),
    "is_labour_provider": gettext_lazy("Provides workers to other businesses"),
    "owner": gettext_lazy("Managed by"),
    "contact_name": gettext_lazy("Contact name"),
    "contact_email": gettext_lazy("Contact email address"),
    "language": gettext_lazy("Language of our emails to the supplier"),
    "os_id": gettext_lazy("Open Supply Hub ID"),
    "duns": gettext_lazy("D-U-N-S number"),
    "lei": gettext_lazy("Legal Entity Identifier (LEI)"),
    "sedex_company_ref": gettext_lazy("Sedex company reference"),
    "sedex_site_ref": gettext_lazy("Sedex site reference"),
    "notes": gettext_lazy("Notes"),
    "address": gettext_lazy("Address"),
    "town": gettext_lazy("Town or city"),
    "region": gettext_lazy("State, province or county"),
    "postcode": gettext_lazy("Postcode"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "function": gettext_lazy("What the site does"),
    "sector": gettext_lazy("Sector"),
    "activity": gettext_lazy("Kind of work"),
    "recruits_from_abroad": gettext_lazy("Are workers recruited from abroad?"),
    "pays_by_piece_or_cash": gettext_lazy("Are workers paid piece rates or in cash?"),
}


def list_field_labels(codes: list[str]) -> str:
    """Return "Name, Country" for codes as the history keeps them; a code that is no longer in use stays as it was."""
    return ", ".join(str(FIELD_LABELS.get(code, code)) for code in codes) or _("nothing")
