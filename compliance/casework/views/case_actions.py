"""What is done to one case: a page with a form each, one call, and back to the tab it was done from."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from compliance.casework.choices import ChildAction, Status, TaskKind
from compliance.casework.forms import cases as forms
from compliance.casework.forms.children import CouncilForm, DoneForm
from compliance.casework.forms.closing import CloseForm
from compliance.casework.models import Approval, Case, Task
from compliance.casework.selectors import places, staff
from compliance.casework.services import assignment, closing, notes, priorities, retention_period, tasks
from compliance.casework.services import messages as services_messages
from compliance.casework.services import tasks as services_tasks
from compliance.casework.services.case_facts import save_summary
from compliance.casework.views.base import (
    CONFLICT,
    Desk,
    case_at_hand,
    case_to_act,
    case_to_change,
    get_post_data,
    go,
    run_service,
    unlocked,
)
from compliance.casework.views.cases import case_page
from portal.core.exceptions import ActionRefused, EditConflict


def acting(
    request: HttpRequest,
    desk: Desk,
    case: Case,
    form: Any,
    service: Callable[..., Any],
    *,
    heading: str,
    button: str,
    tab: str = "actions",
    said: str = "",
    template: str = "act.html",
    **context: Any,
) -> HttpResponse:
    """Draw the form; sent, call the service, which takes no more arguments. Where it refuses, what was typed stays."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            result = service()
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        except EditConflict as conflict:
            status = CONFLICT
            # The form goes on from what the colleague saved; what was typed stays in the fields.
            form.data = form.data.copy()
            form.data["version"] = conflict.theirs.version
            context["has_conflict"] = True
        else:
            waits = isinstance(result, Approval)
            messages.success(request, _("Sent. A second person must approve it.") if waits else said or _("Saved."))
            return go(f"cases:{tab}", case.pk)
    context |= {"form": form, "heading": heading, "button": button, "back": f"cases:{tab}"}
    response = case_page(request, desk, case, tab, template, **context)
    if status != 200:
        response.status_code = status
    return response


