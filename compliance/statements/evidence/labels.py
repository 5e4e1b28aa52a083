"""Rows that evidence rests on, their values, and measures, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.audits.choices import Announcement, CommissionedBy, FindingStatus, Grade
from compliance.organisations.choices import TrainingGroup
from compliance.statements.evidence.rules.apply import Kpi
from compliance.statements.evidence.rules.changes import ADDED, GONE, Change
from compliance.statements.evidence.rules.suggestion import Figure, Row
from compliance.statements.evidence.sentences import format_date, format_money, join_names
from compliance.suppliers.choices import Band, ControlType, Tier
from portal.reference.audits import issues, schemes
from portal.reference.synonyms import get_country_names
from portal.reference.tables import sector_names

TYPES = {
    "supplier": gettext_lazy("Supplier"),
    "site": gettext_lazy("Site"),
    "audit": gettext_lazy("Audit"),
    "finding": gettext_lazy("Finding"),
    "action": gettext_lazy("Action"),
    "carplan": gettext_lazy("Fee repayment plan"),
    "training": gettext_lazy("Course"),
    "course": gettext_lazy("Course"),
}
FIELDS = {
    "agency": gettext_lazy("Agency workers"),
    "announcement": gettext_lazy("Announced or not"),
    "band": gettext_lazy("Risk band"),
    "completed": gettext_lazy("People who completed it"),
    "commissioned_by": gettext_lazy("Carried out by"),
    "control": gettext_lazy("What is in place"),
    "country": gettext_lazy("Country"),
    "currency": gettext_lazy("Currency"),
    "due_on": gettext_lazy("Due"),
    "ended_on": gettext_lazy("Last day"),
    "grade": gettext_lazy("Grade"),
    "held_on": gettext_lazy("Date"),
    "interviewed": gettext_lazy("Workers interviewed"),
    "is_confirmed": gettext_lazy("Confirmed"),
    "issue_code": gettext_lazy("Kind of finding"),
    "meant": gettext_lazy("Who it is for"),
    "migrant_international": gettext_lazy("Workers from abroad"),
    "owed": gettext_lazy("Amount owed"),
    "repaid": gettext_lazy("Amount repaid"),
    "scheme": gettext_lazy("Scheme"),
    "seasonal": gettext_lazy("Seasonal workers"),
    "sectors": gettext_lazy("Sectors"),
    "status": gettext_lazy("Status"),
    "tier": gettext_lazy("Tier"),
    "total": gettext_lazy("Workers in total"),
    "training_group": gettext_lazy("Group"),
    "workers": gettext_lazy("Workers"),
}


def _choice(choices: Any) -> Callable[[Any], str]:
    names = dict(choices.choices)
    return lambda value: str(names.get(value, value))


def _day(value: Any) -> str:
    day = parse_date(str(value))
    return format_date(day) if day else str(value)


VALUES: Mapping[str, Callable[[Any], str]] = {
    "announcement": _choice(Announcement),
    "band": _choice(Band),
    "commissioned_by": _choice(CommissionedBy),
    "control": _choice(ControlType),
    "country": lambda value: get_country_names().get(value, value),
    "due_on": _day,
    "ended_on": _day,
    "grade": _choice(Grade),
    "held_on": _day,
    "is_confirmed": lambda value: _("Yes") if value else _("No"),
    "issue_code": lambda value: issues()[value].title if value in issues() else value,
    "scheme": lambda value: schemes()[value].name if value in schemes() else value,
    "sectors": lambda value: join_names([str(_(sector_names().get(code, code))) for code in value]),
    "status": _choice(FindingStatus),
    "tier": _choice(Tier),
    "training_group": _choice(TrainingGroup),
}


def field_name(field: str) -> str:
    return str(FIELDS.get(field, field))


def format_value(field: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return _("nothing")
    return VALUES.get(field, str)(value)


def get_row_label(row: Row) -> str:
    return f"{TYPES.get(row.type, row.type)} {row.label}"


def get_row_count(kind: str, number: int) -> str:
    """Return how many rows there are, by type, like "3 audits"."""
    texts = {
        "supplier": ngettext("%(number)s supplier", "%(number)s suppliers", number),
        "site": ngettext("%(number)s site", "%(number)s sites", number),
        "audit": ngettext("%(number)s audit", "%(number)s audits", number),
        "finding": ngettext("%(number)s finding", "%(number)s findings", number),
        "action": ngettext("%(number)s action", "%(number)s actions", number),
        "training": ngettext("%(number)s assigned course", "%(number)s assigned courses", number),
        "course": ngettext(
            "%(number)s course taken without being assigned", "%(number)s courses taken without being assigned", number
        ),
    }
    plans = ngettext("%(number)s fee repayment plan", "%(number)s fee repayment plans", number)
    return texts.get(kind, plans) % {"number": f"{number:,}"}


def format_values(row: Row) -> str:
    answered = [(name, value) for name, value in row.values.items() if value not in (None, "", [])]
    return "; ".join(f"{field_name(name)}: {format_value(name, value)}" for name, value in answered)


def describe_change(change: Change) -> str:
    if change.kind == GONE:
        return _("%(row)s was deleted, or no longer counts here.") % {"row": get_row_label(change.row)}
    if change.kind == ADDED:
        return _("%(row)s is new.") % {"row": get_row_label(change.row)}
    return _("%(row)s, %(field)s: was “%(old)s”, is now “%(new)s”.") % {
        "row": get_row_label(change.row),
        "field": field_name(change.field),
        "old": format_value(change.field, change.old),
        "new": format_value(change.field, change.new),
    }


# --- Measures ------------------------------------------------------------------------------------------------------

FIGURES = {
    "sites_audited": (gettext_lazy("Share of suppliers’ sites with a social audit in the year"), "%"),
    "workers_covered": (gettext_lazy("People at audited sites"), gettext_lazy("people")),
    "actions_verified": (gettext_lazy("Corrective actions closed and verified"), "%"),
    "actions_late": (gettext_lazy("Overdue corrective actions"), gettext_lazy("actions")),
    "trained_people": (gettext_lazy("Our own people trained on modern slavery"), gettext_lazy("people")),
    "trained_sites": (gettext_lazy("Suppliers’ sites trained on modern slavery"), gettext_lazy("sites")),
}
REPAID = "fees_repaid_"


def get_kpi(figure: Figure) -> Kpi:
    """Return the measure as it goes onto the list of measures."""
    if figure.code.startswith(REPAID):
        name, unit = _("Recruitment fees repaid to workers"), figure.code.removeprefix(REPAID)
    else:
        name, unit = (str(word) for word in FIGURES[figure.code])
    return Kpi(name, unit, figure.value, is_outcome=figure.is_outcome)


def describe_figure(figure: Figure) -> str:
    kpi = get_kpi(figure)
    if figure.code.startswith(REPAID):
        return f"{kpi.name}: {format_money(int(kpi.value), kpi.unit)}"
    return f"{kpi.name}: {kpi.value}{'' if kpi.unit == '%' else ' '}{kpi.unit}"


CAUTIONS = {
    "open_alert": gettext_lazy(
        "An alert about one of these findings is open. Publishing may warn the site. First ask whether people are safe."
    ),
    "few_sites": gettext_lazy(
        "Some signs come from only one or two sites. Naming them could identify the people who spoke. Leave them out "
        "if in doubt."
    ),
}
