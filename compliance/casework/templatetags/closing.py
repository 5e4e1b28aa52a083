"""{% load closing %}: the coded facts that a case lacks, in words, each with the page where it is coded."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework.models import Case
from compliance.casework.rules.closing import CASE, EXPLOITER, PEOPLE, PLACE, SUPPLY, Missing
from compliance.casework.services.closing import BLOCKING_OBSTACLES
from portal.reference import nrm, places

register = template.Library()

# By what each is coded on, and its name.
FACTS = {
    CASE: {
        "category": gettext_lazy("kind of case"),
        "channel": gettext_lazy("channel"),
        "purpose": gettext_lazy("why they contacted us"),
        "language": gettext_lazy("reporter’s language"),
        "age_of_person": gettext_lazy("age"),
        "exploitation_types": gettext_lazy("exploitation"),
        "sectors": gettext_lazy("sector"),
        "region": gettext_lazy("region"),
        "police_force": gettext_lazy("police force"),
    },
    PEOPLE: {
        "people": gettext_lazy("who is affected"),
        "count": gettext_lazy("how many are affected"),
        "gender": gettext_lazy("gender of those affected"),
        "age_bands": gettext_lazy("ages of those affected"),
        "nationalities": gettext_lazy("nationalities of those affected"),
    },
    EXPLOITER: {
        "count": gettext_lazy("how many may be responsible"),
        "nationalities": gettext_lazy("nationalities of those who may be responsible"),
    },
    PLACE: {"country": gettext_lazy("country")},
    SUPPLY: {
        "tier": gettext_lazy("tier of the business in the supply chain"),
        "sectors": gettext_lazy("sector of the business"),
    },
}
OBSTACLE_PAGES = {
    "child_action": "cases:actions",
    "contact_request": "cases:actions",
    "untriaged": "cases:status",
    "closure_asked": "cases:actions",
    "referral": "cases:referrals",
    "unsent_referral": "cases:referrals",
    "coded_facts": "cases:facts",
    "not_told": "cases:conversation",
    "originals": "cases:files",
}
# Coded on a page of their own; all else of the case on “Coded facts”.
PAGES = {"age_of_person": "cases:age"}


@register.filter
def blocking(obstacles: Iterable[str]) -> list[str]:
    """Those without which the case does not close."""
    return [code for code in obstacles if code in BLOCKING_OBSTACLES]


@register.filter
def to_check(obstacles: Iterable[str]) -> list[str]:
    """Those that a handler may decide to leave."""
    return [code for code in obstacles if code not in BLOCKING_OBSTACLES]


@register.filter
def obstacle_page(code: str, case: Case) -> str:
    """The address where it is done."""
    return reverse(OBSTACLE_PAGES[code], args=[case.pk])


@register.filter
def fact_word(missing: Missing) -> str:
    """Its name, and of the second row of a kind and later ones which it is."""
    name = str(FACTS[missing.of][missing.fact])
    if missing.number < 2:
        return name
    return _("%(fact)s (entry %(number)d)") % {"fact": name, "number": missing.number}


@register.filter
def fact_names(missing: Iterable[Missing]) -> str:
    return ", ".join(fact_word(fact) for fact in missing)


@register.filter
def fact_page(missing: Missing, case: Case) -> str:
    """The address where it is coded."""
    if missing.of == CASE:
        return reverse(PAGES.get(missing.fact, "cases:facts"), args=[case.pk])
    if missing.key is None:
        return reverse("cases:describe", args=[case.pk, missing.of])
    return reverse("cases:redescribe", args=[case.pk, missing.of, missing.key])


@register.filter
def force_name(code: str) -> str:
    force = places.get_police_forces().get(code)
    return force.name if force else _("Not known")


@register.filter
def nationality_names(codes: Iterable[str]) -> str:
    known = nrm.get_accepted_labels("nationalities")
    return ", ".join(known.get(code, code) for code in codes)
