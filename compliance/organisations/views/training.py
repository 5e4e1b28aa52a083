"""/o/<organisation>/training/: assigned courses, who completed them, and one's own assignments."""

from datetime import date
from typing import Any
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
from compliance.organisations.forms.training import AssignForm
from compliance.organisations.models import Membership, Organisation, TrainingAssignment
from compliance.organisations.permissions import can_assign_training, can_read_team_training
from compliance.organisations.rules.training import (
    COMPLETION_VALIDITY,
    TrainingTotals,
    last_financial_year,
    summarise_training,
)
from compliance.organisations.selectors.training import (
    get_assignment_line,
    get_course_completions,
    get_own_assignments,
    get_team_assignments,
)
from compliance.organisations.services import training
from compliance.organisations.tenancy import get_membership, get_row, get_rows
from compliance.organisations.views.base import get_post_data, page_context
from learning.training.models.course import format_hours
from learning.training.selectors import completions
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
        get_post_data(request),
        courses=completions.get_assignable_courses(),
        members=members,
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        created = training.assign(
            organisation=me.organisation, actor=me.user, at=timezone.now(), **form.get_assignment()
        )
        messages.success(request, _("You asked for the course “%(course)s”.") % {"course": created.course})
        return redirect("organisations:training", organisation)
    return render_form(request, "organisations/training_assign.html", page_context(me, form=form))


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
    messages.success(request, _("Nobody is asked for the course “%(course)s” any more.") % {"course": row.course})
    return redirect("organisations:training", organisation)


@require_POST
def remind(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Remind everybody who has not completed the course."""
    me = _assigner(request, organisation)
    row = get_row(TrainingAssignment, me.organisation, uuid)
    if count := training.remind(assignment=row, actor=me.user, at=timezone.now()):
        text = ngettext("We reminded %(count)s person by mail.", "We reminded %(count)s people by mail.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.info(request, _("We sent no mail: everybody completed the course, or got a mail in the last day."))
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


def _get_totals(organisation: Organisation, today: date) -> dict[str, Any] | None:
    """Return totals by group and of everybody, for the last twelve months and the latest financial year; None without
    any.
    """
    periods = {_("Last twelve months"): (today - COMPLETION_VALIDITY, today)}
    if organisation.year_end_on:
        first, last = last_financial_year(organisation.year_end_on, today)
        periods[_("Year to %(day)s") % {"day": date_format(last, "j F Y")}] = (first, last)
    team_completions = get_course_completions(organisation)
    totals = [
        (name, *summarise_training(team_completions, first=first, last=last)) for name, (first, last) in periods.items()
    ]
    rows = [
        {"name": label, "cells": [(name, _describe_totals(groups.get(group))) for name, _every, groups in totals]}
        for group, label in TrainingGroup.choices
        if any(group in groups for _name, _every, groups in totals)
    ]
    everybody = {
        "name": _("All, each once"),
        "cells": [(name, _describe_totals(every)) for name, every, _groups in totals],
    }
    return {"periods": list(periods), "rows": [*rows, everybody]} if rows else None


def _describe_totals(totals: TrainingTotals | None) -> str:
    if totals is None or not totals.people:
        return _("Nobody")
    text = ngettext("%(people)s person, %(hours)s hours", "%(people)s people, %(hours)s hours", totals.people)
    return text % {"people": totals.people, "hours": format_hours(totals.minutes)}


def _assigner(request: HttpRequest, slug: str) -> Membership:
    me = get_membership(request, slug)
    if not can_assign_training(me):
        raise PermissionDenied
    return me
