"""Needs as people name them, and the kinds of services (service_type) that answer to each."""

from collections.abc import Iterable
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.reference import helpline

HELPLINE_LIST = "service_type"
# In the order of the page: people in need first, businesses after them.
NEEDS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "danger": (_("Danger now, or a crime"), ("emergency",)),
    "talk": (_("Someone to talk to"), ("helpline", "counselling")),
    "stay": (_("A safe place to stay, and support"), ("safe_accommodation", "victim_care_contract")),
    "child": (_("Help for a child"), ("child_protection_advice", "child_guardianship")),
    "work": (
        _("Pay, hours and rights at work"),
        ("employment_rights_advice", "labour_enforcement", "workplace_safety", "domestic_worker_support"),
    ),
    "law": (_("A lawyer, or legal advice"), ("legal_advice",)),
    "papers": (_("Visas, papers and asylum"), ("immigration_advice",)),
    "report": (_("Report something without giving your name"), ("anonymous_reporting",)),
    "refer": (_("Refer someone (for professionals)"), ("nrm_referral", "competent_authority")),
    "business": (
        _("Advice and training for a business"),
        ("business_training", "ethical_trade_membership", "supply_chain_worker_voice", "oversight"),
    ),
}

EMERGENCY_NUMBER = "999"
# In which a list without a chosen need shows them: 999 and the helpline are pinned above it, so that 101 need not be.
LIST_ORDER = ("stay", "child", "talk", "work", "law", "papers", "report", "danger", "refer", "business")
# What is of no use to a person in need; they are listed apart from what is.
PROFESSIONAL_NEEDS = ("refer", "business")
PROFESSIONAL_TYPES = frozenset({
    "competent_authority", "business_training", "ethical_trade_membership", "supply_chain_worker_voice", "oversight",
})  # fmt: skip
PROFESSIONAL_AUDIENCES = frozenset({"professionals", "businesses", "first_responders_only"})

AUDIENCE_LIST = "service_audience"
# Who it is for, in plain words. The codes are the vocabulary's; one of them is for no page of the public.
AUDIENCES: dict[str, str | Promise] = {
    "adult_victims": _("An adult"),
    "child_victims": _("A child or young person"),
    "women": _("Women"),
    "men": _("Men"),
    "workers": _("People at work"),
    "migrant_workers": _("Workers from another country"),
    "domestic_workers": _("Domestic workers"),
    "public": _("Anyone with a worry"),
    "professionals": _("Professionals"),
    "businesses": _("Businesses"),
}
GENDERS = frozenset({"women", "men"})


@cache
def get_service_types(need: str) -> tuple[str, ...]:
    """Return the service types of a need of the page, or the one that a code of the vocabulary names; else none."""
    if need in NEEDS:
        return NEEDS[need][1]
    return (need,) if need in helpline.get_labels(HELPLINE_LIST) else ()


def is_professional(need: str) -> bool:
    """Return whether a need of the page, or a code of the vocabulary, is none of a person in need."""
    return need in PROFESSIONAL_NEEDS or need in PROFESSIONAL_TYPES


@cache
def _urgencies() -> dict[str, int]:
    return {code: order for order, need in enumerate(LIST_ORDER) for code in NEEDS[need][1]}


def get_urgency(types: Iterable[str]) -> int:
    """Return the place of the first of these kinds in LIST_ORDER; 0 is a safe place and support."""
    return min((_urgencies().get(code, len(NEEDS)) for code in types), default=len(NEEDS))


def get_needs_for_types(types: Iterable[str]) -> list[str | Promise]:
    """Return the needs that these kinds of services answer to, in the page's order."""
    codes = set(types)
    return [words for words, answering in NEEDS.values() if codes & set(answering)]


def get_audience_label(code: str) -> str | Promise:
    return AUDIENCES.get(code) or helpline.get_label(AUDIENCE_LIST, code)


def get_need_choices() -> list[tuple[str, str | Promise]]:
    return [(code, words) for code, (words, _types) in NEEDS.items()]
