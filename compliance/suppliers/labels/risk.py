"""Describe the risk: labels of its parts, and the sentences that a score page begins with.

See docs/requirements/suppliers.md#showing-risk.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.utils.translation import pgettext_lazy as p_

from compliance.suppliers.choices import Activity
from compliance.suppliers.models import RiskScore
from compliance.suppliers.rules.risk import get_band, round_score, share_points
from portal.reference.synonyms import get_country_names
from portal.reference.tables import sector_names

type Item = Mapping[str, Any]
MAX_PLACES = 1000  # places of a country are counted up to here
MAIN_SHARE_THRESHOLD = 0.25  # of the points: a reason as large as this stands in the first sentence
LITTLE_SHARE_THRESHOLD = 0.1

PART_LABELS = {
    "country": gettext_lazy("Country"),
    "sector": gettext_lazy("Kind of work"),
    "commodity": gettext_lazy("Goods"),
    "workforce": gettext_lazy("Workers"),
}
TABLES_BY_PART = {
    "country": ("tip_tiers", "governance", "dol_goods"),
    "sector": (),
    "commodity": ("dol_goods", "product_goods"),
    "workforce": (),
}
TABLE_NAMES = {
    "tip_tiers": gettext_lazy("Trafficking in Persons Report tiers"),
    "dol_goods": gettext_lazy("US list of goods made with child or forced labour"),
    "governance": gettext_lazy("The World Bank: Worldwide Governance Indicators"),
    "uflpa_sectors": gettext_lazy("UFLPA priority sectors"),
    "uflpa_entities": gettext_lazy("UFLPA entity list"),
    "withhold_release_orders": gettext_lazy("US customs withhold release orders"),
    "product_goods": gettext_lazy("Our list of products and matching goods"),
}
COUNTRY_ITEM_LABELS = {
    "tip_tier": gettext_lazy("Trafficking in Persons Report tier"),
    "rule_of_law": gettext_lazy("Rule of law (rank out of 100, higher is better)"),
    "control_of_corruption": gettext_lazy("Control of corruption (rank out of 100)"),
    "voice_accountability": gettext_lazy("Voice and accountability (rank out of 100)"),
    "dol_goods": gettext_lazy("Goods on the US list of goods made with child or forced labour"),
}
WORKER_ITEM_LABELS = {
    "migrant_share": p_("a reason", "{percent}% of workers are migrants from abroad"),
    "internal_migrants": p_("a reason", "{percent}% of workers are from other parts of the country"),
    "agency_share": p_("a reason", "{percent}% of workers are temporary or from agencies"),
    "recruited_abroad_via_agents": p_("a reason", "workers are recruited from abroad"),
    "employer_housing": p_("a reason", "workers live in housing provided by the employer"),
    "seasonal": p_("a reason", "the work is seasonal"),
    "homework_or_undeclared_subcontracting": p_("a reason", "some work is done at home or subcontracted"),
    "workers_under_18": p_("a reason", "some workers are under 18"),
    "piece_or_cash_pay": p_("a reason", "workers are paid piece rates or in cash"),
}
CONTROL_LABELS = {
    "audit_0_12_months": gettext_lazy("An independent audit of this site in the last 12 months"),
    "audit_13_24_months": gettext_lazy("An independent audit of this site, 13 to 24 months ago"),
    "audit_not_announced": gettext_lazy("An unannounced or semi-announced audit"),
    "audit_no_open_major_or_worse": gettext_lazy("No open audit findings graded major or worse"),
    "saq_12_months": gettext_lazy("A self-assessment questionnaire in the last 12 months"),
    "training_24_months": gettext_lazy("Modern slavery training for managers and worker leaders in the last 24 months"),
    "grievance_confirmed_by_workers": gettext_lazy("A grievance mechanism that workers say they know and trust"),
    "grievance_self_declared": gettext_lazy("A grievance mechanism reported by the site"),
    "policies_verified": gettext_lazy("Verified: the employer pays recruitment costs and keeps no workers’ documents"),
    "worker_representation": gettext_lazy("An independent union or elected representatives"),
}
PROBLEM_LABELS = {
    "business_critical": gettext_lazy("Open business critical findings"),
    "critical": gettext_lazy("Open critical findings"),
    "major": gettext_lazy("Open major findings"),
    "overdue_action": gettext_lazy("Overdue corrective actions"),
    "open_car": gettext_lazy("Open collaborative actions"),
    "msa_not_addressed_1_1A_4": gettext_lazy("Areas 1, 1A or 4 not addressed by the management system"),
    "open_helpline_concern": gettext_lazy("Your open record of a report to the helpline"),
}
HIDDEN_PROBLEM_LABELS = {
    "open_helpline_concern": gettext_lazy("Something that only safeguarding leads and administrators can see")
}
FLOOR_LABELS = {
    "R1": p_("why raised", "the kind of work and the workers are both high risk (rule R1)"),
    "R2": p_("why raised", "the good is listed as made with forced labour (rule R2)"),
    "R3": p_("why raised", "US customs treats this as a priority: {about} (rule R3). Check it"),
    "R4": p_("why raised", "a labour provider does not have the licence it needs (rule R4)"),
    "open_alert_A": p_("why raised", "an A-alert is open"),
    "same_issue_two_audits": p_("why raised", "the same issue was open in two audits in a row"),
}
GOODS_LABELS = {
    "listed_forced_labour": gettext_lazy("on the US list for this country: forced labour"),
    "listed_child_labour": gettext_lazy("on the US list for this country: child labour"),
    "listed_elsewhere_forced_labour": gettext_lazy("on the US list for other countries: forced labour"),
    "listed_elsewhere_child_labour": gettext_lazy("on the US list for other countries: child labour"),
    "": gettext_lazy("not on any list, which does not mean there is no risk"),
}

# What we may link and not copy (docs/requirements/suppliers.md#risk-data).
SLAVERY_INDEX_URL = "https://www.walkfree.org/global-slavery-index/"
RIGHTS_INDEX_URL = "https://www.ituc-csi.org/global-rights-index"
UNKNOWN = gettext_lazy("not known")
UFLPA = gettext_lazy("from China: US law presumes forced labour")
NO_GOOD = gettext_lazy("no listed goods")


def describe_goods_count(forced: int, child: int) -> str:
    """Return how many goods are listed with forced and with child labour."""
    return _("{forced} with forced labour, {child} with child labour").format(forced=forced, child=child)


def places_label(count: int) -> str:
    """Return a count of places in words, as count_by_country gives it."""
    return _("more than %(number)s") % {"number": intcomma(MAX_PLACES)} if count > MAX_PLACES else str(intcomma(count))


def country_name(iso2: str) -> str:
    """Return the name of a country, "Country not known" for an empty code."""
    return get_country_names().get(iso2, iso2) or _("Country not known")


def work_label(item: Item) -> str:
    """Return the label of the activity or sector that a part's item names."""
    if item.get("kind") == "activity":
        return str(dict(Activity.choices).get(item["key"], item["key"]))
    return str(sector_names().get(item["key"], item["key"]))


