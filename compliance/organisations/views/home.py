"""The first page of an organisation: what to do next and who can help; and leaving it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.labels import outcome_headline
from compliance.organisations.models import ControlProof, JoinRequest, Membership, ScopeAnswer
from compliance.organisations.permissions import (
    can_answer_scope,
    can_ask_handover,
    can_change_settings,
    can_close,
    can_confirm,
    can_manage_people,
)
from compliance.organisations.rules import scope
from compliance.organisations.services import people
from compliance.organisations.tenancy import get_membership, get_membership_even_if_closed, get_rows
from compliance.organisations.views.base import get_user, page_context
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
    members = list(get_rows(Membership, current).active().select_related("user"))
    answer = get_rows(ScopeAnswer, current).first()
    context = page_context(membership) | {
        "tasks": _tasks(membership, members, answer),
        "answer": answer,
        "headline": outcome_headline(answer.outcome) if answer else "",
        "due": scope.statement_due_on(current.year_end_on) if current.year_end_on else None,
        "administrators": [member.user for member in members if can_manage_people(member, current)],
        "can_manage_people": can_manage_people(membership, current),
        "asking": get_rows(JoinRequest, current).open().count() if can_manage_people(membership, current) else 0,
        "can_ask_handover": can_ask_handover(get_user(request), current),
    }
    return render(request, "organisations/home.html", context)


def _tasks(membership: Membership, members: list[Membership], answer: ScopeAnswer | None) -> list[Task]:
    organisation, slug = membership.organisation, membership.organisation.slug
    changes, confirms = can_change_settings(membership, organisation), can_confirm(membership, organisation)
    can_invite, can_answer = can_manage_people(membership, organisation), can_answer_scope(membership, organisation)
    is_complete = bool(organisation.sectors and organisation.year_end_on)
    proof = get_rows(ControlProof, organisation).undecided().first()

    def to(name: str, allowed: bool) -> str | None:
        return reverse(f"organisations:{name}", args=[slug]) if allowed else None

    return [
        Task(
            _("Tell us about your organisation"), _("Sectors, year end, website"), to("settings", changes), is_complete
        ),
        Task(_("Find out if you need a statement"), _("A few questions"), to("scope", can_answer), answer is not None),
        Task(
            _("Show that you speak for your organisation"),
            _("We are checking it") if proof and proof.needs_staff else _("Needed before you publish"),
            to("confirm", confirms),
            organisation.is_confirmed,
        ),
        Task(
            _("Invite colleagues"),
            _("Somebody else than the author has to approve a statement"),
            to("people", can_invite),
            len(members) > 1,
        ),
        Task(_("Write your statement"), _("Section by section"), f"/o/{slug}/statements/", None),
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
