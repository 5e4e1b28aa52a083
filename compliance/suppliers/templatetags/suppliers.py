"""Show codes of the register as words: {% load suppliers %}."""

from django import template
from django.utils.translation import gettext as _

from compliance.suppliers.choices import Band, Tier
from portal.reference.synonyms import get_country_names
from portal.reference.tables import sector_names

register = template.Library()

# Never colour alone: the word stands in the tag.
COLOURS = {Band.LOW: "green", Band.MEDIUM: "yellow", Band.HIGH: "orange", Band.VERY_HIGH: "red"}


@register.filter
def country_name(code: str) -> str:
    return _(get_country_names()[code]) if code in get_country_names() else code


@register.filter
def sector_name(code: str) -> str:
    return _(sector_names()[code]) if code in sector_names() else code


@register.filter
def tier_name(tier: int | None) -> str:
    return str(Tier(tier).label) if tier in Tier.values else str(Tier.UNKNOWN.label)


@register.filter
def pounds(pence: int) -> str:
    """Return "£1,250.50"; whole pounds without pence."""
    return f"£{pence / 100:,.2f}".removesuffix(".00")


@register.inclusion_tag("suppliers/_band.html")
def band_tag(band: str | None) -> dict[str, str]:
    if band not in Band.values:
        return {"word": _("Not known"), "colour": "grey"}
    return {"word": str(Band(band).label), "colour": COLOURS[Band(band)]}