def sector_or_activity_label(code: str) -> str:
    """Return the label of an activity or a sector, "Not known" for an empty code."""
    activity_labels = dict(Activity.choices)
    return str(activity_labels.get(code) or sector_names().get(code, code)) or _("Not known")


def describe_part(part: Item, iso2: str) -> str:
    """Return why the part is as high as it is, as half a sentence."""
    return {
        "country": _describe_country,
        "sector": _describe_sector,
        "commodity": _describe_commodity,
        "workforce": _describe_workforce,
    }[part["key"]](part, iso2)


def _describe_country(part: Item, iso2: str) -> str:
    name = country_name(iso2)
    if get_band(part["points"]) in {"high", "very_high"}:
        return _("the country risk for {country} is high").format(country=name)
    return _("the country risk for {country} is {band}").format(
        country=name, band=_("low") if get_band(part["points"]) == "low" else _("medium")
    )


def _describe_sector(part: Item, iso2: str) -> str:
    name = work_label(part["items"][0])
    high = part["points"] >= 65
    text = _("“{work}” is high-risk work in any country") if high else _("“{work}” carries some risk in any country")
    return (text if part["points"] >= 25 else _("“{work}” carries little risk in any country")).format(work=name)


def _describe_commodity(part: Item, iso2: str) -> str:
    item = max((item for item in part["items"] if item["points"] is not None), key=lambda item: item["points"])
    if item["kind"] == "uflpa_sector_and_china":
        return _("“{sector}” from China is a sector where US law presumes forced labour").format(sector=item["sector"])
    texts = {
        "listed_forced_labour": _("{good} from {country} are listed as made with forced labour"),
        "listed_child_labour": _("{good} from {country} are listed as made with child labour"),
        "listed_elsewhere_forced_labour": _("{good} from other countries are listed as made with forced labour"),
        "listed_elsewhere_child_labour": _("{good} from other countries are listed as made with child labour"),
    }[item["kind"]]
    return texts.format(good=item["good"], country=country_name(iso2))


def _describe_workforce(part: Item, iso2: str) -> str:
    if part["is_assumed"]:
        return _("we know nothing about the workers, and in this kind of work we do not assume the best")
    reasons = [describe_worker_item(item) for item in sorted(part["items"], key=lambda item: -item["points"])]
    return _(", and ").join(reasons[:2]) if reasons else _("nothing we know about the workers adds risk")


def describe_worker_item(item: Item) -> str:
    """Return the reason that a workforce item gives."""
    return str(WORKER_ITEM_LABELS.get(item["key"], item["key"])).format(percent=item.get("percent", ""))


