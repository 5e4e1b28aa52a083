"""/r/1 … : one page a question, in order; those of the task list in any order (decision 18)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.concerns import wording
from compliance.concerns.forms import FORMS
from compliance.concerns.forms.child import CouncilForm
from compliance.concerns.rules import journey, triage
from compliance.concerns.rules import places as region
from compliance.concerns.services import draft as drafts
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.views.base import to_page, with_draft
from compliance.concerns.views.summary import previews
from portal.core.views import render_form, see_other
from portal.reference import contacts, places


@with_draft
def question(request: HttpRequest, *, draft: OpenDraft, code: str) -> HttpResponse:
    page, files = journey.BY_CODE[code], len(draft.files)
    if first := journey.may_open(page, draft.answers, files=files):
        return redirect(first.address)
    known = {**draft.answers, "has_files": files > 0}
    form = FORMS[code](request.POST if request.method == "POST" else None, answers=known, route=draft.route)
    if request.method == "POST" and form.is_valid():
        try:
            changed = drafts.change(draft.cookie, keys=page.keys, given=form.given, now=timezone.now())
        except drafts.Gone:
            return see_other("concerns:code")
        return see_other(_after(page, changed))
    context = {"form": form, "page": page, "route": draft.route, "back": _back(page, draft)}
    return render_form(request, f"concerns/{_template(page)}.html", context | _beside(page, draft))


@with_draft
@require_safe
def keep(request: HttpRequest, *, draft: OpenDraft) -> HttpResponse:
    """More time: opening any page begins the two hours again, and this one says so."""
    return render(request, "concerns/keep.html", {"onward": "concerns:check"})


def _template(page: journey.Page) -> str:
    own = {journey.ACCOUNT, journey.PRIVACY, journey.AFFECTED, journey.CONTACT}
    return page.code if page in own else "question"


def _beside(page: journey.Page, draft: OpenDraft) -> dict[str, Any]:
    """What stands on it besides the form."""
    answers = draft.answers
    beside: dict[str, Any] = {"is_device_unsafe": journey.is_device_unsafe(answers)}
    if journey.is_left_open(page, answers, files=len(draft.files)):
        beside["left_open"] = wording.UNSAFE_CALL if journey.lacks_safety(answers) else wording.LEFT_OPEN[page.code]
    if page == journey.PRIVACY:
        is_child, wants_call = triage.is_child(answers), answers.get("wants_call")
        beside |= {"previews": previews(draft), "is_child": is_child, "wants_call": wants_call}
        nation = region.coded(answers, places.find_councils)["nation"]
        if draft.route == "r1" and not is_child and nation:
            beside["adult_support"] = contacts.adult_support(nation)
    if page in {journey.ACCOUNT, journey.CONTACT} and journey.is_child_telling(answers):
        beside["childline"] = contacts.contacts()["childline"]
    return beside


def _after(page: journey.Page, draft: OpenDraft) -> str:
    """Where danger or a child was told, help stands before the next question."""
    if page == journey.DANGER and draft.answers["danger_level"] == "happening_now":
        return "concerns:danger_now"
    if page == journey.AGE and triage.is_child(draft.answers):
        return "concerns:child"
    return journey.after(page, draft.answers, files=len(draft.files)).address


def _back(page: journey.Page, draft: OpenDraft) -> str:
    if page in journey.MAIN and not draft.answers.get(journey.REACHED):
        place = journey.MAIN.index(page)
        return journey.MAIN[place - 1].address if place else "concerns:start"
    return "concerns:check"


@with_draft
@require_safe
def danger_now(request: HttpRequest, *, draft: OpenDraft) -> HttpResponse:
    """999 first; carrying on is for the person to choose."""
    onward = journey.after(journey.DANGER, draft.answers, files=len(draft.files))
    return render(request, "concerns/danger_now.html", {"onward": onward.address})


@with_draft
def child(request: HttpRequest, *, draft: OpenDraft) -> HttpResponse:
    """Who helps a child there. The name of a place is looked up by POST, so that no address or log holds it."""
    if not triage.is_child(draft.answers):
        return to_page(journey.AGE)
    form = CouncilForm(request.POST if request.method == "POST" else None)
    found = places.find_councils(form.cleaned_data["place"]) if form.is_bound and form.is_valid() else None
    onward = journey.after(journey.AGE, draft.answers, files=len(draft.files))
    nations = {one.nation for one in found or ()}
    nation = next(iter(nations)) if len(nations) == 1 else None
    context = {
        "form": form,
        "councils": [_for_children(one) for one in found] if found is not None else None,
        "contacts": [one for one in contacts.for_children(nation) if one.code != "emergency"],
        "is_self": draft.route == "r1",
        "is_unsure": draft.answers["age_of_person"] == "not_sure",
        "onward": onward.address,
    }
    return render_form(request, "concerns/child.html", context)


def _for_children(council: places.Council) -> dict[str, Any]:
    services = places.children_services_of(council)
    return {
        "council": council,
        "services": services,
        "is_trust": contacts.routes()[council.nation].children == "trust",
        "is_scotland": council.nation == "scotland",
        "is_elsewhere": services is not None and services.code != council.code,
    }
