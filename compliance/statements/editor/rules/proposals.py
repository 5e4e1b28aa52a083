"""What last year's text tells, as the form of a section would post it: proposals, saved only by the person. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compliance.statements.choices import SectionCode
from compliance.statements.types import Answers

SIGNATORY, BODY, MEMBERS, GOALS, FIGURES = "signatory", "body", "members", "goals", "figures"
NAME_LENGTH, TITLE_LENGTH, FIGURE_LENGTH = 50, 50, 160


@dataclass(frozen=True)
class Proposal:
    """kind: which of them. lines: what a person reads. fields: values by name. items: of the list of that name."""

    kind: str
    lines: tuple[str, ...]
    fields: Mapping[str, str] | None = None
    list_code: str = ""
    items: tuple[Mapping[str, str], ...] = ()


def get_proposals(
    code: str,
    answers: Answers,
    *,
    facts: Mapping[str, Any],  # Any: facts as stored
    promises: Sequence[Mapping[str, str]],
    bodies: Sequence[str],
) -> list[Proposal]:
    """Return what the section could take over and does not have yet.

    promises: last year's goals that this year's list does not name. bodies: which can approve, by the legal form.
    """
    if code == SectionCode.SIGNOFF:
        return [*_signatory(answers, facts), *_body(answers, facts, bodies)]
    if code == SectionCode.ORGANISATIONS:
        return _members(answers, facts)
    if code == SectionCode.MONITORING:
        return [*_goals(promises), *_figures(answers, facts)]
    return []


def _signatory(answers: Answers, facts: Mapping[str, Any]) -> list[Proposal]:
    fields = {
        "signatory_first_name": str(facts.get("first_name", ""))[:NAME_LENGTH],
        "signatory_last_name": str(facts.get("last_name", ""))[:NAME_LENGTH],
        "signatory_job_title": str(facts.get("job_title", ""))[:TITLE_LENGTH],
    }
    if not fields["signatory_last_name"] or any(answers.get(name) for name in fields):
        return []
    name = f"{fields['signatory_first_name']} {fields['signatory_last_name']}"
    return [Proposal(SIGNATORY, (", ".join(filter(None, (name, fields["signatory_job_title"]))),), fields)]


def _body(answers: Answers, facts: Mapping[str, Any], bodies: Sequence[str]) -> list[Proposal]:
    body = facts.get("body")
    if body not in bodies or len(bodies) < 2 or answers.get("approving_body"):
        return []
    return [Proposal(BODY, (str(body),), {"approving_body": str(body)})]


def _members(answers: Answers, facts: Mapping[str, Any]) -> list[Proposal]:
    known = {str(item.get("legal_name", "")).casefold() for item in answers.get("group_members") or ()}
    names = tuple(str(name) for name in facts.get("members") or () if str(name).casefold() not in known)
    items = tuple({"legal_name": name} for name in names)
    return [Proposal(MEMBERS, names, {"is_group": "yes"}, "group_members", items)] if names else []


def _goals(promises: Sequence[Mapping[str, str]]) -> list[Proposal]:
    items = tuple({"text": goal["text"]} for goal in promises)
    return [Proposal(GOALS, tuple(goal["text"] for goal in promises), {}, "goals", items)] if items else []


def _figures(answers: Answers, facts: Mapping[str, Any]) -> list[Proposal]:
    """Last year's figure goes beside the one of this year, which stays open."""
    known = {str(kpi.get("name", "")).casefold() for kpi in answers.get("kpis") or ()}
    figures = [
        (str(row["name"])[:FIGURE_LENGTH], str(row["figure"])[:NAME_LENGTH])
        for row in facts.get("figures") or ()
        if str(row["name"])[:FIGURE_LENGTH].casefold() not in known
    ]
    items = tuple({"name": name, "last_year": figure} for name, figure in figures)
    return [Proposal(FIGURES, tuple(name for name, _figure in figures), {}, "kpis", items)] if items else []