def plain(
    form: type[Any],
    service: Callable[..., Any],
    *,
    initial: Callable[[Case], dict[str, Any]] = lambda case: {},
    fetch: Callable[[Desk, UUID], Case] = case_to_change,
    **page: Any,
) -> Callable[..., HttpResponse]:
    """A page whose form says all that the service needs beside the case and who does it. page: as of acting."""

    @unlocked
    def view(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
        case = fetch(desk, uuid)
        drawn = form(get_post_data(request), initial=initial(case))
        return acting(
            request, desk, case, drawn, lambda: service(case=case, **_given(drawn), **desk.acting), **page
        )  # fmt: skip

    return view


def _given(form: Any) -> dict[str, Any]:
    """What the form says, in the words of the service."""
    return form.given if hasattr(form, "given") else form.cleaned_data


age = plain(
    forms.AgeForm,
    priorities.change_age,
    fetch=case_to_act,
    initial=lambda case: {"age": case.age_of_person, "version": case.version},
    heading=gettext_lazy("Change the age answer"),
    button=gettext_lazy("Save the answer"),
)
# Anybody who may read the case may add a note, also once it is closed.
note = plain(
    forms.NoteForm,
    notes.add_note,
    fetch=case_to_act,
    heading=gettext_lazy("Add a note"),
    button=gettext_lazy("Add the note"),
    tab="timeline",
    said=gettext_lazy("The note is now in the timeline."),
)
task = plain(
    forms.TaskForm,
    services_tasks.add_task,
    fetch=case_to_act,
    heading=gettext_lazy("Add a task"),
    button=gettext_lazy("Add the task"),
)
# A call that was made, and when to try again.
call = plain(
    forms.CallLogForm,
    services_messages.log_call,
    fetch=case_to_act,
    heading=gettext_lazy("Record a call"),
    button=gettext_lazy("Save the call"),
    tab="timeline",
)
reopen = plain(
    forms.ReasonForm,
    closing.reopen_case,
    heading=gettext_lazy("Reopen the case"),
    button=gettext_lazy("Reopen the case"),
    said=gettext_lazy("The case is open again."),
)


@unlocked
def level(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Anybody who may act raises it; whose case it is, or a lead, makes it calmer too."""
    case = case_to_act(desk, uuid)
    if not (offered := priorities.get_offered_levels(case, desk.user)):
        case_to_change(desk, uuid)
    form = forms.LevelForm(
        get_post_data(request), offered=offered, initial={"level": case.level, "version": case.version}
    )
    return acting(
        request, desk, case, form, lambda: priorities.change_level(case=case, **form.cleaned_data, **desk.acting),
        heading=_("Change the level"), button=_("Save the level"), said=_("The level and deadline have changed."),
    )  # fmt: skip


@unlocked
def facts(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    initial = {name: getattr(case, name) for name in forms.FactsForm.base_fields if name != "version"}
    form = forms.FactsForm(get_post_data(request), initial=initial | {"version": case.version})

    def save() -> None:
        cleaned = dict(form.cleaned_data)
        version = cleaned.pop("version")
        priorities.save_coded_facts(case=case, facts=cleaned, actor=desk.user, at=desk.now, version=version)

    return acting(
        request, desk, case, form, save, heading=_("Coded facts"), button=_("Save the facts"), tab="case"
    )  # fmt: skip


@unlocked
def summary(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    columns = ("title", "summary", "summary_for_partners")
    initial = {name: desk.keys.read(case, name) for name in columns} | {"version": case.version}
    form = forms.SummaryForm(get_post_data(request), initial=initial)

    def save() -> None:
        texts = {name: form.cleaned_data[name] for name in columns}
        save_summary(case=case, texts=texts, version=form.cleaned_data["version"], **desk.acting)

    return acting(
        request, desk, case, form, save, heading=_("Summary"), button=_("Save the summary"), tab="case"
    )  # fmt: skip


@unlocked
def status(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    form = forms.StatusForm(get_post_data(request), initial={"status": case.status})
    return acting(
        request, desk, case, form,
        lambda: assignment.change_status(
            case=case, status=Status(form.cleaned_data["status"]), actor=desk.user, at=desk.now
        ),
        heading=_("Case status"), button=_("Save"),
    )  # fmt: skip


@unlocked
def assign(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    form = forms.AssignForm(
        get_post_data(request),
        people=staff.get_staff_choices(),
        initial={"owner": str(case.owner.uuid) if case.owner else ""},
    )
    return acting(
        request, desk, case, form,
        lambda: assignment.assign_case(
            case=case, owner=staff.find_staff(form.cleaned_data["owner"]), actor=desk.user, at=desk.now
        ),
        heading=_("Assign the case"), button=_("Assign the case"),
    )  # fmt: skip


@require_POST
@unlocked
def pick_up(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """A case that nobody has: one press."""
    case = case_at_hand(desk, uuid)
    run_service(request, assignment.pick_up_case, said=_("The case is yours."), case=case, actor=desk.user, at=desk.now)
    return go("cases:case", case.pk)


@unlocked
def finish(request: HttpRequest, desk: Desk, uuid: UUID, task: UUID) -> HttpResponse:
    case = case_to_act(desk, uuid)
    row = tasks.find_task(case, task)
    if row is None:
        raise Http404
    form = _finish_form(request, desk, case, row)
    return acting(
        request, desk, case, form, lambda: services_tasks.finish_task(task=row, **_given(form), **desk.acting),
        heading=row.get_child_action_display() or row.get_kind_display(), button=_("Mark as done"),
    )  # fmt: skip


def _finish_form(request: HttpRequest, desk: Desk, case: Case, task: Task) -> Any:
    """What was done for a child is said in words; of the council, whom it was told there."""
    if task.child_action == ChildAction.LA_CONTACT_RECORDED:
        return CouncilForm(get_post_data(request), initial={"council": places.get_children_services(case, desk.keys)})
    if task.kind == TaskKind.CONTACT_REQUEST:
        return forms.ReachedForm(get_post_data(request))
    return DoneForm(get_post_data(request)) if task.child_action else forms.FinishForm(get_post_data(request))


@unlocked
def close(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """With the list of what has to be done first."""
    case = case_to_change(desk, uuid)
    form = CloseForm(
        get_post_data(request),
        concerns_child=case.concerns_child,
        today=timezone.localdate(desk.now),
        initial={"version": case.version},
    )

    def save() -> Approval | None:
        cleaned = form.cleaned_data
        return closing.close_case(
            case=case, reason=cleaned["closure_reason"], note=cleaned["note"], version=cleaned["version"],
            youngest_born=cleaned.get("youngest_born"), **desk.acting,
        )  # fmt: skip

    needs_second = closing.needs_second_person(case)
    _retention, last_day = retention_period.get_class_and_last_day(case, timezone.localdate(desk.now))
    return acting(
        request, desk, case, form, save, heading=_("Close the case"), said=_("The case is closed."),
        button=_("Ask a second person to approve closing it") if needs_second else _("Close the case"),
        template="close.html", obstacles=closing.get_obstacles(case), missing=closing.get_missing_facts(case),
        needs_second=needs_second, keep_until=last_day,
    )  # fmt: skip
