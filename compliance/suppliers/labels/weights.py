"""Name the numbers of a version of weights, for the page where our staff change them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.suppliers.choices import Activity
from compliance.suppliers.labels import risk as risk_labels
from compliance.suppliers.rules.risk.weight_schema import Path
from portal.reference.tables import sector_names

GROUP_LABELS = {
    "inherent": gettext_lazy("Weights of the four parts (add up to 1)"),
    "country": gettext_lazy("Weights within the country (add up to 1)"),
    "tip_points": gettext_lazy("Points of the tiers"),
    "dol_goods_points": gettext_lazy("Points of a country's listed goods"),
    "commodity_points": gettext_lazy("Points of a good"),
    "workforce_points": gettext_lazy("Points of the workers"),
    "inherent_floors": gettext_lazy("At least, by rule"),
    "controls": gettext_lazy("What is in place: parts of 1 taken off"),
    "problems": gettext_lazy("What went wrong: points each, and at most"),
    "residual_floors": gettext_lazy("At least, after what is in place"),
    "exposure": gettext_lazy("Order of the list: spend and tier"),
    "sector_points": gettext_lazy("Points of the sectors"),
    "sector_points_by_activity": gettext_lazy("Points of kinds of work"),
}
WEIGHT_LABELS = {
    "per_forced_labour_good": gettext_lazy("Each good with forced labour"),
    "per_child_labour_good": gettext_lazy("Each good with child labour"),
    "cap": gettext_lazy("At most"),
    "listed_forced_labour": gettext_lazy("Listed for the country, forced labour"),
    "listed_child_labour": gettext_lazy("Listed for the country, child labour"),
    "listed_elsewhere_forced_labour": gettext_lazy("Listed for other countries, forced labour"),
    "listed_elsewhere_child_labour": gettext_lazy("Listed for other countries, child labour"),
    "uflpa_sector_and_china": gettext_lazy("From China, in a sector of the UFLPA"),
    "migrant_share": gettext_lazy("Migrants from abroad"),
    "agency_share": gettext_lazy("Temporary or agency workers"),
    "internal_migrants_20_percent": gettext_lazy("20 in 100 or more from other parts of the country"),
    "recruited_abroad_via_agents": gettext_lazy("Recruited from abroad through agents"),
    "employer_housing": gettext_lazy("Housing of the employer"),
    "seasonal": gettext_lazy("Seasonal work"),
    "homework_or_undeclared_subcontracting": gettext_lazy("Work at home or passed on"),
    "workers_under_18": gettext_lazy("Workers under 18"),
    "piece_or_cash_pay": gettext_lazy("Pay by the piece or in cash"),
    "unknown_if_sector_at_least_75": gettext_lazy("Nothing known, work of 75 points or more"),
    "R1_sector75_workforce60": gettext_lazy("R1: kind of work 75 and workers 60"),
    "R2_commodity100": gettext_lazy("R2: good of 100 points"),
    "R3_uflpa_or_wro": gettext_lazy("R3: UFLPA or withhold release order"),
    "R4_unlicensed_labour_provider": gettext_lazy("R4: labour provider without a licence"),
    "open_alert_A": gettext_lazy("Open alert A"),
    "same_issue_two_audits": gettext_lazy("Same issue in two audits running"),
    "spend_gbp": gettext_lazy("Yearly spend"),
    "spend_unknown": gettext_lazy("Spend not known"),
    "tier": gettext_lazy("Tier"),
}


def group_label(path: Path) -> str:
    """Return the title of the group that a number belongs to."""
    return str(GROUP_LABELS.get(path[0], path[0]))


def weight_label(path: Path) -> str:
    """Return the label of a number by its path."""
    name = _name(path)
    if path[0] == "problems":
        return _("{name}: each").format(name=name) if path[-1] == "0" else _("{name}: at most").format(name=name)
    if path[-2:-1] and path[-2].isdecimal():
        step = int(path[-2]) + 1
        if path[0] == "exposure":
            text = _("{name}, step {step}: below, in pounds") if path[-1] == "0" else _("{name}, step {step}: adds")
        else:
            text = (
                _("{name}, step {step}: from so many in 100") if path[-1] == "0" else _("{name}, step {step}: points")
            )
        return text.format(name=name, step=step)
    if path[:2] == ("exposure", "tier"):
        return _("Tier {number} (0 is not known)").format(number=path[2])
    return name


def _name(path: Path) -> str:
    group, key = path[0], path[1]
    labels: dict[str, object] = {
        "inherent": risk_labels.PART_LABELS,
        "country": risk_labels.COUNTRY_ITEM_LABELS,
        "controls": risk_labels.CONTROL_LABELS | WEIGHT_LABELS,
        "problems": risk_labels.PROBLEM_LABELS,
        "sector_points": sector_names(),
        "sector_points_by_activity": dict(Activity.choices),
    }.get(group, WEIGHT_LABELS)  # type: ignore[assignment]
    return str(labels.get(key, key))
