"""/o/<organisation>/actions/questionnaires/…: self-assessments that suppliers are asked for, and their answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from compliance.audits import permissions
from compliance.audits.forms.questionnaires import AskForm
from compliance.audits.models import Questionnaire
from compliance.audits.rules.questionnaires import CURRENT_EDITION, get_edition
from compliance.audits.selectors.questionnaires import list_answers
from compliance.audits.services import questionnaires
from compliance.organisations.models import Membership
from compliance.organisations.tenancy import OrganisationMixin, get_membership, get_row, get_rows
from compliance.organisations.views.base import get_post_data, page_context
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import PagedListView, render_form

# More suppliers are found by a part of their name.
MAX_OFFERED = 100


class Index(OrganisationMixin, PagedListView):
    """The questionnaires, newest first."""

    template_name = "audits/questionnaires/list.html"

    def get_queryset(self) -> QuerySet[Questionnaire]:
        return get_rows(Questionnaire, self.organisation).select_related("supplier")

    def get_context_data(self, **kwargs: Any) -> Context:
        can_send = permissions.can_send_links(self.membership)
        return super().get_context_data(can_send=can_send, today=timezone.localdate(), **kwargs)


def ask(request: HttpRequest, organisation: str) -> HttpResponse:
    """Choose suppliers and a day, and send them the questions."""
    me = _get_writer(request, organisation)
    typed = request.GET.get("q", "").strip()[:100]
    suppliers = questionnaires.get_suppliers_to_ask(me.organisation)
    offered = list((suppliers.filter(name__icontains=typed) if typed else suppliers)[: MAX_OFFERED + 1])
    has_more, offered = len(offered) > MAX_OFFERED, offered[:MAX_OFFERED]
    form = AskForm(get_post_data(request), suppliers=offered, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        chosen = [row for row in offered if str(row.uuid) in form.cleaned_data["suppliers"]]
        try:
            asked = questionnaires.request_questionnaires(
                organisation=me.organisation, suppliers=chosen, reply_by=form.cleaned_data["reply_by"], actor=me.user,
                at=timezone.now(),
            )  # fmt: skip
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            sentence = ngettext(
                "The questions are on their way to %(n)d supplier.",
                "The questions are on their way to %(n)d suppliers.",
                len(asked),
            )
            messages.success(request, sentence % {"n": len(asked)})
            return redirect("questionnaires:list", organisation)
    edition = get_edition(CURRENT_EDITION)
    context = page_context(me, form=form, offered=offered, has_more=has_more, typed=typed, edition=edition)
    return render_form(request, "audits/questionnaires/ask.html", context)


@require_safe
def detail(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Show the answers, each with its question; before they are sent, none."""
    me = get_membership(request, organisation)
    questionnaire = get_row(Questionnaire, me.organisation, uuid)
    topics = list_answers(questionnaire) if questionnaire.answered_at else []
    can_send = permissions.can_send_links(me)
    context = page_context(me, questionnaire=questionnaire, topics=topics, can_send=can_send)
    return render(request, "audits/questionnaires/detail.html", context)


@require_POST
def withdraw(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Ask no more."""
    me = _get_writer(request, organisation)
    row = get_row(Questionnaire, me.organisation, uuid)
    questionnaires.withdraw(questionnaire=row, actor=me.user, at=timezone.now())
    messages.success(request, _("Questionnaire withdrawn."))
    return redirect("questionnaires:list", organisation)


def _get_writer(request: HttpRequest, slug: str) -> Membership:
    me = get_membership(request, slug)
    if not permissions.can_send_links(me):
        raise PermissionDenied
    return me
