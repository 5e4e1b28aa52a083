"""Who may open a case: restricting and sealing it, naming people, and a lead's request to open a sealed one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework.forms import cases as forms
from compliance.casework.models import Approval, Case
from compliance.casework.selectors import staff
from compliance.casework.services import lead_access, restrictions
from compliance.casework.views.base import Desk, case_to_change, for_leads, get_post_data, go, page, unlocked
from compliance.casework.views.case_actions import acting, plain
from portal.core.exceptions import ActionRefused

lift = plain(
    forms.ReasonForm,
    restrictions.lift_restriction,
    heading=gettext_lazy("Lift the restriction"),
    button=gettext_lazy("Lift the restriction"),
    tab="sharing",
    said=gettext_lazy("All handlers can open the case again."),
)


@unlocked
def restrict(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    form = forms.RestrictForm(get_post_data(request), leads=lead_access.get_other_leads(desk.user, case))

    def save() -> Case:
        arguments = {"actor": desk.user, "keys": desk.keys, "at": desk.now}
        return restrictions.restrict_case(case=case, **form.given, **arguments)

    return acting(
        request, desk, case, form, save, heading=_("Restrict the case"), button=_("Restrict the case"),
        tab="sharing", said=_("The case is now for named people only."),
    )  # fmt: skip


@unlocked
def reader(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Name somebody for the case, or keep somebody out of it."""
    case = case_to_change(desk, uuid)
    form = forms.ReaderForm(get_post_data(request), people=staff.get_staff_choices())

    def save() -> Approval | None:
        person = staff.find_staff(form.cleaned_data["person"])
        if person is None:
            raise ActionRefused(_("This person no longer works at the desk."))
        if form.cleaned_data["word"] == "keep_out":
            restrictions.keep_reader_out(case=case, user=person, actor=desk.user, at=desk.now)
            return None
        arguments = {"actor": desk.user, "keys": desk.keys, "at": desk.now}
        return restrictions.name_reader(case=case, user=person, reason=form.cleaned_data["reason"], **arguments)

    return acting(
        request, desk, case, form, save, heading=_("Who can open the case"), button=_("Save"), tab="sharing"
    )  # fmt: skip


@for_leads
def ask_to_open(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = lead_access.find_case_to_ask_for(uuid, user=desk.user)
    if case is None:
        raise Http404
    form = forms.ReasonForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        arguments = {"actor": desk.user, "keys": desk.keys, "at": desk.now}
        try:
            lead_access.ask_to_open(case=case, reason=form.cleaned_data["reason"], **arguments)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Two other people have been asked. You can open the case once both agree."))
            return go("desk:lead")
    return page(request, desk, "ask_to_open.html", case=case, form=form)
