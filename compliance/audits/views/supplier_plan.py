"""/plan/<token>/…: a supplier's own open actions, for whoever holds the link; no account, no cookie, no trace."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from compliance.audits.forms.supplier_links import AnswerForm, EvidenceForm
from compliance.audits.models import Action, SupplierLink
from compliance.audits.services import questionnaires, supplier_answers, supplier_links
from compliance.audits.supplier_languages import get_offered_language, list_offered_languages
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.types import Context
from portal.core.views import render_form, too_many_requests


def require_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in whoever holds a valid token. PagePolicyMiddleware makes sure that no cache stores the page.

    No token against forgery is asked for: only who knows the address can send anything, and a browser that sends no
    referrer sends no origin either.
    """

    @login_not_required
    @csrf_exempt
    @sensitive_variables("token")
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: object) -> HttpResponse:
        if wait := rate_limits.get_visitor_wait("supplier_page", request):
            return too_many_requests(request, wait)
        link = supplier_links.find_link(token)
        if link is None or not supplier_links.is_valid_link(link, timezone.now()):
            return render(request, "audits/plan/ended.html", status=404 if link is None else 410)
        language = get_offered_language(link.language)
        with translation.override(language.code):
            return view(request, link=link, token=token, **kwargs)

    return opened


@require_link
@require_safe
def home(request: HttpRequest, *, link: SupplierLink, token: str) -> HttpResponse:
    """List the supplier's actions."""
    supplier_links.record_opening(link, timezone.now())
    context = {
        "link": link,
        "token": token,
        "actions": supplier_links.get_link_actions(link),
        "owed": supplier_links.get_actions_missing_evidence(link),
        "questionnaire": questionnaires.get_open_questionnaire(link),
        "saved": request.GET.get("saved") == "1",
        "today": timezone.localdate(),
    }
    return render(request, "audits/plan/home.html", context | get_language_context(link))


def get_language_context(link: SupplierLink) -> Context:
    """Return what the choice of language shows."""
    return {"languages": list_offered_languages(), "chosen_language": get_offered_language(link.language)}


@require_link
@require_POST
def set_language(request: HttpRequest, *, link: SupplierLink, token: str) -> HttpResponse:
    """Show this supplier's pages, and write to it, in the language that it chose."""
    supplier_links.set_language(link=link, language=request.POST.get("language", ""))
    return redirect("plan:questionnaire" if request.POST.get("page") == "questionnaire" else "plan:home", token)


@require_link
def action(request: HttpRequest, *, link: SupplierLink, token: str, uuid: UUID) -> HttpResponse:
    """Show one action and save the supplier's answer."""
    current: Action = get_object_or_404(
        supplier_links.get_link_actions(link).prefetch_related("files__file"), uuid=uuid
    )
    is_sent = request.method == "POST"
    form = AnswerForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        action=current,
        today=timezone.localdate(),
    )
    own_files = [each.file.name for each in current.files.all() if each.came_by_link]
    context = {"link": link, "token": token, "action": current, "form": form, "own_files": own_files}
    if is_sent and form.is_valid():
        try:
            supplier_answers.save_answer(link=link, action=current, at=timezone.now(), **form.answer())
        except EditConflict as conflict:
            context |= {"theirs": conflict.theirs, "form": _rebind(form, conflict.theirs)}
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        except ValidationError as error:
            form.add_error("evidence", error)
        else:
            return redirect(f"{reverse('plan:home', args=[token])}?saved=1")
    return render_form(request, "audits/plan/action.html", context)


@require_link
def evidence(request: HttpRequest, *, link: SupplierLink, token: str, uuid: UUID) -> HttpResponse:
    """Take the file that a workbook named for an action."""
    current: Action = get_object_or_404(supplier_links.get_actions_missing_evidence(link), uuid=uuid)
    is_sent = request.method == "POST"
    form = EvidenceForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            supplier_answers.attach_evidence(
                link=link, action=current, upload=form.cleaned_data["evidence"], at=timezone.now()
            )
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        except ValidationError as error:
            form.add_error("evidence", error)
        else:
            return redirect(f"{reverse('plan:home', args=[token])}?saved=1")
    context = {"link": link, "token": token, "action": current, "form": form}
    return render_form(request, "audits/plan/evidence.html", context)


def _rebind(form: AnswerForm, action: Action) -> AnswerForm:
    """Return the form with what was typed, bound to the current version of the action: sending it again saves it."""
    typed = form.data.copy()
    typed["version"] = str(action.version)
    again = AnswerForm(typed, action=action, today=timezone.localdate())
    again.full_clean()
    again.add_error(None, _("Someone else changed this action while you were writing. Compare, then save again."))
    return again
