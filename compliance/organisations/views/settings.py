"""An organisation's settings, which all members read and administrators change, and its group."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.organisations.forms.organisations import (
    DatesForm,
    DetailsForm,
    GroupForm,
    OrganisationForm,
    SectorsForm,
    YearForm,
)
from compliance.organisations.models import GroupRequest, Membership
from compliance.organisations.permissions import can_answer_group_request, can_change_settings, can_confirm
from compliance.organisations.rules.publication_deadline import get_due_date
from compliance.organisations.services import groups, organisations
from compliance.organisations.tenancy import get_membership, get_row, get_rows
from compliance.organisations.views.base import get_administrator, get_post_data, page_context
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form
from portal.reference.tables import iso_countries, sector_names


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show all settings."""
    membership = get_membership(request, organisation)
    current = membership.organisation
    context = page_context(
        membership,
        sectors=[sector_names().get(code, code) for code in current.sectors if code != "other"],
        country=iso_countries().get(current.country, current.country),
        due=get_due_date(current.year_end_on) if current.year_end_on else None,
        can_change=can_change_settings(membership, current),
        can_confirm=can_confirm(membership, current),
        parent=current.parent,
        subsidiaries=current.subsidiaries.all(),
    )
    return render(request, "organisations/settings.html", context)


def details(request: HttpRequest, organisation: str) -> HttpResponse:
    """Change name, kind, number and address."""
    return _change(request, organisation, DetailsForm, "organisations/settings_details.html")


def sectors(request: HttpRequest, organisation: str) -> HttpResponse:
    """Change the sectors."""
    return _change(request, organisation, SectorsForm, "organisations/settings_sectors.html")


def year(request: HttpRequest, organisation: str) -> HttpResponse:
    """Change year end, group role, turnover and website."""
    return _change(request, organisation, YearForm, "organisations/settings_year.html")


def dates(request: HttpRequest, organisation: str) -> HttpResponse:
    """Change the order of dates in uploaded files."""
    return _change(request, organisation, DatesForm, "organisations/settings_dates.html")


def _change(request: HttpRequest, slug: str, form_class: type[OrganisationForm], template: str) -> HttpResponse:
    """Handle one form of an organisation's fields. In the set-up of a new one, the next question follows."""
    me = get_administrator(request, slug)
    organisation = me.organisation
    is_set_up = not (organisation.sectors and organisation.group_role)
    form = form_class(get_post_data(request), instance=organisation)
    if request.method == "POST" and form.is_valid():
        changed = organisations.change(organisation=organisation, actor=me.user, at=timezone.now(), **form.cleaned_data)
        return _onward(request, me, is_set_up, changed)
    return render_form(request, template, page_context(me, form=form, is_set_up=is_set_up))


def _onward(request: HttpRequest, me: Membership, is_set_up: bool, changed: list[str]) -> HttpResponse:
    organisation, slug = me.organisation, me.organisation.slug
    organisation.refresh_from_db(fields=["sectors", "group_role"])
    if is_set_up and not organisation.sectors:
        return redirect("organisations:sectors", slug)
    if is_set_up and not organisation.group_role:
        return redirect("organisations:year", slug)
    if {"wanted_name", "wanted_company_number"} & set(changed):
        messages.success(request, _("We will show the new name or number once it is verified."))
        return redirect("organisations:confirm", slug)
    messages.success(request, _("Changes saved."))
    return redirect("organisations:home" if is_set_up else "organisations:settings", slug)


# --- Group ---------------------------------------------------------------------------------------------------------


def group(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show parent and subsidiaries; ask a subsidiary; list the requests of a parent."""
    me = get_administrator(request, organisation)
    current = me.organisation
    form = GroupForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            groups.request_link(parent=current, actor=me.user, at=timezone.now(), **form.cleaned_data)
        except ActionRefused as error:
            form.add_error("company_number", str(error))
        else:
            messages.success(
                request, _("If this organisation is verified here, its administrators will see your request.")
            )
            return redirect("organisations:group", organisation)
    context = page_context(
        me,
        form=form,
        parent=current.parent,
        subsidiaries=current.subsidiaries.all(),
        asked=get_rows(GroupRequest, current).filter(decided_at=None),
        waiting=groups.get_pending_requests(current),
        can_answer=can_answer_group_request(me, current),
    )
    return render_form(request, "organisations/group.html", context)


@require_POST
def group_answer(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Accept or decline a parent's request."""
    me = get_administrator(request, organisation)
    group_request = get_object_or_404(groups.get_pending_requests(me.organisation), uuid=uuid)
    accept = request.POST.get("answer") == "accept"
    try:
        groups.respond_to_request(
            request=group_request, organisation=me.organisation, accept=accept, actor=me.user, at=timezone.now()
        )
    except ActionRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Your organisation is now linked to its parent company.") if accept else _("Request declined.")
        )
    return redirect("organisations:group", organisation)


@require_POST
def group_withdraw(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Withdraw a request to a subsidiary."""
    me = get_administrator(request, organisation)
    groups.withdraw_request(request=get_row(GroupRequest, me.organisation, uuid), actor=me.user, at=timezone.now())
    messages.success(request, _("Request withdrawn."))
    return redirect("organisations:group", organisation)


@require_POST
def group_end(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """End the link to a subsidiary, or, with the organisation's own id, to the parent."""
    me = get_administrator(request, organisation)
    current = me.organisation
    subsidiary = current if current.uuid == uuid else get_object_or_404(current.subsidiaries, uuid=uuid)
    groups.end_link(subsidiary=subsidiary, actor=me.user, at=timezone.now())
    messages.success(request, _("Group link ended."))
    return redirect("organisations:group", organisation)
