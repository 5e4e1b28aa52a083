"""/desk/cases/<uuid>/…: one case, a page a tab. Names are masked; a page of its own shows them, by a reason."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from compliance.casework import permissions
from compliance.casework.choices import Removable
from compliance.casework.models import Case
from compliance.casework.reading import case as reading
from compliance.casework.reading import people, places, seen_before, sharing
from compliance.casework.reading.people_counts import count_people_of_case
from compliance.casework.rules.triage import speaks_for
from compliance.casework.services import (
    answering,
    closing,
    describing,
    forgetting,
    levels,
    merge_undo,
    removing,
    work,
)
from compliance.casework.services.referrals import drafting
from compliance.casework.services.removing import Removed
from compliance.casework.views.frame import Desk, case_at_hand, page, unlocked

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
    told = people.tellers(case, desk.keys)
    may_change = permissions.can_change_case(desk.user, case)
    return page(
        request,
        desk,
        f"case/{template}",
        case=case,
        tab=tab,
        tabs=[(f"cases:{name}", label, name == tab) for name, label in TABS],
        title=desk.keys.read(case, "title"),
        minutes_left=reading.minutes_left(case, desk.now),
        may_act=may_change or permissions.can_act_on_case(desk.user, case),
        may_change=may_change,
        tellers=told,
        warnings=sorted({warning for one in told for warning in one.warnings}),
        **context,
    )


@unlocked
@require_safe
def summary(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_at_hand(desk, uuid)
    signs = describing.signs(case)
    proposal = speaks_for([code for name, code in signs if name == "ilo_indicator"])
    return case_page(
        request,
        desk,
        case,
        "case",
        "summary.html",
        summary=desk.keys.read(case, "summary"),
        stories=reading.stories(case, desk.keys),
        signs=signs,
        people_count=count_people_of_case(case),
        proposal=proposal,
        supply=places.supply_chain(case, desk.keys),
        missing=closing.missing_facts(case),
        may_answer_and_close=permissions.can_change_case(desk.user, case) and answering.can_answer_and_close(case),
        removed=_removed(desk, case, Removable.SUPPLY),
        seen_before=seen_before.of_case(case, user=desk.user, keys=desk.keys),
    )


def tab(name: str) -> Callable[[Callable[[Desk, Case], dict[str, Any]]], Callable[..., HttpResponse]]:
    """A part of the case that is only read: it and its template have the same name. The function says what is in it."""

    def of_case(context: Callable[[Desk, Case], dict[str, Any]]) -> Callable[..., HttpResponse]:
        @unlocked
        @require_safe
        @wraps(context)
        def view(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
            case = case_at_hand(desk, uuid)
            return case_page(request, desk, case, name, f"{name}.html", **context(desk, case))

        return view

    return of_case


@tab("people")
def people_tab(desk: Desk, case: Case) -> dict[str, Any]:
    return {
        "groups": people.affected(case, desk.keys),
        "people_count": count_people_of_case(case),
        "exploiters": places.exploiters(case, desk.keys),
        "deleted": forgetting.deleted_theirs(work.concerns_of(case)),
        "removed": _removed(desk, case, Removable.PEOPLE, Removable.EXPLOITER),
    }


@tab("places")
def places_tab(desk: Desk, case: Case) -> dict[str, Any]:
    return {"places": places.places(case, desk.keys), "removed": _removed(desk, case, Removable.PLACE)}


def _removed(desk: Desk, case: Case, *what: Removable) -> list[Removed]:
    return removing.recently_removed(case, what, now=desk.now)


@tab("timeline")
def timeline(desk: Desk, case: Case) -> dict[str, Any]:
    return {"events": reading.timeline(case, desk.keys)}


@tab("actions")
def actions(desk: Desk, case: Case) -> dict[str, Any]:
    """What is to do, what stands in the way of closing, and the acts that change the case."""
    return {
        "may_set_level": bool(levels.offered(case, desk.user)),
        "tasks": sharing.tasks(case, desk.keys),
        "obstacles": closing.obstacles(case) if case.is_open else [],
        "is_free": case.owner_id is None,
        "waits": sharing.waiting_approvals(case, desk.keys),
        "merges": merge_undo.merges_of(case),
    }


@tab("sharing")
def sharing_tab(desk: Desk, case: Case) -> dict[str, Any]:
    return {
        "signposts": sharing.signposts(case, desk.keys),
        "readers": list(case.readers.select_related("user")),
        "restriction": sharing.restriction(case, desk.keys),
        "referrals": drafting.of_case(case),
        "today": timezone.localdate(desk.now),
    }
