"""Creating an organisation: look it up, check its details; sectors and year end follow in settings."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations import companies_house
from compliance.organisations.forms.organisations import DetailsForm, LookUpForm
from compliance.organisations.permissions import can_join_organisations
from compliance.organisations.rules import scope as rules
from compliance.organisations.rules.company_numbers import parse_company_number
from compliance.organisations.rules.scope import Answers
from compliance.organisations.services import organisations, scope
from compliance.organisations.tenancy import organisations_with_number
from compliance.organisations.views.base import get_post_data, get_user
from compliance.organisations.views.scope import PUBLIC_SESSION_KEY
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import render_form


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Search the companies register; without an API key, continue to the details by hand."""
    _check_can_join(request)
    if not companies_house.is_enabled():
        return redirect("organisations:new_details")
    form = LookUpForm(request.GET if "q" in request.GET else None)
    context: Context = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            context["companies"] = companies_house.search_companies(form.cleaned_data["q"])
        except companies_house.LookupFailed as error:
            form.add_error(None, str(error))
    return render_form(request, "organisations/new_look_up.html", context)


def details(request: HttpRequest) -> HttpResponse:
    """Show name, kind, number and address, typed or taken from the register, and create the organisation."""
    _check_can_join(request)
    initial, problem = _initial_from_register(request.GET.get("number", ""))
    form = DetailsForm(get_post_data(request), initial=_initial_from_answers(request) | initial)
    if request.method == "POST" and form.is_valid():
        holder = organisations_with_number(form.cleaned_data["company_number"]).confirmed().first()
        if holder is not None:
            return redirect("organisations:join_known", form.cleaned_data["company_number"])
        try:
            return _create(request, form.cleaned_data)
        except ActionRefused as error:
            form.add_error(None, str(error))
    return render_form(
        request,
        "organisations/new_details.html",
        {"form": form, "trouble": problem, "can_search": companies_house.is_enabled()},
    )


def _create(request: HttpRequest, fields: dict[str, object]) -> HttpResponse:
    """Create the organisation; complete answers of the questionnaire become its first ones."""
    now, answers = timezone.now(), request.session.pop(PUBLIC_SESSION_KEY, {})
    is_answered = bool(answers) and rules.next_question(answers) is None
    if is_answered:
        fields = fields | _facts_from_answers(answers)
    organisation = organisations.create(actor=get_user(request), at=now, **fields)
    if is_answered:
        scope.save_answer(organisation=organisation, answers=answers, actor=get_user(request), at=now)
    messages.success(request, _("You have added your organisation. Next, select the sectors it works in."))
    return redirect("organisations:sectors", organisation.slug)


def _facts_from_answers(answers: Answers) -> dict[str, object]:
    """Return facts about the organisation that the questionnaire has, so that nobody is asked twice."""
    turnover = answers.get("q_turnover")
    band = rules.turnover_band_for(turnover) if isinstance(turnover, int) else turnover
    return {
        "year_end_on": answers.get("q_period_end") or None,
        "group_role": answers.get("q_group", ""),
        "turnover_band": band or "",
    }


def _initial_from_answers(request: HttpRequest) -> dict[str, object]:
    return {"legal_form": request.session.get(PUBLIC_SESSION_KEY, {}).get("q_form")}


def _initial_from_register(typed: str) -> tuple[dict[str, object], str]:
    """Return the form's values of a number, and a sentence where the register could not be asked."""
    if not typed or not companies_house.is_enabled():
        return {}, ""
    try:
        company = companies_house.get_company(parse_company_number(typed))
    except ValueError:
        return {}, ""
    except companies_house.LookupFailed as error:
        return {}, str(error)
    if company is None:
        return {}, _("No company matches. Check the number or add your company by hand.")
    return {
        "name": company.name,
        "company_number": company.number,
        "address": company.address,
        **({"legal_form": company.legal_form} if company.legal_form else {}),
    }, ""


def _check_can_join(request: HttpRequest) -> None:
    if not can_join_organisations(request.user):
        raise Http404
