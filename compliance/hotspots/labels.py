"""What stands with every table of hotspots, in words."""

from django.utils.translation import gettext as _

from portal.reference import helpline


def describe_reporting_bias() -> str:
    """Return the sentence that stands with every table of hotspots."""
    return _(
        "These are reports, not proof of exploitation. A rise most likely means that more people know about the"
        " helpline. Never act on a hotspot alone."
    )


def describe_selection(exploitation_type: str, sector: str) -> str:
    """Return a type of exploitation and a sector in words; empty codes stand for all."""
    kind = helpline.get_label("exploitation_type", exploitation_type) if exploitation_type else _("All types")
    trade = helpline.get_label("sector", sector) if sector else _("all sectors")
    return f"{kind}, {trade}"


def describe_quarter(code: str) -> str:
    """Return 2026-q3 as people read it."""
    year, _dash, number = code.partition("-q")
    months = {"1": _("January to March"), "2": _("April to June"), "3": _("July to September"),
              "4": _("October to December")}  # fmt: skip
    return f"{months[number]} {year}"
