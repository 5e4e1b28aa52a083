"""Pending: what a Bill before Parliament would ask. Shown as a notice; nobody fails it today."""

from collections.abc import Callable

from compliance.statements.rules.content import AREAS
from compliance.statements.rules.reader import Reader, say_area, say_list
from compliance.statements.rules.result import Finding, met, not_met, partly
from compliance.statements.rules.signals import pattern_of_area


def b_no_steps_reason(r: Reader) -> Finding:
    reason = r.answers.get("no_steps_reason")
    if reason:
        return met("The statement gives a reason.", found=reason, section="period")
    return not_met(r.message("b_no_steps_reason"), section="period", field="no_steps_reason")


def b_all_six_topics(r: Reader) -> Finding:
    message = r.message("b_all_six_topics")
    missing = [area for area in AREAS if area not in r.covered_areas]
    if missing:
        names = say_list(say_area(area) for area in missing)
        place = "" if r.kind == "no_steps" else missing[0]
        return not_met(f"{message} Not covered: {names}.", section=place, field=f"area_{place}" if place else "")
    silent = [area for area in AREAS if not pattern_of_area(area).search(r.text(area))]
    if silent:
        return partly(f"{message} The text says little on: {say_list(map(say_area, silent))}.", section=silent[0])
    return met("All six topics are covered.")


def b_registry_submission(r: Reader) -> Finding:
    if r.facts.registry_url:
        return met("The statement is on the government registry.", found=r.facts.registry_url, section="web")
    return not_met(r.message("b_registry_submission"), section="web", field="registry_url")


RULES: dict[str, Callable[[Reader], Finding]] = {
    rule.__name__: rule for rule in (b_no_steps_reason, b_all_six_topics, b_registry_submission)
}
