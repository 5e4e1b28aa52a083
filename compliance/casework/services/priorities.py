"""The level of a case and its coded facts; a deadline follows the level.

See docs/requirements/helpline.md#levels, docs/requirements/helpline.md#lowering-a-level.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.choices import Age, ApprovalKind, NoteKind
from compliance.casework.hooks import registered
from compliance.casework.models import Approval, Case
from compliance.casework.rules import priorities as rules
from compliance.casework.services import approvals, claim, notes, transitions
from compliance.casework.services.case_keys import Keys
from compliance.concerns.response_targets import get_targets
from compliance.concerns.rules import triage
from compliance.concerns.types import Answers
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused

# What a handler codes; who may know of the case, its level and its owner have acts of their own.
CODED_FACTS = frozenset(
    {
        "category",
        "danger_level",
        "purpose",
        "exploitation_types",
        "exploitation_subtypes",
        "sectors",
        "language",
        "nation",
        "region",
        "police_force",
        "is_told",
    }
)


def get_offered_levels(case: Case, user: User) -> list[str]:
    """Return the levels that the person may set: who may act, graver ones; whose case it is, calmer ones too."""
    if permissions.can_change_case(user, case):
        return list(rules.LEVELS)
    return [level for level in rules.LEVELS if level < case.level]


@transaction.atomic
def change_level(
    *, case: Case, level: str, reason: str, actor: User, keys: Keys, at: datetime, version: int
) -> Approval | None:
    """Set the level, or ask a lead where a case with a child or in immediate danger becomes calmer. None where done.

    Raises ActionRefused, EditConflict.
    """
    current = transitions.lock_open_case(case, version)
    change = rules.judge_change(before=current.level, after=level, concerns_child=current.concerns_child)
    if level == current.level:
        raise ActionRefused(_("The case is already at this level."))
    if change.refusal:
        raise ActionRefused(
            _("A case about a child, or someone who may be a child, cannot be less urgent than level 2.")
        )
    if change.is_lowering and not permissions.can_change_case(actor, current):
        raise ActionRefused(
            _("Only the person assigned to the case, or a lead, can lower the level. You can raise it.")
        )
    if change.needs_lead and not permissions.can_lower_level(actor):
        data = {"level": level}
        return approvals.request_approval(
            kind=ApprovalKind.LEVEL, case=current, reason=reason, actor=actor, keys=keys, at=at, data=data
        )
    notes.add_note(case=current, kind=NoteKind.DECISION, text=reason, actor=actor, keys=keys, at=at)
    set_level(current, level, actor=actor, at=at)
    return None


def set_level(case: Case, level: str, *, actor: User, at: datetime) -> Case:
    """Set the level of a locked case, with its new deadline."""
    before, case.level = case.level, level
    case.due_at = rules.get_due_after_claim(get_targets(level), timezone.localtime(at))
    return transitions.save_case(case, actor, "casework.case.level_changed", at, before=before, after=level)


@transaction.atomic
def change_age(*, case: Case, age: str, reason: str, actor: User, keys: Keys, at: datetime, version: int) -> Case:
    """Change the age: a child raises the level and adds the child's actions; that it is an adult is for a lead only.

    Raises ActionRefused, EditConflict.
    """
    current = transitions.lock_open_case(case, version)
    if age == Age.ADULT and current.concerns_child and not permissions.can_lower_level(actor):
        raise ActionRefused(_("Only a lead can decide that no one under 18 is affected. Ask a lead to change it."))
    current.age_of_person = age
    if age == Age.ADULT:
        for hooks in registered():
            hooks.handle_age_changed_to_adult(current)
    notes.add_note(case=current, kind=NoteKind.DECISION, text=reason, actor=actor, keys=keys, at=at)
    level = rules.raise_to_minimum(current.level, age=age)
    if level != current.level:
        current = set_level(current, level, actor=actor, at=at)
    if current.concerns_child:
        claim.add_child_actions(current, actor=actor, at=at)
    return transitions.save_case(current, actor, "casework.case.age_changed", at, age=age)


def apply_caller_statement(case: Case, answers: Answers, *, actor: User, at: datetime) -> str:
    """Apply what a caller of a locked case says anew: of danger, age and level the graver of old and new counts.

    said: with danger_level and age_of_person. Returns the level of what was said now.
    """
    age = rules.get_graver(case.age_of_person, answers["age_of_person"], rules.AGES)
    danger = rules.get_graver(case.danger_level, answers["danger_level"], rules.DANGERS)
    level = rules.raise_to_minimum(triage.get_triage_level({**answers, "age_of_person": age}, by_phone=True), age=age)
    if danger != case.danger_level:
        case.danger_level = danger
        transitions.save_case(case, actor, "casework.case.coded", at, fields="danger_level")
    if age != case.age_of_person:
        case.age_of_person = age
        transitions.save_case(case, actor, "casework.case.age_changed", at, age=age)
    if level < case.level:
        set_level(case, level, actor=actor, at=at)
    if case.concerns_child:
        claim.add_child_actions(case, actor=actor, at=at)
    return level


@transaction.atomic
def save_coded_facts(*, case: Case, facts: Mapping[str, object], actor: User, at: datetime, version: int) -> Case:
    """Set coded facts. Raises EditConflict, ActionRefused, and ValueError for a column that is none."""
    if unknown := facts.keys() - CODED_FACTS:
        raise ValueError(f"Not a coded fact of a case: {', '.join(sorted(unknown))}")
    current = transitions.lock_open_case(case, version)
    changed = sorted(name for name, value in facts.items() if getattr(current, name) != value)
    for name in changed:
        setattr(current, name, facts[name])
    return (
        transitions.save_case(current, actor, "casework.case.coded", at, fields=", ".join(changed))
        if changed
        else current
    )
