"""Do I need a statement? Nine questions and the year end, one a page; open to all, or for one organisation."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from compliance.organisations.forms.scope import form_for
from compliance.organisations.labels import describe_answers, outcome_headline
from compliance.organisations.models import Membership, Organisation, ScopeAnswer
from compliance.organisations.permissions import can_answer_scope
from compliance.organisations.rules import scope as rules
from compliance.organisations.rules.publication_deadline import get_due_date, get_statement_year
from compliance.organisations.services import scope as services
from compliance.organisations.tenancy import get_membership, get_memberships, get_row, get_rows
from compliance.organisations.views.base import page_context
from portal.core.types import Context

# Where answers lie in the web session: those of nobody's organisation, and those for one.
PUBLIC_SESSION_KEY = "scope"


def session_key_for(organisation: Organisation) -> str:
    """Return the key of an organisation's answers in the web session."""
    return f"{PUBLIC_SESSION_KEY}-{organisation.uuid}"


# --- Open to all ---------------------------------------------------------------------------------------------------


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the first page of the questionnaire."""
    context = {"first": rules.get_questions()[0], "is_under_way": bool(request.session.get(PUBLIC_SESSION_KEY))}
    return render(request, "organisations/scope_start.html", context)


@login_not_required
@never_cache
def question(request: HttpRequest, question: str) -> HttpResponse:
    """Show one question of the public questionnaire."""
    return _show_question(request, question, PUBLIC_SESSION_KEY, _public_url, {"layout": "layouts/public.html"})


@login_not_required
@never_cache
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """Show the outcome of the public questionnaire."""
    answers = request.session.get(PUBLIC_SESSION_KEY, {})
    if missing := rules.next_question(answers):
        return redirect(_public_url(missing))
    context = decision_context(answers) | {
        "rows": describe_answers(answers, _public_url),
        "back": _public_url(rules.get_question_path(answers)[-1]),
        "memberships": get_memberships(request.user),
    }
    return render(request, "organisations/scope_result.html", context)


@login_not_required
@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Delete the answers from the web session."""
    request.session.pop(PUBLIC_SESSION_KEY, None)
    return redirect("organisations:scope_start")


def _public_url(code: str | None) -> str:
    if code is None:
        return reverse("organisations:scope_result")
    return reverse("organisations:scope_question", args=[rules.get_question(code)["slug"]])


# --- For one organisation ------------------------------------------------------------------------------------------


@require_safe
def history(request: HttpRequest, organisation: str) -> HttpResponse:
    """List the saved answers of an organisation."""
    membership = get_membership(request, organisation)
    answers = get_rows(ScopeAnswer, membership.organisation).select_related("answered_by")
    context = page_context(membership) | {
        "kept": [{"answer": answer, "headline": outcome_headline(answer.outcome)} for answer in answers],
        "can_answer": can_answer_scope(membership, membership.organisation),
        "first": rules.get_questions()[0],
    }
    return render(request, "organisations/scope_history.html", context)


@require_safe
def saved_answer(request: HttpRequest, organisation: str, uuid: Any) -> HttpResponse:
    """Show a saved answer, with the reason and ruleset of its day."""
    membership = get_membership(request, organisation)
    answer = get_row(ScopeAnswer, membership.organisation, uuid)
    context = page_context(membership) | {
        "answer": answer,
        "headline": outcome_headline(answer.outcome),
        "rows": describe_answers(answer.answers),
    }
    return render(request, "organisations/scope_kept.html", context)


@never_cache
def own_question(request: HttpRequest, organisation: str, question: str) -> HttpResponse:
    """Show one question for an organisation."""
    membership = _writer(request, organisation)
    current = membership.organisation
    key = session_key_for(current)
    if key not in request.session:
        request.session[key] = _get_known_answers(current)
    context = page_context(membership) | {"layout": "layouts/organisation.html"}
    return _show_question(request, question, key, lambda code: _organisation_url(current, code), context)


@never_cache
def own_result(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the outcome for an organisation; a POST saves it."""
    membership = _writer(request, organisation)
    current = membership.organisation
    answers = request.session.get(session_key_for(current), {})
    if missing := rules.next_question(answers):
        return redirect(_organisation_url(current, missing))
    if request.method == "POST":
        services.save_answer(organisation=current, answers=answers, actor=membership.user, at=timezone.now())
        del request.session[session_key_for(current)]
        messages.success(request, _("Answer saved."))
        return redirect("organisations:scope", current.slug)
    context = page_context(membership) | decision_context(answers)
    context["rows"] = describe_answers(answers, lambda code: _organisation_url(current, code))
    context["back"] = _organisation_url(current, rules.get_question_path(answers)[-1])
    return render(request, "organisations/scope_own_result.html", context)


def _organisation_url(organisation: Organisation, code: str | None) -> str:
    if code is None:
        return reverse("organisations:own_scope_result", args=[organisation.slug])
    return reverse("organisations:own_scope_question", args=[organisation.slug, rules.get_question(code)["slug"]])


def _get_known_answers(organisation: Organisation) -> dict[str, rules.Answer]:
    """Return what the organisation has told already and is not asked twice; every answer can still be changed."""
    answers = {"q_form": organisation.legal_form}
    if organisation.group_role:
        answers["q_group"] = organisation.group_role
    return answers


def _writer(request: HttpRequest, slug: str) -> Membership:
    membership = get_membership(request, slug)
    if not can_answer_scope(membership, membership.organisation):
        raise PermissionDenied
    return membership


# --- Both ----------------------------------------------------------------------------------------------------------


def _show_question(
    request: HttpRequest, slug: str, key: str, address: Callable[[str | None], str], context: Context
) -> HttpResponse:
    """Show one question with its previous answer, or save an answer and continue."""
    current = next((row for row in rules.get_questions() if row["slug"] == slug), None)
    if current is None:
        raise Http404
    answers = request.session.get(key, {})
    path = rules.get_question_path(answers)
    if current["code"] not in path:
        return redirect(address(rules.next_question(answers)))
    form = form_for(current, request.POST if request.method == "POST" else None, answer=answers.get(current["code"]))
    if form.is_bound and form.is_valid():
        answers = {**answers, current["code"]: form.answer()}
        request.session[key] = answers
        return redirect(address(_get_next_question(current["code"], answers)))
    position = path.index(current["code"])
    context |= {
        "form": form,
        "question": current,
        "number": position + 1,
        "back": address(path[position - 1]) if position else None,
    }
    return render(request, "organisations/scope_question.html", context, status=422 if form.errors else 200)


def _get_next_question(code: str, answers: rules.Answers) -> str | None:
    """Return the next question without an answer, or None: a changed answer does not ask all again."""
    path = rules.get_question_path(answers)
    later = path[path.index(code) + 1 :]
    return next((code for code in later if code not in answers), None) or rules.next_question(answers)


def decision_context(answers: rules.Answers) -> Context:
    """Return the context of an outcome: decision, headline, due day and the answers in words."""
    decision = rules.decide(rules.get_relevant_answers(answers))
    period_end = date.fromisoformat(answers["q_period_end"]) if answers.get("q_period_end") else None
    due = get_due_date(period_end) if period_end else None
    return {
        "decision": decision,
        "headline": outcome_headline(decision.outcome),
        "period_end": period_end,
        "due": due,
        "year": get_statement_year(period_end) if period_end else None,
        "has_published": answers.get("q_previous") == "yes",
        "is_due": decision.outcome in ("required", "probably_required", "required_group_may_cover"),
    }
