"""Pending: what a Bill before Parliament would ask. Shown as a notice; nobody fails it today."""

from collections.abc import Callable

from compliance.statements.rubric.rules.result import Finding, met, not_met, partly
from compliance.statements.rubric.rules.signal_words import get_area_pattern
from compliance.statements.rubric.rules.statement_text import StatementText, area_label, join_names
from compliance.statements.rules.content import AREAS


def b_no_steps_reason(r: StatementText) -> Finding:
    reason = r.answers.get("no_steps_reason")
    if reason:
        return met("The statement gives a reason.", found=reason, section="period")
    return not_met(r.message("b_no_steps_reason"), section="period", field="no_steps_reason")


def b_all_six_topics(r: StatementText) -> Finding:
    message = r.message("b_all_six_topics")
    missing = [area for area in AREAS if area not in r.covered_areas]
    if missing:
        names = join_names(area_label(area) for area in missing)
        section = "" if r.kind == "no_steps" else missing[0]
        return not_met(f"{message} Not covered: {names}.", section=section, field=f"area_{section}" if section else "")
    silent = [area for area in AREAS if not get_area_pattern(area).search(r.text(area))]
    if silent:
        return partly(f"{message} The text says little on: {join_names(map(area_label, silent))}.", section=silent[0])
    return met("All six topics are covered.")


def b_registry_submission(r: StatementText) -> Finding:
    if r.facts.registry_url:
        return met("The statement is on the government registry.", found=r.facts.registry_url, section="web")
    return not_met(r.message("b_registry_submission"), section="web", field="registry_url")


RULES: dict[str, Callable[[StatementText], Finding]] = {
    rule.__name__: rule for rule in (b_no_steps_reason, b_all_six_topics, b_registry_submission)
}
