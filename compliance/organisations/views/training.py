"""/o/<organisation>/training/: assigned courses, who completed them, and one's own assignments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from compliance.organisations import training_exports
from compliance.organisations.choices import TrainingGroup
from compliance.organisations.forms.training import AssignForm, LearnersForm
from compliance.organisations.models import Learner, Membership, Organisation, TrainingAssignment
from compliance.organisations.permissions import can_assign_training, can_read_team_training
from compliance.organisations.rules.learner_list import LearnerRow
from compliance.organisations.rules.training import (
    COMPLETION_VALIDITY,
    TrainingTotals,
    last_financial_year,
    summarise_training,
)
from compliance.organisations.selectors.training import (
    get_assignment_line,
    get_course_completions,
    get_learner_assignments,
    get_own_assignments,
    get_team_assignments,
)
from compliance.organisations.services import learners, training
from compliance.organisations.tenancy import get_membership, get_row, get_rows
from compliance.organisations.views.base import get_post_data_and_files, page_context
from learning.training.models.course import format_hours
from learning.training.selectors import completions
from portal.accounts.current_user import get_current_user
from portal.accounts.reauthentication import is_recently_authenticated
from portal.core import rate_limits
from portal.core.csv_cells import csv_lines
from portal.core.views import render_form, too_many_requests
from portal.history.services import record

XLSX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    """List the member's own assignments and, for those who may, the team's."""
    me = get_membership(request, organisation)
    today, sees_team = timezone.localdate(), can_read_team_training(me)
    lines = get_team_assignments(me.organisation, today=today)
    context = page_context(
        me,
        own=get_own_assignments(lines, me),
        lines=lines if sees_team else [],
        figures=_get_totals(me.organisation, today) if sees_team else None,
        sees_team=sees_team,
        can_assign=can_assign_training(me),
        is_alone=sees_team and get_rows(Membership, me.organisation).active().count() == 1,
    )
    return render(request, "organisations/training.html", context)


def assign(request: HttpRequest, organisation: str) -> HttpResponse:
    """Assign a course."""
    me = _assigner(request, organisation)
    members = get_rows(Membership, me.organisation).active().select_related("user")
    form = AssignForm(
        *get_post_data_and_files(request),
        courses=completions.get_assignable_courses(),
        members=members,
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        actor, at = me.user, timezone.now()
        people = _save_learners(me, form.learner_rows, group=form.cleaned_data["group"])
        created = training.assign(
            organisation=me.organisation, actor=actor, at=at, learners=people, **form.get_assignment()
        )
        messages.success(request, _("You have assigned the course “%(course)s”.") % {"course": created.course})
        return redirect("organisations:training", organisation)
    return render_form(request, "organisations/training_assign.html", page_context(me, form=form))


def learner_list(request: HttpRequest, organisation: str) -> HttpResponse:
    """List the learners, and add more from a list."""
    me = _assigner(request, organisation)
    form = LearnersForm(*get_post_data_and_files(request))
    if request.method == "POST" and form.is_valid():
        people = _save_learners(me, form.cleaned_data["learner_list"], group=form.cleaned_data["group"])
        text = ngettext("%(count)s learner is on your list.", "%(count)s learners are on your list.", len(people))
        messages.success(request, text % {"count": len(people)})
        return redirect("organisations:learners", organisation)
    rows = get_rows(Learner, me.organisation).active()
    return render_form(request, "organisations/learners.html", page_context(me, form=form, learners=rows))


@require_POST
def end_learner(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Remove a learner."""
    me = _assigner(request, organisation)
    row = get_row(Learner, me.organisation, uuid)
    learners.end_learner(learner=row, actor=me.user, at=timezone.now())
    messages.success(request, _("You have removed %(name)s. Completed courses stay in your figures.") % {"name": row})
    return redirect("organisations:learners", organisation)


@require_safe
def own_courses(request: HttpRequest) -> HttpResponse:
    """List what organisations ask of a person as a learner."""
    learners.link_accounts()
    lines = get_learner_assignments(get_current_user(request), today=timezone.localdate())
    return render(request, "organisations/own_courses.html", {"own": lines})


def _save_learners(me: Membership, rows: Iterable[LearnerRow], *, group: str) -> list[Learner]:
    rows = list(rows)
    if not rows:
        return []
    return learners.save_learners(
        organisation=me.organisation, rows=rows, group=group, actor=me.user, at=timezone.now()
    )


