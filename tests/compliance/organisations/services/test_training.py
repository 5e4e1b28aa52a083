"""Asking people to take a course: rules, services, pages, exports."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from compliance.organisations import sweep
from compliance.organisations.choices import ReminderKind, Role, TrainingGroup
from compliance.organisations.models import TrainingAssignment, TrainingReminder
from compliance.organisations.rules.training import (
    CompletionStatus,
    CourseCompletions,
    TrainingTotals,
    get_completion_status,
    get_due_reminder,
    last_financial_year,
    summarise_training,
)
from compliance.organisations.selectors import training as selectors_training
from compliance.organisations.services import training
from compliance.statements.evidence.register_snapshot import take_snapshot
from compliance.statements.evidence.rules.register_snapshot import Period
from compliance.statements.evidence.rules.suggest import make_suggestions
from compliance.statements.evidence.views.panel import get_address
from portal.history.models import Entry
from tests.factories.organisations import MembershipFactory, OrganisationFactory, TrainingAssignmentFactory
from tests.factories.training import NOON, completed, course_with_lessons, read_all, try_quiz

DUE = date(2026, 12, 10)
AT = datetime(2026, 11, 26, 9, tzinfo=UTC)


# --- Rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("completed_on", "today", "expected"),
    [
        (None, DUE, CompletionStatus.WAITING),
        (None, DUE + timedelta(days=1), CompletionStatus.OVERDUE),
        (DUE + timedelta(days=3), DUE + timedelta(days=4), CompletionStatus.COMPLETED),
        (DUE - timedelta(days=365), DUE, CompletionStatus.COMPLETED),
        (DUE - timedelta(days=366), DUE, CompletionStatus.WAITING),
    ],
)
def test_a_completion_of_the_year_before_counts(completed_on, today, expected):
    assert get_completion_status(completed_on, DUE, today) == expected


@pytest.mark.parametrize(
    ("days", "kind"), [(-30, "asked"), (-8, "asked"), (-7, "soon"), (0, "soon"), (1, "late"), (60, "late"), (61, "")]
)
def test_one_kind_of_reminder_is_due_at_a_time(days, kind):
    assert get_due_reminder(DUE, DUE + timedelta(days=days)) == kind


@pytest.mark.parametrize(
    ("year_end_on", "today", "expected"),
    [
        (date(2026, 3, 31), date(2026, 11, 27), (date(2025, 4, 1), date(2026, 3, 31))),
        (date(2026, 12, 31), date(2026, 11, 27), (date(2025, 1, 1), date(2025, 12, 31))),
        (date(2021, 4, 5), date(2026, 4, 5), (date(2024, 4, 6), date(2025, 4, 5))),
        (date(2023, 2, 28), date(2024, 3, 1), (date(2023, 3, 1), date(2024, 2, 29))),
    ],
)
def test_the_latest_financial_year_is_one_that_is_over(year_end_on, today, expected):
    assert last_financial_year(year_end_on, today) == expected


def test_each_person_counts_once_in_a_group_and_among_all():
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    taken = [
        CourseCompletions(
            "Signs", "procurement", 45, 3, [("ann", first), ("ann", last), ("ben", last + timedelta(days=1))]
        ),
        CourseCompletions("Buying", "procurement", 30, 3, [("ann", last)]),
        CourseCompletions("Signs", "executives", 45, 1, [("ann", first)]),
        CourseCompletions("Board", "executives", 45, 1, [("cat", first - timedelta(days=1))]),
    ]
    every, groups = summarise_training(taken, first=first, last=last)
    assert every == TrainingTotals(1, 75, ("Buying", "Signs"))
    assert groups == {
        "executives": TrainingTotals(1, 45, ("Signs",)),
        "procurement": TrainingTotals(1, 75, ("Buying", "Signs")),
    }


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
        training.end_assignment(assignment=assignment, actor=team["boss"].user, at=AT)
    assert sweep.sweep(AT + timedelta(days=16)) == 0
    assert Entry.objects.filter(action="organisations.training.ended").count() == 1
    assert selectors_training.get_team_assignments(team["boss"].organisation, today=DUE) == []


def test_the_team_takes_as_many_queries_for_many_courses(team, course, django_assert_num_queries):
    for _number in range(4):
        TrainingAssignmentFactory(organisation=team["boss"].organisation).members.add(team["editor"])
    with django_assert_num_queries(4):
        lines = selectors_training.get_team_assignments(team["boss"].organisation, today=DUE)
    assert [len(line.people) for line in lines] == [3, 3, 3, 3]


def test_figures_count_who_left_up_to_that_day_and_take_five_queries(team, course, django_assert_num_queries):
    organisation = team["boss"].organisation
    ask(team, course)
    completed(team["ann"].user, course, at=NOON)
    completed(team["ben"].user, course, at=NOON)
    team["ben"].ended_at = NOON - timedelta(days=2)
    team["ben"].save()
    with django_assert_num_queries(5):
        (found,) = (one for one in selectors_training.get_course_completions(organisation) if one.people)
    assert (found.people, found.meant, found.minutes) == ([(str(team["ann"].uuid), NOON.date())], 1, 30)


def test_what_somebody_completed_before_they_joined_is_no_figure_of_the_business(team, course):
    """Accounts are personal: the pass of one person must not stand in the statements of two businesses."""
    ask(team, course)
    team["ann"].joined_at = NOON + timedelta(days=1)
    team["ann"].save()
    MembershipFactory(user=team["ann"].user, joined_at=NOON - timedelta(days=30), ended_at=NOON)
    completed(team["ann"].user, course, at=NOON)
    completed(team["ben"].user, course, at=NOON)
    (found,) = (one for one in selectors_training.get_course_completions(team["boss"].organisation) if one.people)
    assert found.people == [(str(team["ben"].uuid), NOON.date())]
    # They need not take it again.
    line = selectors_training.get_assignment_line(TrainingAssignment.objects.get(), today=DUE)
    assert line.completed == 2


def test_who_left_and_came_back_is_one_person(team, course):
    ask(team, course)
    ann = team["ann"]
    MembershipFactory(
        organisation=ann.organisation,
        user=ann.user,
        joined_at=NOON - timedelta(days=30),
        ended_at=NOON - timedelta(days=20),
    )
    ann.joined_at = NOON
    ann.save()
    read_all(ann.user, course, NOON - timedelta(days=30))
    for days in (25, 10, 0):
        try_quiz(ann.user, course, at=NOON - timedelta(days=days))
    (found,) = (one for one in selectors_training.get_course_completions(ann.organisation) if one.people)
    assert found.people == [(str(ann.uuid), (NOON - timedelta(days=25)).date()), (str(ann.uuid), NOON.date())]


def test_a_course_that_nobody_asked_the_group_for_counts_too(team, course):
    other = course_with_lessons(title="Board")
    assignment = ask(team, course)
    for one in (course, other):
        completed(team["ann"].user, one, at=NOON)
    # Whom no assignment is for, is in no group.
    completed(team["boss"].user, other, at=NOON)
    found = {
        one.course: (one.asked, len(one.people))
        for one in selectors_training.get_course_completions(team["boss"].organisation)
    }
    assert (found["Signs"], found["Board"]) == ((str(assignment.uuid), 1), ("", 1))


def test_an_administrator_reminds_whoever_waits_once_a_day(team, course, django_capture_on_commit_callbacks):
    assignment = ask(team, course, members=[team["editor"]])
    completed(team["ann"].user, course, at=AT)

    def reminded(hours):
        with django_capture_on_commit_callbacks(execute=True):
            return training.remind(assignment=assignment, actor=team["boss"].user, at=AT + timedelta(hours=hours))

    # Those who were asked just now are not mailed again.
    assert [reminded(hours) for hours in (1, 24, 25, 47, 48)] == [0, 2, 0, 0, 2]
    assert {mail.outbox[-1].to[0], mail.outbox[-2].to[0]} == {team["ben"].user.email, team["editor"].user.email}
    entry = Entry.objects.filter(action="organisations.training.reminded").first()
    assert entry.detail == {"course": "Signs", "count": 2}
    training.end_assignment(assignment=assignment, actor=team["boss"].user, at=AT)
    assert reminded(100) == 0


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


def test_the_team_page_and_the_statement_tell_the_same_figures(team, course, visit):
    """For the same days; with a course that was not asked for, one before joining and one of another year."""
    organisation, today = team["boss"].organisation, timezone.localdate()
    organisation.year_end_on = today - timedelta(days=60)
    organisation.save()
    first, last = last_financial_year(organisation.year_end_on, today)
    in_year = timezone.now() - timedelta(days=90)
    other = course_with_lessons(lessons=1, title="Board")
    ask(team, course)
    ask(team, course, group=TrainingGroup.EXECUTIVES, roles=["editor"])
    completed(team["ann"].user, course, at=in_year)
    completed(team["ben"].user, other, at=in_year)
    completed(team["editor"].user, course, at=timezone.now() - timedelta(days=3))
    late = MembershipFactory(organisation=organisation, role=Role.VIEWER, joined_at=timezone.now())
    completed(late.user, course, at=in_year)

    (offer,) = make_suggestions(
        "training", take_snapshot(organisation, today=today), Period(first, last), today=today, sees_all=False
    )
    assert offer.numbers == {
        "people": 2,
        "groups": [["procurement", 2]],
        "courses": ["Board", "Signs"],
        "minutes": 30 + 20,
    }
    told = BeautifulSoup(visit("editor").content, "html.parser").find_all("table")[-1]
    rows = [[cell.get_text() for cell in line.find_all(["th", "td"])] for line in told.find_all("tr")]
    assert rows == [
        ["Group", "Last twelve months", f"Year to {date_format(last, 'j F Y')}"],
        ["Executives", "1 person, 0.5 hours", "Nobody"],
        ["People who buy", "2 people, 0.75 hours", "2 people, 0.75 hours"],
        ["All, each once", "3 people, 1.25 hours", "2 people, 0.75 hours"],
    ]


def test_a_row_of_the_evidence_leads_to_where_it_can_be_read(team, course):
    organisation, today = team["boss"].organisation, timezone.localdate()
    assignment = ask(team, course)
    for one in (course, course_with_lessons(title="Board")):
        completed(team["ann"].user, one, at=NOON)
    held = take_snapshot(organisation, today=today)
    (offer,) = make_suggestions("training", held, Period(NOON.date(), NOON.date()), today=today, sees_all=False)
    assert {row.label: get_address(row, organisation) for row in offer.rows} == {
        "Signs": f"/o/acme/training/{assignment.uuid}/",
        "Board": "/o/acme/training/",
    }


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


def test_the_button_reminds_and_says_how_many(team, course, visit):
    assignment = ask(team, course, at=timezone.now() - timedelta(days=3))
    button = "Remind those who have not completed it"
    assert button in visit("boss", "training_assignment", assignment.uuid).content.decode()
    assert button not in visit("editor", "training_assignment", assignment.uuid).content.decode()
    assert visit("editor", "training_remind", assignment.uuid, data={}).status_code == 403
    for said in ("We reminded 2 people by mail", "We sent no mail"):
        assert visit("boss", "training_remind", assignment.uuid, data={}).status_code == 302
        assert said in visit("boss", "training_assignment", assignment.uuid).content.decode()
    for name in ("ann", "ben"):
        completed(team[name].user, course)
    assert button not in visit("boss", "training_assignment", assignment.uuid).content.decode()


@pytest.fixture
def recent(monkeypatch):
    monkeypatch.setattr("compliance.organisations.views.training.is_recently_authenticated", lambda request: True)


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
