"""Views of applications: an organisation asks to be listed; our staff answer."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.directory import need_categories, ons_areas, permissions
from learning.directory.choices import Outcome
from learning.directory.forms.application_steps import ApplicationSteps
from learning.directory.forms.applications import ApplyForm
from learning.directory.forms.moderation import DecideApplicationForm
from learning.directory.models import Application
from learning.directory.selectors import staff as selectors
from learning.directory.services import applications
from learning.directory.views.staff import directory_staff_required, redirect_to_entry, require_post
from portal.accounts.current_user import get_current_user
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.rate_limits import OverLimit
from portal.core.views import render_form
from portal.reference import helpline


def apply(request: HttpRequest) -> HttpResponse:
    """Ask for an application, a group of questions a page, and take it: for anybody, without an account."""
    form = ApplyForm(require_post(request), initial={"token": uuid4()})
    steps = ApplicationSteps(form)
    if steps.is_finished:
        if wait := rate_limits.get_visitor_wait("directory_apply", request):
            steps.show_last()
            form.add_error(None, OverLimit(wait))
        else:
            applications.save_application(token=form.cleaned_data["token"], answers=form.answers(), at=timezone.now())
            return redirect("directory:applied")
    return render_form(request, "directory/apply.html", {"form": form, "steps": steps})


@require_safe
def applied(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/applied.html")


@directory_staff_required
def application(request: HttpRequest, uuid: UUID) -> HttpResponse:
    if not permissions.can_add_service(request.user):
        raise Http404
    row = selectors.get_application(uuid)
    form = DecideApplicationForm(require_post(request)) if row.outcome == Outcome.WAITING else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            return _decide(request, row, form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
    context = {"application": row, "form": form, "lines": _lines(row.answers)}
    return render_form(request, "directory/staff/application.html", context)


def _decide(request: HttpRequest, row: Application, decision: dict[str, Any]) -> HttpResponse:
    actor, now = get_current_user(request), timezone.now()
    if decision["answer"] == "yes":
        service = applications.accept_application(application=row, actor=actor, at=now)
        messages.success(request, _("Saved as a draft. Check the details, then publish it."))
        return redirect_to_entry(service)
    applications.reject_application(application=row, reason=decision["reason"], actor=actor, at=now)
    messages.success(request, _("Refused. We have told the organisation why."))
    return redirect("directory_staff:index")


def _lines(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """What was said, for reading."""
    provider, service, location = answers["provider"], answers["service"], answers["place"]
    yes_no = {True: _("Yes"), False: _("No"), None: ""}
    address = ", ".join(location[name] for name in ("address", "city", "postcode") if location[name])
    public, staff = (
        [phone["number"] for phone in answers["phones"] if phone["is_public"] is seen] for seen in (True, False)
    )
    ages = [str(age) for age in (service["minimum_age"], service["maximum_age"]) if age is not None]
    lines = [
        (_("Organisation"), provider["name"]),
        (_("About the organisation"), provider["description"]),
        (_("Website"), provider["website"]),
        (_("Charity number"), provider["charity_number"]),
        (_("Company number"), provider["company_number"]),
        (_("Service"), service["name"]),
        (_("What it does"), service["description"]),
        (_("Web page"), service["url"]),
        (_("Email"), service["email"]),
        (_("Phone"), ", ".join(public)),
        (_("Phone for our staff"), ", ".join(staff)),
        (
            _("What it helps with"),
            ", ".join(str(helpline.get_label(need_categories.HELPLINE_LIST, code)) for code in service["needs"]),
        ),
        (_("Who it is for"), ", ".join(str(need_categories.get_audience_label(code)) for code in service["audiences"])),
        (_("Ages"), "–".join(ages)),
        (_("Who it cannot help"), service["eligibility_description"]),
        (_("Where it works"), ", ".join(str(ons_areas.get_name(code)) for code in service["areas"])),
        (_("Address"), address),
        (_("Address for the helpline only"), "" if location["is_public"] or not address else _("Yes")),
        (_("Access"), location["accessibility"]),
        (_("Hours"), answers["hours"]),
        (_("Languages"), ", ".join(str(helpline.get_label("language", code)) for code in service["languages"])),
        (_("Interpreters"), yes_no[service["has_interpreters"]]),
        (_("Free"), yes_no[service["is_free"]]),
        (_("What it costs"), service["fees_description"]),
        (_("How to get help"), service["application_process"]),
        (_("How long it takes"), service["wait_time"]),
        (_("Open at night"), yes_no[service["takes_referrals_at_night"]]),
        (_("How to contact them safely"), service["safe_contact"]),
        (_("For the helpline"), answers["staff_note"]),
        (_("Contact for questions"), answers["contact_email"]),
    ]
    return [(name, words) for name, words in lines if words]