@require_safe
def assignment(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Show one assignment with its people."""
    me = get_membership(request, organisation)
    if not can_read_team_training(me):
        raise PermissionDenied
    row = get_row(TrainingAssignment, me.organisation, uuid)
    line = get_assignment_line(row, today=timezone.localdate())
    can_end = can_assign_training(me) and row.ended_at is None
    can_remind = can_end and line.completed < len(line.people)
    context = page_context(me, line=line, can_end=can_end, can_remind=can_remind)
    return render(request, "organisations/training_assignment.html", context)


@require_POST
def end(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """End an assignment."""
    me = _assigner(request, organisation)
    row = get_row(TrainingAssignment, me.organisation, uuid)
    training.end_assignment(assignment=row, actor=me.user, at=timezone.now())
    messages.success(request, _("You have withdrawn the course “%(course)s”.") % {"course": row.course})
    return redirect("organisations:training", organisation)


@require_POST
def remind(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Remind everybody who has not completed the course."""
    me = _assigner(request, organisation)
    row = get_row(TrainingAssignment, me.organisation, uuid)
    if count := training.remind(assignment=row, actor=me.user, at=timezone.now()):
        text = ngettext(
            "We emailed a reminder to %(count)s person.", "We emailed a reminder to %(count)s people.", count
        )
        messages.success(request, text % {"count": count})
    else:
        messages.warning(
            request,
            _("We did not send an email, because everyone has completed the course or had an email in the last day."),
        )
    return redirect("organisations:training_assignment", organisation, row.uuid)


@require_safe
def export(request: HttpRequest, organisation: str, kind: str) -> HttpResponse:
    """Send the team's training. kind: csv or xlsx. People's names leave the portal, so the member confirms who they
    are.
    """
    me = _assigner(request, organisation)
    if not is_recently_authenticated(request):
        raise ReauthenticationRequired
    if request.method == "GET" and (wait := rate_limits.count_and_get_wait("export", me.user_id)):
        return too_many_requests(request, wait)
    lines = get_team_assignments(me.organisation, today=timezone.localdate())
    response: HttpResponse | StreamingHttpResponse
    if kind == "csv":
        csv_content = list(csv_lines(training_exports.get_csv_rows(lines)))
        response = StreamingHttpResponse(csv_content, content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(training_exports.render_workbook(lines), content_type=XLSX_CONTENT_TYPE)
    facts = {"format": kind.upper(), "count": sum(len(line.people) for line in lines)}
    record(me.user, "organisations.training.exported", me.organisation, facts, scope=me.organisation.uuid)
    response.headers["Content-Disposition"] = f'attachment; filename="training-{me.organisation.slug}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """A group's totals. cells: the period and the total of it, in words."""

    name: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TotalsTable:
    """Training by group and period."""

    periods: list[str]
    rows: list[TotalsRow]


def _get_totals(organisation: Organisation, today: date) -> TotalsTable | None:
    """Return totals by group and of everybody, for the last twelve months and the latest financial year; None without
    any.
    """
    periods = {_("Last 12 months"): (today - COMPLETION_VALIDITY, today)}
    if organisation.year_end_on:
        first, last = last_financial_year(organisation.year_end_on, today)
        periods[_("Year to %(day)s") % {"day": date_format(last, "j F Y")}] = (first, last)
    team_completions = get_course_completions(organisation)
    totals = [
        (name, *summarise_training(team_completions, first=first, last=last)) for name, (first, last) in periods.items()
    ]
    rows = [
        TotalsRow(label, [(name, _describe_totals(groups.get(group))) for name, _every, groups in totals])
        for group, label in TrainingGroup.choices
        if any(group in groups for _name, _every, groups in totals)
    ]
    everybody = TotalsRow(
        _("Everyone, counted once"), [(name, _describe_totals(every)) for name, every, _groups in totals]
    )
    return TotalsTable(list(periods), [*rows, everybody]) if rows else None


def _describe_totals(totals: TrainingTotals | None) -> str:
    if totals is None or not totals.people:
        return _("No one")
    text = ngettext("%(people)s person, %(hours)s hours", "%(people)s people, %(hours)s hours", totals.people)
    return text % {"people": totals.people, "hours": format_hours(totals.minutes)}


def _assigner(request: HttpRequest, slug: str) -> Membership:
    me = get_membership(request, slug)
    if not can_assign_training(me):
        raise PermissionDenied
    return me
