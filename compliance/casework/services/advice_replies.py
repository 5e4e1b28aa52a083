"""Answering a request for advice and closing its case in one act, where it is about nobody at risk."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.choices import Closure, Status
from compliance.casework.models import Case, Exploiter, PersonGroup, Task
from compliance.casework.rules import advice as rules
from compliance.casework.rules import closing as closing_rules
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.services import case_facts, closing, merged_cases, transitions
from compliance.casework.services import messages as services_messages
from compliance.casework.services.case_keys import Keys
from compliance.concerns.choices import Author
from compliance.concerns.models import Concern
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused

# What this act itself settles.
SETTLED = frozenset({closing_rules.UNTRIAGED, closing_rules.CODED_FACTS, closing_rules.NOT_TOLD})


def may_answer_and_close(case: Case) -> bool:
    """Return whether the case is nothing but a question, by what it says now; most cases cost no query."""
    if not rules.may_close_with_answer(_request(case)):
        return False
    if len(selectors_concerns.get_concerns(case)) > 1 or closing.needs_second_person(case):
        return False
    return rules.may_close_with_answer(
        _request(case, describes_somebody=_describes_somebody(case), has_open_work=_has_open_work(case))
    )


def get_concern(case: Case) -> Concern | None:
    """Return the concern whose code the answer is read with; None where the contact was given no code."""
    return next(iter(selectors_concerns.get_concerns(case)), None)


@transaction.atomic
def answer_and_close(
    *, case: Case, text: str, language: str, token: UUID, actor: User, keys: Keys, at: datetime, version: int
) -> Case:
    """Send the answer under the code, or keep it as the closing note where there is no code, and close the case.

    Raises ActionRefused where the case has become more than a question, where the reporter has written again or where
    the
    text claims what the log denies; and EditConflict.
    """
    current = transitions.lock_open_case(case, version)
    if not may_answer_and_close(current):
        raise ActionRefused(_("This case now needs more than advice. Close it from “Actions”."))
    concern = get_concern(current)
    if concern is not None:
        if concern.messages.filter(author=Author.REPORTER, is_seen=False).exists():
            raise ActionRefused(
                _("They have written again. Read their message in “Conversation” before you close the case.")
            )
        services_messages.send_message(
            case=current, concern=concern, text=text, language=language, token=token, is_told=True, actor=actor,
            keys=keys, at=at,
        )  # fmt: skip
        current = transitions.lock_row(current)
    _code(current, actor, at)
    note = _("Advice given: see the conversation.") if concern is not None else text
    closing.close_case(
        case=current, reason=Closure.ADVICE_GIVEN, note=note, youngest_born=None, actor=actor, keys=keys, at=at,
        version=current.version,
    )  # fmt: skip
    return current


def _code(case: Case, actor: User, at: datetime) -> None:
    """Code what is counted of a question: general information; a language that nobody noted is not known."""
    defaults = {"category": rules.GENERAL_INFORMATION, "language": closing_rules.UNKNOWN}
    missing = {name: code for name, code in defaults.items() if not getattr(case, name)}
    for name, code in missing.items():
        setattr(case, name, code)
    if case.status == Status.NEW:
        transitions.move_to_status(case, Status.TRIAGED)
    if missing:
        transitions.save_case(case, actor, "casework.case.coded", at, fields=", ".join(missing))


def _request(case: Case, **looked_up: bool) -> rules.Request:
    return rules.Request(
        status=case.status,
        level=case.level,
        purpose=case.purpose,
        age=case.age_of_person,
        danger=case.danger_level,
        category=case.category,
        **looked_up,
    )


def _describes_somebody(case: Case) -> bool:
    rows = (PersonGroup.objects, Exploiter.objects)
    return bool(case.exploitation_types or case_facts.get_signs(case)) or any(
        merged_cases.rows_of_case(row, case).exists() for row in rows
    )


def _has_open_work(case: Case) -> bool:
    return (
        bool(set(closing.get_obstacles(case)) - SETTLED)
        or merged_cases.rows_of_case(Task.objects.open(), case).exists()
    )
