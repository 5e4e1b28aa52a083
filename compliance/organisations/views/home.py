"""The overview of an organisation: what waits, what is due and how to get started; and leaving it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.choices import Role
from compliance.organisations.labels import outcome_headline
from compliance.organisations.models import Membership
from compliance.organisations.permissions import (
    can_answer_scope,
    can_change_settings,
    can_close,
    can_confirm,
    can_manage_people,
)
from compliance.organisations.selectors.members import fetch_members
from compliance.organisations.services import people
from compliance.organisations.tenancy import get_membership, get_membership_even_if_closed
from compliance.organisations.views.base import page_context
from portal.core.exceptions import ActionRefused
from portal.core.views import not_found


@dataclass(frozen=True)
class Task:
    """One line of the task list. address is None for those who may not do it.

    is_done is None where another page knows how far it is.
    """

    title: str
    hint: str
    address: str | None
    is_done: bool | None


@require_safe
def home(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the tasks and people of an organisation; of a closed one, the way to reopen it."""
    membership = get_membership_even_if_closed(request, organisation)
    current = membership.organisation
    if current.is_closed:
        # Its administrators come to the one page that is left; for all others it is not there any more.
        return redirect("archive:home", current.slug) if can_close(membership, current) else not_found(request)
    members = fetch_members(current.pk)
    overview = _get_overview_hook()(membership, members, today=timezone.localdate())
    outcome = overview.counts.scope_outcome
    tasks = _tasks(membership, members, bool(outcome), is_with_staff=overview.counts.is_proof_with_staff)
    context = page_context(membership) | {
        "overview": overview,
        "tasks": tasks if any(task.is_done is False for task in tasks) else [],
        "headline": outcome_headline(outcome) if outcome else "",
        "administrators": [member.user for member in members if can_manage_people(member, current)],
        "can_manage_people": can_manage_people(membership, current),
        "can_ask_handover": membership.role != Role.ADMINISTRATOR,
    }
    return render(request, "organisations/home.html", context)


@cache
def _get_overview_hook() -> Callable[..., Any]:  # Any: the parts of the page, which its template reads
    """Return the function of the app above that knows what each register holds (settings.ORGANISATIONS_HOOKS)."""
    return import_string(settings.ORGANISATIONS_HOOKS["get_overview"])


def _tasks(membership: Membership, members: list[Membership], has_answer: bool, *, is_with_staff: bool) -> list[Task]:
    organisation, slug = membership.organisation, membership.organisation.slug
    changes, confirms = can_change_settings(membership, organisation), can_confirm(membership, organisation)
    can_invite, can_answer = can_manage_people(membership, organisation), can_answer_scope(membership, organisation)
    is_complete = bool(organisation.sectors and organisation.year_end_on)

    def to(name: str, allowed: bool) -> str | None:
        return reverse(f"organisations:{name}", args=[slug]) if allowed else None

    return [
        Task(
            _("Tell us about your organisation"), _("Sectors, year end, website"), to("settings", changes), is_complete
        ),
        Task(_("Find out if you need a statement"), _("A few questions"), to("scope", can_answer), has_answer),
        Task(
            _("Verify your organisation"),
            _("We are checking it") if is_with_staff else _("You must do this before you publish"),
            to("confirm", confirms),
            organisation.is_confirmed,
        ),
        Task(
            _("Invite colleagues"),
            _("The person who writes a statement cannot approve it"),
            to("people", can_invite),
            len(members) > 1,
        ),
        Task(_("Write your statement"), _("Write it section by section"), f"/o/{slug}/statements/", None),
    ]


def leave(request: HttpRequest, organisation: str) -> HttpResponse:
    """Ask first; the last administrator and the last safeguarding lead are told why they cannot leave."""
    membership = get_membership(request, organisation)
    if request.method == "POST":
        try:
            people.end_membership(membership=membership, actor=membership.user, at=timezone.now())
        except ActionRefused as error:
            messages.error(request, str(error))
            return redirect("organisations:leave", organisation)
        messages.success(request, _("You have left %(name)s.") % {"name": membership.organisation.name})
        return redirect("dashboard:home")
    return render(request, "organisations/leave.html", page_context(membership))