def describe_floor(floor: Item) -> str:
    """Return why a floor raises the risk."""
    return str(FLOOR_LABELS.get(floor["rule"], floor["rule"])).format(about=floor.get("about", ""))


def describe_score(score: RiskScore, *, today: date) -> list[str]:
    """Return the sentences after the band and number; the first says the main reasons."""
    parts, iso2 = score.parts["parts"], score.inputs["country"]
    points_by_part = share_points(parts)
    total = sum(points_by_part.values())
    known_parts = sorted(
        (part for part in parts if part["key"] in points_by_part), key=lambda part: -points_by_part[part["key"]]
    )
    main_parts = [
        part for part in known_parts if points_by_part[part["key"]] >= MAIN_SHARE_THRESHOLD * total and total
    ] or known_parts[:1]
    sentences = [_describe_main_parts(main_parts, points_by_part, total, iso2)]
    sentences += [
        _describe_minor_part(part, points_by_part[part["key"]], total) for part in known_parts if part not in main_parts
    ]
    sentences += [_describe_unknown_part(part) for part in parts if part["key"] not in points_by_part]
    sentences += _describe_adjustments(score)
    return [*sentences, *_describe_old_tables(score, today)]


def _describe_main_parts(main: list[Item], points_by_part: Mapping[str, int], total: int, iso2: str) -> str:
    reasons = [
        _("{reason} ({share} of {total})").format(
            reason=describe_part(part, iso2), share=points_by_part[part["key"]], total=total
        )
        for part in main
    ]
    return _("Mostly because {reasons}.").format(reasons=_join_reasons(reasons))


def _join_reasons(texts: list[str]) -> str:
    return _("; and ").join([text for text in ("; ".join(texts[:-1]), texts[-1]) if text])


def _describe_minor_part(part: Item, share: int, total: int) -> str:
    text = (
        _("“{part}” adds little ({share}).") if share < LITTLE_SHARE_THRESHOLD * total else _("“{part}” adds {share}.")
    )
    return text.format(part=PART_LABELS[part["key"]], share=share)


def _describe_unknown_part(part: Item) -> str:
    if part["key"] == "commodity" and part["items"]:
        return _("The products are not on any list of goods, but that does not mean there is no risk.")
    return {
        "country": _("We do not know the country."),
        "sector": _("We do not know the kind of work."),
        "commodity": _("We do not know of any listed goods."),
        "workforce": _("We know nothing about the workers."),
    }[part["key"]]


def _describe_adjustments(score: RiskScore) -> list[str]:
    """Return sentences on floors, controls and problems."""
    parts, sentences = score.parts, []
    if lifting := [floor for floor in parts["inherent_floors"] if floor["at_least"] > parts["before"]]:
        sentences.append(_describe_raise(lifting))
    if parts["controls"]:
        inherent = score.inherent or 0.0
        reduction = round_score(inherent) - round_score(inherent * (1 - parts["k"]))
        sentences.append(
            ngettext(
                "Measures in place lower the score by {n}.", "Measures in place lower the score by {n}.", reduction
            ).format(n=reduction)
        )
    if parts["problems"]:
        sentences.append(_("Problems found add {n}.").format(n=round_score(parts["p"])))
    if lifting := [floor for floor in parts["residual_floors"] if floor["at_least"] > parts["residual_before"]]:
        sentences.append(_describe_raise(lifting))
    return sentences


def describe_floor_in_force(score: RiskScore) -> str:
    """Return why the risk cannot fall for now, whatever else is done; empty where it can."""
    residual: Any = score.residual
    floors = [floor for floor in score.parts["residual_floors"] if floor["at_least"] >= residual]
    return describe_floor(floors[0]) if floors else ""


def _describe_raise(floors: list[Item]) -> str:
    highest = max(floors, key=lambda floor: floor["at_least"])
    return _("Raised to {n} because {reason}.").format(
        n=round_score(highest["at_least"]), reason=describe_floor(highest)
    )


def get_used_tables(score: RiskScore) -> list[str]:
    """Return the names of the tables that the known parts of the score rest on."""
    known_parts = [part["key"] for part in score.parts["parts"] if part["points"] is not None]
    names = dict.fromkeys(name for key in known_parts for name in TABLES_BY_PART[key] if name in score.editions)
    if any(item.get("kind") == "uflpa_sector_and_china" for part in score.parts["parts"] for item in part["items"]):
        names["uflpa_sectors"] = None
    names |= {table: None for floor in score.parts["inherent_floors"] if (table := floor.get("table"))}
    return list(names)


def _describe_old_tables(score: RiskScore, today: date) -> list[str]:
    tables = get_used_tables(score)
    old_count = sum(1 for name in tables if (today - date.fromisoformat(score.editions[name]["dated_on"])).days > 365)
    if not old_count:
        return []
    return [
        _("{old} of the {all} tables behind this score are more than a year old.").format(
            old=old_count, all=len(tables)
        )
    ]
