"""Assigning a course and reminding people of it, and the selectors of the team."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from compliance.organisations import sweep
from compliance.organisations.choices import ReminderKind, Role, TrainingGroup
from compliance.organisations.models import Membership, TrainingAssignment, TrainingReminder
from compliance.organisations.rules.learner_list import LearnerRow
from compliance.organisations.rules.training import summarise_training
from compliance.organisations.selectors.training import (
    get_assignment_line,
    get_course_completions,
    get_team_assignments,
)
from compliance.organisations.services import learners, training
from compliance.statements.evidence.register_snapshot import take_snapshot
from compliance.statements.evidence.rules.register_snapshot import Period
from compliance.statements.evidence.rules.suggest import make_suggestions
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
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
    with django_assert_num_queries(6):
        lines = get_team_assignments(team["boss"].organisation, today=DUE)
    assert [len(line.people) for line in lines] == [3, 3, 3, 3]


def test_figures_count_who_left_up_to_that_day_and_take_six_queries(team, course, django_assert_num_queries):
    organisation = team["boss"].organisation
    ask(team, course)
    completed(team["ann"].user, course, at=NOON)
    completed(team["ben"].user, course, at=NOON)
    team["ben"].ended_at = NOON - timedelta(days=2)
    team["ben"].save()
    with django_assert_num_queries(6):
        (found,) = (one for one in get_course_completions(organisation) if one.people)
    assert (found.people, found.meant, found.minutes) == ([(str(team["ann"].uuid), NOON.date())], 1, 26)


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


# --- Last year's figures ---------------------------------------------------------------------------------------------

LAST_YEAR = (date(2025, 11, 1), date(2026, 10, 31))
IN_LAST_YEAR = datetime(2026, 6, 1, 9, tzinfo=UTC)


def totals(team, first, last):
    return summarise_training(get_course_completions(team["boss"].organisation), first=first, last=last)


@pytest.fixture
def last_year(team, course):
    """Ann was asked and completed it last year; so did Ben, whom nobody had asked."""
    for member in team.values():
        member.joined_at = IN_LAST_YEAR - timedelta(days=100)
        member.save()
    ask(team, course, roles=[], members=[team["ann"]], at=IN_LAST_YEAR - timedelta(days=10))
    for name in ("ann", "ben"):
        completed(team[name].user, course, at=IN_LAST_YEAR)
    return totals(team, *LAST_YEAR)


def test_a_course_asked_for_now_never_changes_last_years_figures(team, course, last_year):
    assert (last_year[0].people, list(last_year[1])) == (1, ["procurement"])
    ask(team, course, roles=["viewer"])
    ask(team, course_with_lessons(title="Board"), roles=["viewer", "editor"], group=TrainingGroup.EXECUTIVES)
    assert totals(team, *LAST_YEAR) == last_year
    assert totals(team, LAST_YEAR[0], DUE)[0].people == 2


def test_a_role_or_a_longer_course_of_now_never_changes_last_years_figures(team, course, last_year):
    team["ann"].role = Role.EDITOR
    team["ann"].save()
    course.lessons.update(minutes=90)
    assert totals(team, *LAST_YEAR) == last_year


def test_the_statement_of_last_year_shows_the_same_rows_after_a_course_asked_for_now(team, course, last_year):
    def rows():
        held = take_snapshot(team["boss"].organisation, today=DUE)
        (offer,) = make_suggestions("training", held, Period(*LAST_YEAR), today=DUE, sees_all=False)
        return offer.numbers, [(row.type, row.id, row.label, row.values) for row in offer.rows]

    before = rows()
    ask(team, course, roles=["viewer", "editor"])
    ask(team, course_with_lessons(title="Board"), roles=["viewer"], group=TrainingGroup.EXECUTIVES)
    assert rows() == before


# --- Learners --------------------------------------------------------------------------------------------------------


def learner_rows(count, group=""):
    return [LearnerRow(f"person{number}@acme.example", f"Person {number}", group) for number in range(count)]


def add_learners(team, count=12, group="front_line_staff"):
    boss = team["boss"]
    return learners.save_learners(
        organisation=boss.organisation, rows=learner_rows(count), group=group, actor=boss.user, at=AT
    )


def test_twelve_learners_of_a_list_are_asked_without_any_other_role(team, course, django_capture_on_commit_callbacks):
    people = add_learners(team)
    with django_capture_on_commit_callbacks(execute=True):
        ask(team, course, roles=[], learners=people)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)
    assert "create an account with this email address" in mail.outbox[0].body
    assert not Membership.objects.filter(user__email__endswith="@acme.example").exists()


def test_a_learner_is_known_by_a_confirmed_address_and_counts(team, course):
    (person,) = add_learners(team, 1)
    assignment = ask(team, course, roles=[], learners=[person], at=AT)
    user = UserFactory(email=person.email)
    EmailAddress.objects.filter(user=user).delete()
    unconfirmed = EmailAddress.objects.create(user=user, email=person.email, verified=False)
    completed(user, course, at=AT)
    sweep.sweep(AT)
    assert get_assignment_line(assignment, today=DUE).completed == 0
    unconfirmed.verified = True
    unconfirmed.save()
    sweep.sweep(AT)
    assert get_assignment_line(assignment, today=DUE).completed == 1
    (found,) = (one for one in get_course_completions(team["boss"].organisation) if one.people)
    assert found.people == [(str(person.uuid), AT.date())]


def test_a_group_of_learners_is_asked_now_and_whoever_joins_it_later(team, course):
    add_learners(team, 2)
    assignment = ask(team, course, roles=[], learner_groups=["front_line_staff"])
    assert len(get_assignment_line(assignment, today=DUE).people) == 2
    add_learners(team, 3)
    assert sweep.sweep(AT + timedelta(days=1)) == 1
    assert len(get_assignment_line(assignment, today=DUE).people) == 3


def test_a_learner_who_is_removed_gets_no_more_mail_and_stays_in_the_figures(team, course):
    (person,) = add_learners(team, 1)
    user = UserFactory(email=person.email)
    ask(team, course, roles=[], learners=[person])
    learners.link_accounts()
    completed(user, course, at=AT)
    for _time in range(2):
        learners.end_learner(learner=person, actor=team["boss"].user, at=AT + timedelta(days=1))
    assert sweep.sweep(AT + timedelta(days=16)) == 0
    assert totals(team, AT.date(), DUE)[0].people == 1
    assert Entry.objects.filter(action="organisations.learners.ended").count() == 1


# --- Expiry and refreshers -------------------------------------------------------------------------------------------


def test_a_completion_runs_out_and_the_person_is_asked_again_in_time(team, course, django_capture_on_commit_callbacks):
    assignment = ask(team, course, roles=[], members=[team["ann"]], repeat_months=12)
    completed(team["ann"].user, course, at=AT)
    assert sweep.sweep(AT + timedelta(days=330)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep.sweep(AT + timedelta(days=336)) == 1
    assert "It counts until 26 November 2027" in mail.outbox[-1].body
    assert sweep.sweep(AT + timedelta(days=340)) == 0
    line = get_assignment_line(assignment, today=date(2027, 11, 26))
    assert (line.completed, line.people[0].expires_on) == (1, date(2027, 11, 26))
    assert get_assignment_line(assignment, today=date(2027, 12, 11)).overdue == 1
    again = datetime(2027, 12, 12, 9, tzinfo=UTC)
    try_quiz(team["ann"].user, course, at=again)
    assert get_assignment_line(assignment, today=date(2027, 12, 13)).completed == 1
    assert sweep.sweep(datetime(2028, 11, 20, 9, tzinfo=UTC)) == 1
