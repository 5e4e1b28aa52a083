"""Assigning a course and reminding people of it, and the selectors of the team."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from compliance.organisations import sweep
from compliance.organisations.choices import ReminderKind, Role, TrainingGroup
from compliance.organisations.models import TrainingAssignment, TrainingReminder
from compliance.organisations.selectors.training import (
    get_assignment_line,
    get_course_completions,
    get_team_assignments,
)
from compliance.organisations.services import training
from portal.history.models import Entry
from tests.factories.organisations import MembershipFactory, OrganisationFactory, TrainingAssignmentFactory
from tests.factories.training import NOON, completed, course_with_lessons, read_all, try_quiz

DUE = date(2026, 12, 10)
AT = datetime(2026, 11, 26, 9, tzinfo=UTC)


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
    assert get_team_assignments(team["boss"].organisation, today=DUE) == []


def test_the_team_takes_as_many_queries_for_many_courses(team, course, django_assert_num_queries):
    for _number in range(4):
        TrainingAssignmentFactory(organisation=team["boss"].organisation).members.add(team["editor"])
    with django_assert_num_queries(4):
        lines = get_team_assignments(team["boss"].organisation, today=DUE)
    assert [len(line.people) for line in lines] == [3, 3, 3, 3]


def test_figures_count_who_left_up_to_that_day_and_take_five_queries(team, course, django_assert_num_queries):
    organisation = team["boss"].organisation
    ask(team, course)
    completed(team["ann"].user, course, at=NOON)
    completed(team["ben"].user, course, at=NOON)
    team["ben"].ended_at = NOON - timedelta(days=2)
    team["ben"].save()
    with django_assert_num_queries(5):
        (found,) = (one for one in get_course_completions(organisation) if one.people)
    assert (found.people, found.meant, found.minutes) == ([(str(team["ann"].uuid), NOON.date())], 1, 30)


def test_what_somebody_completed_before_they_joined_is_no_figure_of_the_business(team, course):
    """Accounts are personal: the pass of one person must not stand in the statements of two businesses."""
    ask(team, course)
    team["ann"].joined_at = NOON + timedelta(days=1)
    team["ann"].save()
    MembershipFactory(user=team["ann"].user, joined_at=NOON - timedelta(days=30), ended_at=NOON)
    completed(team["ann"].user, course, at=NOON)
    completed(team["ben"].user, course, at=NOON)
    (found,) = (one for one in get_course_completions(team["boss"].organisation) if one.people)
    assert found.people == [(str(team["ben"].uuid), NOON.date())]
    # They need not take it again.
    line = get_assignment_line(TrainingAssignment.objects.get(), today=DUE)
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
    (found,) = (one for one in get_course_completions(ann.organisation) if one.people)
    assert found.people == [(str(ann.uuid), (NOON - timedelta(days=25)).date()), (str(ann.uuid), NOON.date())]


def test_a_course_that_nobody_asked_the_group_for_counts_too(team, course):
    other = course_with_lessons(title="Board")
    assignment = ask(team, course)
    for one in (course, other):
        completed(team["ann"].user, one, at=NOON)
    # Whom no assignment is for, is in no group.
    completed(team["boss"].user, other, at=NOON)
    found = {one.course: (one.asked, len(one.people)) for one in get_course_completions(team["boss"].organisation)}
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
