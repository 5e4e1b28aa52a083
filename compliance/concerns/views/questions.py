"""/r/1 … : one page a question, in order; those of the task list in any order.

See docs/requirements/helpline.md#optional-questions.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.concerns import labels, promise_labels
from compliance.concerns.forms import FORMS
from compliance.concerns.forms.child import CouncilForm
from compliance.concerns.rules import journey, triage
from compliance.concerns.rules import places as region
from compliance.concerns.services import draft as drafts
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.views.base import get_post_data, redirect_to_page, should_save_typed, with_draft
from compliance.concerns.views.check_answers import get_sharing_previews
from learning.directory.selectors.geocoding import find_place
from portal.core.types import Context
from portal.core.views import render_form, see_other
from portal.reference import emergency_numbers, localities, safeguarding


@with_draft
def question(request: HttpRequest, *, draft: OpenDraft, code: str) -> HttpResponse:
    """Show one page of the journey and save its answers."""
    page, files = journey.PAGES_BY_CODE[code], len(draft.files)
    answers = {**draft.answers, "has_files": files > 0}
    form = FORMS[code](get_post_data(request), answers=answers, route=draft.route, binding=draft.form_binding)
    first = journey.get_page_to_answer_first(page, draft.answers, files=files)
    if first and not should_save_typed(form, page, draft):
        return redirect(first.address)
    if request.method == "POST" and form.is_valid():
        try:
            changed = drafts.save_answers(draft.cookie, keys=page.keys, values=form.page_answers, now=timezone.now())
        except drafts.Gone:
            return see_other("concerns:code")
        return see_other(first.address if first else _after(page, changed))
    context = {"form": form, "page": page, "route": draft.route, "back": _back(page, draft)}
    return render_form(request, f"concerns/{_template(page)}.html", context | _beside(page, draft))


@with_draft
@require_safe
def keep(request: HttpRequest, *, draft: OpenDraft) -> HttpResponse:
    """Extend the draft; opening any page restarts the two hours, and this one says so."""
    return render(request, "concerns/keep.html", {"onward": "concerns:check"})


def _template(page: journey.Page) -> str:
    pages_with_template = {journey.ACCOUNT, journey.PRIVACY, journey.AFFECTED, journey.CONTACT}
    return page.code if page in pages_with_template else "question"


def _beside(page: journey.Page, draft: OpenDraft) -> Context:
    """Return the page's context besides the form."""
    answers = draft.answers
    beside: Context = {"is_device_unsafe": journey.is_device_unsafe(answers)}
    if journey.is_left_open(page, answers, files=len(draft.files)):
        beside["left_open"] = labels.UNSAFE_CALL if journey.lacks_safety(answers) else labels.LEFT_OPEN[page.code]
    if page == journey.PRIVACY:
        is_child, wants_call = triage.is_child(answers), answers.get("wants_call")
        beside |= {
            "previews": get_sharing_previews(draft),
            "wants_call": wants_call,
            **promise_labels.for_privacy_page(answers),
        }
        nation = region.get_region_codes(answers, localities.councils_named)["nation"]
        if draft.route == "r1" and not is_child and nation:
            group_gender, types = answers.get("group_gender", ""), answers.get("exploitation_type", ())
            beside["adult_support"] = [
                contact
                for contact in emergency_numbers.get_adult_support(nation)
                if contact.helps(group_gender=group_gender, types=types)
            ]
    if page in {journey.ACCOUNT, journey.CONTACT} and journey.is_child_telling(answers):
        beside["childline"] = emergency_numbers.get_contacts()["childline"]
    return beside


def _after(page: journey.Page, draft: OpenDraft) -> str:
    """Return the address of the next page: help comes first where danger or a child was reported."""
    if page == journey.DANGER and draft.answers["danger_level"] == "happening_now":
        return "concerns:danger_now"
    if page == journey.AGE and triage.is_child(draft.answers):
        return "concerns:child"
    return journey.get_next_page(page, draft.answers, files=len(draft.files)).address


def _back(page: journey.Page, draft: OpenDraft) -> str:
    if page in journey.REQUIRED_PAGES and not draft.answers.get(journey.REACHED_CHECK):
        position = journey.REQUIRED_PAGES.index(page)
        return journey.REQUIRED_PAGES[position - 1].address if position else "concerns:start"
    return "concerns:check"


@with_draft
@require_safe
def danger_now(request: HttpRequest, *, draft: OpenDraft) -> HttpResponse:
    """Show 999 first; the person chooses to continue."""
    onward = journey.get_next_page(journey.DANGER, draft.answers, files=len(draft.files))
    return render(request, "concerns/danger_now.html", {"onward": onward.address})


@with_draft
def child(request: HttpRequest, *, draft: OpenDraft) -> HttpResponse:
    """Show who helps a child there. The place is looked up by POST, so that no address or log holds it."""
    if not triage.is_child(draft.answers):
        return redirect_to_page(journey.AGE)
    form = CouncilForm(get_post_data(request))
    localities_found = find_place(form.cleaned_data["place"]).localities if form.is_bound and form.is_valid() else None
    onward = journey.get_next_page(journey.AGE, draft.answers, files=len(draft.files))
    nations = {locality.council.nation for locality in localities_found or ()}
    nation = next(iter(nations)) if len(nations) == 1 else None
    is_self = draft.route == "r1"
    contacts = emergency_numbers.contacts_for_children(nation, is_self=is_self)
    context = {
        "form": form,
        "councils": [_for_children(locality) for locality in localities_found]
        if localities_found is not None
        else None,
        "contacts": [contact for contact in contacts if contact.code != "emergency"],
        "is_self": is_self,
        "is_unsure": draft.answers["age_of_person"] == "not_sure",
        "is_danger_now": draft.answers.get("danger_level") == "happening_now",
        "onward": onward.address,
    }
    return render_form(request, "concerns/child.html", context)


def _for_children(locality: localities.Locality) -> Context:
    """Return a council's contacts with the name of the place, which shows whether it is the one that was meant."""
    council = locality.council
    bodies = safeguarding.get_bodies_for(council)
    return {
        "label": locality.label,
        "council": council,
        "bodies": bodies,
        "name": bodies[0].name,
        "is_trust": bodies[0].kind == safeguarding.Kind.TRUST,
        "is_scotland": council.nation == safeguarding.SCOTLAND,
        "is_elsewhere": bodies[0].code != council.code,
    }
