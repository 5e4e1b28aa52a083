"""Answers chosen from lists, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode
from compliance.statements.types import Answers

# The drafter's questions, as a reader is told of their answers.
FACT_LABELS = {
    "policies": gettext_lazy("Our policies provide for"),
    "risks": gettext_lazy("Our highest risks"),
    "partners": gettext_lazy("We worked with these to check working conditions"),
    "social_audits": gettext_lazy("Social audits to look for forced labour"),
    "grievance_mechanisms": gettext_lazy("How workers could raise a concern"),
    "other_monitoring": gettext_lazy("Other checks of working conditions"),
    "indicators": gettext_lazy("Signs of forced labour that this statement refers to"),
    "remediations": gettext_lazy("What was done after finding them"),
    "training_targets": gettext_lazy("Who received training on modern slavery"),
    "progress_measures": gettext_lazy("How progress is shown over time"),
    "sectors": gettext_lazy("Sectors"),
    "turnover_band": gettext_lazy("Turnover"),
    "statement_years_band": gettext_lazy("Years of statements"),
    "legal_form": gettext_lazy("Kind of organisation"),
    "covers_own_business": gettext_lazy("Covers our own business"),
    "covers_supply_chains": gettext_lazy("Covers our supply chains"),
}
SECTION_FACTS: dict[SectionCode, tuple[str, ...]] = {
    SectionCode.STRUCTURE: ("sectors", "turnover_band", "statement_years_band"),
    SectionCode.POLICIES: ("policies",),
    SectionCode.DUE_DILIGENCE: (
        "partners",
        "social_audits",
        "grievance_mechanisms",
        "other_monitoring",
        "indicators",
        "remediations",
    ),
    SectionCode.TRAINING: ("training_targets",),
    SectionCode.MONITORING: ("progress_measures",),
}


@dataclass(frozen=True)
class Fact:
    label: str
    answers: tuple[str, ...]


def get_fact(code: str, answers: Answers) -> Fact:
    """Return one question's answer in words; the drafter's own words are in place of "other"."""
    value = answers.get(code)
    field = vocabulary.field(code)
    if not field.enumeration:
        return Fact(str(FACT_LABELS[code]), (str(value),) if value else ())
    return Fact(str(FACT_LABELS[code]), get_labels(field.enumeration, value, answers.get(f"{code}_other")))


def yes_no(code: str, answers: Answers) -> Fact:
    value = answers.get(code)
    return Fact(str(FACT_LABELS[code]), () if value is None else (_("Yes") if value else _("No"),))


def get_labels(enumeration: str, value: Any, other: str | None = None) -> tuple[str, ...]:
    if not value:
        return ()
    codes = [value] if isinstance(value, str) else value
    known = vocabulary.enumeration(enumeration)
    return tuple(other if code == "other" and other else known.label_of(code) for code in codes)
