"""The level of a case and its coded facts; a deadline follows the level (helpline 2.4, experience d7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.choices import Age, ApprovalKind, NoteKind
from compliance.casework.choices_sharing import OF_CHILDREN
from compliance.casework.models import Approval, Case, NrmPack
from compliance.casework.rules import levels as rules
from compliance.casework.services import approvals, steps, taking, work
from compliance.casework.services.keys import Keys
from compliance.casework.services.steps import Refusal
from compliance.casework.targets import targets_of
from compliance.concerns.rules import triage
from portal.accounts.models import User

# What a handler codes; who may know of the case, its level and its owner have acts of their own.
CODED = frozenset(
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


def offered(case: Case, user: User) -> list[str]:
    """The levels that the person may set: who may act, graver ones; whose case it is, calmer ones too."""
    if permissions.can_change_case(user, case):
        return list(rules.LEVELS)
    return [level for level in rules.LEVELS if level < case.level]


@transaction.atomic
def change(
    *, case: Case, level: str, reason: str, actor: User, keys: Keys, at: datetime, version: int
) -> Approval | None:
    """Set the level, or ask a lead where a case with a child or in immediate danger becomes calmer. None where done.

    Raises Refusal, Conflict.
    """
    current = steps.open_case(case, version)
    asked = rules.change(before=current.level, after=level, concerns_child=current.concerns_child)
    if level == current.level:
        raise Refusal(_("The case has this level already."))
    if asked.refusal:
        raise Refusal(_("A case with a child, or somebody whose age is not sure, is never calmer than level 2."))
    if asked.is_lowering and not permissions.can_change_case(actor, current):
        raise Refusal(_("Only who has the case, or a lead, makes it calmer. You can raise the level."))
    if asked.needs_lead and not permissions.can_lower_level(actor):
        data = {"level": level}
        return approvals.ask(
            kind=ApprovalKind.LEVEL, case=current, reason=reason, actor=actor, keys=keys, at=at, data=data
        )
    work.note(case=current, kind=NoteKind.DECISION, text=reason, actor=actor, keys=keys, at=at)
    set_level(current, level, actor=actor, at=at)
    return None


def set_level(case: Case, level: str, *, actor: User, at: datetime) -> Case:
    """Of a locked case, with its new deadline."""
    before, case.level = case.level, level
    case.due_at = rules.due_after_taking(targets_of(level), timezone.localtime(at))
    return steps.save(case, actor, "casework.case.level_changed", at, before=before, after=level)


@transaction.atomic
def change_age(*, case: Case, age: str, reason: str, actor: User, keys: Keys, at: datetime, version: int) -> Case:
    """A child after all: the level rises and the child's actions are added. An adult after all: for a lead only.

    Raises Refusal, Conflict.
    """
    current = steps.open_case(case, version)
    if age == Age.ADULT and current.concerns_child and not permissions.can_lower_level(actor):
        raise Refusal(_("Only a lead decides that nobody under 18 is affected. Ask one to change it."))
    current.age_of_person = age
    if age == Age.ADULT:
        NrmPack.objects.filter(case__in=[part.pk for part in current.parts], pathway__in=OF_CHILDREN).drop_links()
    work.note(case=current, kind=NoteKind.DECISION, text=reason, actor=actor, keys=keys, at=at)
    level = rules.at_least(current.level, age=age)
    if level != current.level:
        current = set_level(current, level, actor=actor, at=at)
    if current.concerns_child:
        taking.add_child_actions(current, actor=actor, at=at)
    return steps.save(current, actor, "casework.case.age_changed", at, age=age)


def heard(case: Case, said: Mapping[str, Any], *, actor: User, at: datetime) -> str:
    """What a caller of a locked case says anew: of danger, age and level the graver of old and new counts.

    said: with danger_level and age_of_person. Returns the level of what was said now.
    """
    age = rules.graver(case.age_of_person, said["age_of_person"], rules.AGES)
    danger = rules.graver(case.danger_level, said["danger_level"], rules.DANGERS)
    level = rules.at_least(triage.level({**said, "age_of_person": age}, by_phone=True), age=age)
    if danger != case.danger_level:
        case.danger_level = danger
        steps.save(case, actor, "casework.case.coded", at, fields="danger_level")
    if age != case.age_of_person:
        case.age_of_person = age
        steps.save(case, actor, "casework.case.age_changed", at, age=age)
    if level < case.level:
        set_level(case, level, actor=actor, at=at)
    if case.concerns_child:
        taking.add_child_actions(case, actor=actor, at=at)
    return level


@transaction.atomic
def code(*, case: Case, facts: Mapping[str, Any], actor: User, at: datetime, version: int) -> Case:
    """Set coded facts. Raises Conflict, Refusal, and ValueError for a column that is none."""
    if unknown := facts.keys() - CODED:
        raise ValueError(f"Not a coded fact of a case: {', '.join(sorted(unknown))}")
    current = steps.open_case(case, version)
    changed = sorted(name for name, value in facts.items() if getattr(current, name) != value)
    for name in changed:
        setattr(current, name, facts[name])
    return steps.save(current, actor, "casework.case.coded", at, fields=", ".join(changed)) if changed else current
