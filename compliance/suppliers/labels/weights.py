"""Name the numbers of a version of weights, for the page where our staff change them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.suppliers.choices import Activity
from compliance.suppliers.labels import risk as risk_labels
from compliance.suppliers.rules.risk.weight_schema import Path
from portal.reference.tables import sector_names

GROUP_LABELS = {
    "inherent": gettext_lazy("Weights of the four factors (must add up to 1)"),
    "country": gettext_lazy("Weights within the country factor (must add up to 1)"),
    "tip_points": gettext_lazy("Points for Trafficking in Persons Report tiers"),
    "dol_goods_points": gettext_lazy("Points for a country’s listed goods"),
    "commodity_points": gettext_lazy("Points for goods"),
    "workforce_points": gettext_lazy("Points for workers"),
    "inherent_floors": gettext_lazy("Minimum scores by rule"),
    "controls": gettext_lazy("Measures in place: share of the risk removed (0 to 1)"),
    "problems": gettext_lazy("Problems found: points each, and maximum"),
    "residual_floors": gettext_lazy("Minimum scores after measures in place"),
    "exposure": gettext_lazy("Order of the list: spend and tier"),
    "sector_points": gettext_lazy("Points for sectors"),
    "sector_points_by_activity": gettext_lazy("Points for kinds of work"),
}
WEIGHT_LABELS = {
    "per_forced_labour_good": gettext_lazy("Each good made with forced labour"),
    "per_child_labour_good": gettext_lazy("Each good made with child labour"),
    "listed_forced_labour": gettext_lazy("Listed for the country, forced labour"),
    "listed_child_labour": gettext_lazy("Listed for the country, child labour"),
    "listed_elsewhere_forced_labour": gettext_lazy("Listed for other countries, forced labour"),
    "listed_elsewhere_child_labour": gettext_lazy("Listed for other countries, child labour"),
    "uflpa_sector_and_china": gettext_lazy("From China, in a UFLPA priority sector"),
    "migrant_share": gettext_lazy("Migrants from abroad"),
    "agency_share": gettext_lazy("Temporary or agency workers"),
    "internal_migrants_20_percent": gettext_lazy("20% or more from other parts of the country"),
    "recruited_abroad_via_agents": gettext_lazy("Recruited from abroad through agents"),
    "employer_housing": gettext_lazy("Employer-provided housing"),
    "seasonal": gettext_lazy("Seasonal work"),
    "homework_or_undeclared_subcontracting": gettext_lazy("Homeworking or undeclared subcontracting"),
    "workers_under_18": gettext_lazy("Workers under 18"),
    "piece_or_cash_pay": gettext_lazy("Piece-rate or cash pay"),
    "unknown_if_sector_at_least_75": gettext_lazy("Nothing known, and kind of work scores 75 or more"),
    "R1_sector75_workforce60": gettext_lazy("R1: kind of work 75 points, workers 60 points"),
    "R2_commodity100": gettext_lazy("R2: goods 100 points"),
    "R3_uflpa_or_wro": gettext_lazy("R3: UFLPA or withhold release order"),
    "R4_unlicensed_labour_provider": gettext_lazy("R4: labour provider without a licence"),
    "open_alert_A": gettext_lazy("Open A-alert"),
    "same_issue_two_audits": gettext_lazy("Same issue in two audits in a row"),
    "spend_gbp": gettext_lazy("Annual spend"),
    "spend_unknown": gettext_lazy("Spend not known"),
    "tier": gettext_lazy("Tier"),
}
# One maximum a group: each is told apart without the title above it.
CAP_LABELS = {
    "dol_goods_points": gettext_lazy("Maximum for a country’s listed goods"),
    "workforce_points": gettext_lazy("Maximum for workers"),
    "controls": gettext_lazy("Maximum share of the risk removed"),
}


def group_label(path: Path) -> str:
    """Return the title of the group that a number belongs to."""
    return str(GROUP_LABELS.get(path[0], path[0]))


def weight_label(path: Path) -> str:
    """Return the label of a number by its path."""
    name = _name(path)
    if path[0] == "problems":
        return _("{name}: each").format(name=name) if path[-1] == "0" else _("{name}: maximum").format(name=name)
    if path[-2:-1] and path[-2].isdecimal():
        step = int(path[-2]) + 1
        if path[0] == "exposure":
            text = _("{name}, step {step}: below (pounds)") if path[-1] == "0" else _("{name}, step {step}: adds")
        else:
            text = _("{name}, step {step}: from (per cent)") if path[-1] == "0" else _("{name}, step {step}: points")
        return text.format(name=name, step=step)
    if path[:2] == ("exposure", "tier"):
        return _("Tier {number} (0 means not known)").format(number=path[2])
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
    return str(labels.get(key, CAP_LABELS.get(group, key) if key == "cap" else key))
