"""Asking people to take a course: rules, services, pages, exports."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from compliance.organisations import sweep, team_training
from compliance.organisations.choices import ReminderKind, Role, TrainingGroup
from compliance.organisations.models import TrainingAssignment, TrainingReminder
from compliance.organisations.rules.training import Standing, reminder, standing
from compliance.organisations.services import training
from portal.history.models import Entry
from tests.factories.organisations import MembershipFactory, OrganisationFactory, TrainingAssignmentFactory
from tests.factories.training import NOON, completed, course_with_lessons

DUE = date(2026, 12, 10)
AT = datetime(2026, 11, 26, 9, tzinfo=UTC)


# --- Rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("completed_on", "today", "expected"),
    [
        (None, DUE, Standing.WAITING),
        (None, DUE + timedelta(days=1), Standing.OVERDUE),
        (DUE + timedelta(days=3), DUE + timedelta(days=4), Standing.COMPLETED),
        (DUE - timedelta(days=365), DUE, Standing.COMPLETED),
        (DUE - timedelta(days=366), DUE, Standing.WAITING),
    ],
)
def test_a_completion_of_the_year_before_counts(completed_on, today, expected):
    assert standing(completed_on, DUE, today) == expected


@pytest.mark.parametrize(
    ("days", "kind"), [(-30, "asked"), (-8, "asked"), (-7, "soon"), (0, "soon"), (1, "late"), (60, "late"), (61, "")]
)
def test_one_kind_of_reminder_is_due_at_a_time(days, kind):
    assert reminder(DUE, DUE + timedelta(days=days)) == kind


# --- Services ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def team(db):
    """An organisation with an administrator, an editor and two viewers, by name."""
    organisation = OrganisationFactory(slug="acme", name="Acme Limited")
    return {
        name: MembershipFactory(organisation=organisation, role=role, user__first_name=name)
        for name, role in (
            *(("boss", Role.ADMINISTRATOR), ("editor", Role.EDITOR)),
            *(("ann", Role.VIEWER), ("ben", Role.VIEWER)),
        )
    }


@pytest.fixture
def course(db):
    return course_with_lessons(title="Signs")


def ask(team, course, **changed):
    facts = {"group": TrainingGroup.PROCUREMENT, "due_on": DUE, "roles": ["viewer"], "members": [], "at": AT} | changed
    boss = team["boss"]
    return training.assign(organisation=boss.organisation, course=course, actor=boss.user, **facts)


def test_whoever_is_asked_gets_a_mail_with_the_link_alone(team, course, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask(team, course, members=[team["editor"]])
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        team[name].user.email for name in ("ann", "ben", "editor")
    )
    assert f"/training/{course.slug}/" in mail.outbox[0].body and "Acme Limited" in mail.outbox[0].body
    assert Entry.objects.get(action="organisations.training.assigned").detail["course"] == "Signs"


def test_whoever_has_completed_it_is_not_asked(team, course):
    completed(team["ann"].user, course, at=NOON)
    ask(team, course)
    assert [row.membership for row in TrainingReminder.objects.all()] == [team["ben"]]


def test_the_sweep_reminds_each_person_of_each_kind_once(team, course):
    ask(team, course)
    told = [sweep.sweep(AT + timedelta(days=days)) for days in (0, 1, 7, 8, 14, 15, 16, 40)]
    assert told == [0, 0, 2, 0, 0, 2, 0, 0]
    assert TrainingReminder.objects.filter(kind=ReminderKind.LATE).count() == 2


def test_who_joins_later_with_the_role_is_asked_then(team, course):
    ask(team, course)
    MembershipFactory(organisation=team["boss"].organisation, role=Role.VIEWER)
    assert sweep.sweep(AT + timedelta(days=1)) == 1


def test_who_completed_it_and_who_left_is_reminded_no_more(team, course):
    ask(team, course)
    completed(team["ann"].user, course, at=AT)
    team["ben"].ended_at = AT
    team["ben"].save()
    assert sweep.sweep(AT + timedelta(days=16)) == 0


def test_a_course_that_was_taken_back_is_over(team, course):
    assignment = ask(team, course)
    for _time in range(2):
        training.end(assignment=assignment, actor=team["boss"].user, at=AT)
    assert sweep.sweep(AT + timedelta(days=16)) == 0
    assert Entry.objects.filter(action="organisations.training.ended").count() == 1
    assert team_training.team(team["boss"].organisation, today=DUE) == []


def test_the_team_takes_as_many_queries_for_many_courses(team, course, django_assert_num_queries):
    for _number in range(4):
        TrainingAssignmentFactory(organisation=team["boss"].organisation).members.add(team["editor"])
    with django_assert_num_queries(4):
        lines = team_training.team(team["boss"].organisation, today=DUE)
    assert [len(line.people) for line in lines] == [3, 3, 3, 3]


def test_figures_count_who_left_up_to_that_day_and_take_five_queries(team, course, django_assert_num_queries):
    organisation = team["boss"].organisation
    ask(team, course)
    completed(team["ann"].user, course, at=NOON)
    completed(team["ben"].user, course, at=NOON)
    team["ben"].ended_at = NOON - timedelta(days=2)
    team["ben"].save()
    with django_assert_num_queries(5):
        (taken,) = team_training.taken(organisation)
    assert (taken.people, taken.meant, taken.minutes) == ([(str(team["ann"].uuid), NOON.date())], 1, 30)


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def visit(team, client):
    def go(name, page="training", *args, data=None):
        client.force_login(team[name].user)
        address = reverse(f"organisations:{page}", args=["acme", *args])
        return client.post(address, data) if data is not None else client.get(address)

    return go


def test_a_member_sees_their_own_list_and_nobody_elses(team, course, visit):
    ask(team, course)
    completed(team["ben"].user, course, at=NOON)
    page = visit("ann").content.decode()
    assert "Signs" in page and "To do" in page
    assert "Your team" not in page and "ben" not in page
    assert "Completed on 20 November 2026" in visit("ben").content.decode()


def test_the_team_page_says_who_completed_and_who_is_late(team, course, visit):
    assignment = ask(team, course)
    completed(team["ann"].user, course, at=NOON)
    assert "1 of 2" in visit("editor").content.decode()
    page = visit("editor", "training_assignment", assignment.uuid).content.decode()
    assert team["ann"].user.email[:5] in page and "To do" in page and "Take it back" not in page


def test_groups_are_told_with_people_and_hours_of_twelve_months(team, course, visit, django_assert_num_queries):
    ask(team, course)
    ask(team, course, group=TrainingGroup.EXECUTIVES, roles=["editor"])
    completed(team["ann"].user, course, at=timezone.now() - timedelta(days=3))
    completed(team["ben"].user, course, at=timezone.now() - timedelta(days=400))
    lines = team_training.team(team["boss"].organisation, today=timezone.localdate())
    with django_assert_num_queries(2):
        found = dict(team_training.by_group(lines, today=timezone.localdate()))
    assert [(taught.people, taught.minutes) for taught in found.values()] == [(0, 0), (1, 30)]
    assert "1 person completed a course, 0.5 hours in all" in " ".join(visit("editor").content.decode().split())


def test_a_team_of_one_is_told_to_invite(team, visit):
    for name in ("editor", "ann", "ben"):
        team[name].ended_at = AT
        team[name].save()
    page = visit("boss").content.decode()
    assert "Invite your team" in page and "/people/invite/" in page


def form_data(**changed):
    day = timezone.localdate() + timedelta(days=30)
    due = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
    return {"group": "procurement", "roles": ["viewer"]} | due | changed


def test_an_administrator_asks_for_a_course(team, course, visit):
    assert visit("boss", "training_assign").status_code == 200
    response = visit("boss", "training_assign", data=form_data(course=course.slug, members=[str(team["editor"].uuid)]))
    assert response.status_code == 302
    made = TrainingAssignment.objects.get()
    assert (made.course, made.roles, list(made.members.all())) == (course, ["viewer"], [team["editor"]])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"roles": []}, "Choose a role above, or people here"),
        ({"due_on_year": 2020}, "Enter a day from today on"),
        ({"course": "nothing"}, "error"),
        ({"members": ["0" * 32]}, "error"),
    ],
)
def test_what_is_missing_is_asked_for_again(course, visit, changed, said):
    response = visit("boss", "training_assign", data=form_data(course=course.slug) | changed)
    assert response.status_code == 422 and said in response.content.decode()
    assert not TrainingAssignment.objects.exists()


def test_people_of_another_business_cannot_be_chosen(team, course, visit):
    stranger = MembershipFactory()
    response = visit("boss", "training_assign", data=form_data(course=course.slug, members=[str(stranger.uuid)]))
    assert response.status_code == 422


def test_an_administrator_takes_it_back(team, course, visit):
    assignment = ask(team, course)
    visit("boss", "training_end", assignment.uuid, data={})
    assert TrainingAssignment.objects.get().ended_at is not None
    assert "Taken back on" in visit("boss", "training_assignment", assignment.uuid).content.decode()


@pytest.fixture
def recent(monkeypatch):
    monkeypatch.setattr("compliance.organisations.views.training.is_recent", lambda request: True)


def test_both_exports_have_a_row_a_person_and_no_formulas(team, course, visit, recent):
    team["ann"].user.first_name = "=cmd()"
    team["ann"].user.save()
    ask(team, course)
    made = b"".join(visit("boss", "training_csv").streaming_content).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(made)))
    assert len(table) == 3 and table[0][0] == "Person"
    assert all(not cell.startswith("=") for line in table for cell in line)
    sheet = openpyxl.load_workbook(io.BytesIO(visit("boss", "training_xlsx").content)).active
    assert sheet.max_row == 3 and all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert Entry.objects.filter(action="organisations.training.exported").count() == 2


def test_an_export_asks_who_it_is_first(team, visit):
    assert "reauthenticate" in visit("boss", "training_csv").url
