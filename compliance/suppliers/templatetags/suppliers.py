"""Show codes of the register as words: {% load suppliers %}."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.suppliers.choices import Band, SupplierStatus, Tier
from portal.core.languages import cache_by_language
from portal.reference.synonyms import get_country_names
from portal.reference.tables import sector_names

register = template.Library()

# Never colour alone: the word stands in the tag.
COLOURS = {Band.LOW: "green", Band.MEDIUM: "yellow", Band.HIGH: "orange", Band.VERY_HIGH: "red"}
# Asked in each row of a table: an enumeration makes its list of values anew each time. The labels are lazy.
BANDS: dict[str | None, tuple[str, Any]] = {band.value: (COLOURS[band], band.label) for band in Band}
TIER_NAMES: dict[int | None, Any] = {tier.value: tier.label for tier in Tier}


@register.filter
@cache_by_language
def country_name(code: str) -> str:
    return _(get_country_names()[code]) if code in get_country_names() else code


@register.filter
@cache_by_language
def sector_name(code: str) -> str:
    return _(sector_names()[code]) if code in sector_names() else code


@register.filter
@cache_by_language
def status_name(code: str) -> str:
    return str(SupplierStatus(code).label)


@register.filter
@cache_by_language
def tier_name(tier: int | None) -> str:
    return str(TIER_NAMES.get(tier, Tier.UNKNOWN.label))


@register.filter
def place_count(count: int, label: str) -> str:
    """Return how many places there are; label: the count in words."""
    return ngettext("%(number)s site or supplier", "%(number)s sites and suppliers", count) % {"number": label}


@register.filter
def pounds(pence: int) -> str:
    """Return "£1,250.50"; whole pounds without pence."""
    return f"£{pence / 100:,.2f}".removesuffix(".00")


@register.filter
@cache_by_language
def band_tag(band: str | None) -> SafeString:
    known = BANDS.get(band)
    colour, word = known or ("grey", _("Not known"))
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, word)
