"""/desk/cases/<uuid>/…: one case, a page a tab. Names are masked; a page of its own shows them, by a reason."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from compliance.casework import permissions
from compliance.casework.choices import Removable
from compliance.casework.models import Case
from compliance.casework.rules.triage import propose_category
from compliance.casework.selectors import case as reading
from compliance.casework.selectors import concerns, emergency, people, places, seen_before
from compliance.casework.selectors import tasks as selectors_tasks
from compliance.casework.selectors.people_counts import count_people_of_case
from compliance.casework.services import (
    advice_replies,
    case_facts,
    closing,
    identity_withdrawal,
    merge_undo,
    priorities,
    removals,
)
from compliance.casework.services.removals import Removed
from compliance.casework.views.base import Desk, case_at_hand, page, unlocked
from portal.core.types import Context

TABS = (
    ("case", _("Summary")),
    ("conversation", _("Conversation")),
    ("people", _("People")),
    ("places", _("Places")),
    ("timeline", _("Timeline")),
    ("actions", _("Actions")),
    ("referrals", _("Referrals")),
    ("files", _("Files")),
    ("sharing", _("Sharing")),
)


def case_page(request: HttpRequest, desk: Desk, case: Case, tab: str, template: str, **context: Any) -> HttpResponse:
    """A page of the case in the frame of its identity bar, warnings and tabs."""
    tellers = people.get_tellers(case, desk.keys)
    may_change = permissions.can_change_case(desk.user, case)
    return page(
        request,
        desk,
        f"case/{template}",
        case=case,
        tab=tab,
        tabs=[(f"cases:{name}", label, name == tab) for name, label in TABS],
        title=desk.keys.read(case, "title"),
        minutes_left=reading.get_minutes_left(case, desk.now),
        may_act=may_change or permissions.can_act_on_case(desk.user, case),
        may_change=may_change,
        tellers=tellers,
        warnings=sorted({warning for teller in tellers for warning in teller.warnings}),
        **context,
    )


@unlocked
@require_safe
def summary(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_at_hand(desk, uuid)
    signs = case_facts.get_signs(case)
    proposal = propose_category([code for name, code in signs if name == "ilo_indicator"])
    return case_page(
        request,
        desk,
        case,
        "case",
        "summary.html",
        summary=desk.keys.read(case, "summary"),
        stories=reading.get_stories(case, desk.keys),
        to_call=people.get_tellers_to_call(case, desk.keys),
        signs=signs,
        people_count=count_people_of_case(case),
        is_emergency=emergency.is_emergency(case),
        proposal=proposal,
        supply=places.get_supply_chain(case, desk.keys),
        missing=closing.get_missing_facts(case),
        may_answer_and_close=permissions.can_change_case(desk.user, case) and advice_replies.may_answer_and_close(case),
        removed=_removed(desk, case, Removable.SUPPLY),
        seen_before=seen_before.get_matches_for_case(case, user=desk.user, keys=desk.keys),
    )


def tab(name: str) -> Callable[[Callable[[Desk, Case], Context]], Callable[..., HttpResponse]]:
    """A part of the case that is only read: it and its template have the same name. The function says what is in it."""

    def of_case(context: Callable[[Desk, Case], Context]) -> Callable[..., HttpResponse]:
        @unlocked
        @require_safe
        @wraps(context)
        def view(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
            case = case_at_hand(desk, uuid)
            return case_page(request, desk, case, name, f"{name}.html", **context(desk, case))

        return view

    return of_case


@tab("people")
def people_tab(desk: Desk, case: Case) -> Context:
    return {
        "groups": people.get_affected_people(case, desk.keys),
        "people_count": count_people_of_case(case),
        "exploiters": places.get_exploiters(case, desk.keys),
        "deleted": identity_withdrawal.get_deletion_times(concerns.get_concerns(case)),
        "removed": _removed(desk, case, Removable.PEOPLE, Removable.EXPLOITER),
    }


@tab("places")
def places_tab(desk: Desk, case: Case) -> Context:
    return {"places": places.get_places(case, desk.keys), "removed": _removed(desk, case, Removable.PLACE)}


def _removed(desk: Desk, case: Case, *what: Removable) -> list[Removed]:
    return removals.get_recently_removed(case, what, now=desk.now)


@tab("timeline")
def timeline(desk: Desk, case: Case) -> Context:
    return {"events": reading.get_timeline(case, desk.keys)}


@tab("actions")
def actions(desk: Desk, case: Case) -> Context:
    """What is to do, what stands in the way of closing, and the acts that change the case."""
    return {
        "may_set_level": bool(priorities.get_offered_levels(case, desk.user)),
        "tasks": selectors_tasks.get_tasks(case, desk.keys),
        "obstacles": closing.get_obstacles(case) if case.is_open else [],
        "is_free": case.owner_id is None,
        "waits": selectors_tasks.get_waiting_approvals(case, desk.keys),
        "merges": merge_undo.get_merges(case),
    }
