"""The pages of assigned courses and their exports."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from compliance.organisations.choices import Role, TrainingGroup
from compliance.organisations.models import Learner, TrainingAssignment
from compliance.organisations.rules.training import (
    last_financial_year,
)
from compliance.organisations.services import training
from compliance.statements.evidence.register_snapshot import take_snapshot
from compliance.statements.evidence.rules.register_snapshot import Period
from compliance.statements.evidence.rules.suggest import make_suggestions
from compliance.statements.evidence.views.panel import get_address
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.training import NOON, add_version, completed, course_with_lessons

DUE = date(2026, 12, 10)


AT = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _it_is_the_morning_of_the_assignment(clock_at):
    clock_at(AT)


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
    ask(team, course, at=in_year - timedelta(days=1))
    ask(team, course, group=TrainingGroup.EXECUTIVES, roles=["editor"], at=in_year)
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
        "minutes": 26 + 16,
    }
    told = BeautifulSoup(visit("editor").content, "html.parser").find_all("table")[-1]
    rows = [[cell.get_text() for cell in line.find_all(["th", "td"])] for line in told.find_all("tr")]
    assert rows == [
        ["Group", "Last 12 months", f"Year to {date_format(last, 'j F Y')}"],
        ["Executives", "1 person, 0.5 hours", "No one"],
        ["Procurement", "2 people, 0.75 hours", "2 people, 0.75 hours"],
        ["Everyone, counted once", "3 people, 1.25 hours", "2 people, 0.75 hours"],
    ]


def test_a_row_of_the_evidence_leads_to_where_it_can_be_read(team, course):
    organisation, today = team["boss"].organisation, timezone.localdate()
    assignment = ask(team, course, at=NOON - timedelta(days=1))
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
        ({"roles": []}, "Select a role, specific people or learners"),
        ({"due_on_year": 2020}, "Due date must be today or in the future"),
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
    assert "Withdrawn on" in visit("boss", "training_assignment", assignment.uuid).content.decode()


def test_the_button_reminds_and_says_how_many(team, course, visit):
    assignment = ask(team, course, at=timezone.now() - timedelta(days=3))
    button = "Send a reminder to people who have not completed it"
    assert button in visit("boss", "training_assignment", assignment.uuid).content.decode()
    assert button not in visit("editor", "training_assignment", assignment.uuid).content.decode()
    assert visit("editor", "training_remind", assignment.uuid, data={}).status_code == 403
    for said in ("We emailed a reminder to 2 people.", "We did not send an email, because everyone has"):
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


# --- Learners --------------------------------------------------------------------------------------------------------


def test_an_export_names_the_version_that_was_taken(team, course, visit, recent):
    ask(team, course)
    completed(team["ann"].user, course)
    add_version(course)
    made = b"".join(visit("boss", "training_csv").streaming_content).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(made))
    assert heading[-2:] == ["Status", "Version taken"]
    assert sorted(row[-2:] for row in rows) == [["Completed", "1"], ["To do", ""]]


def listed(text, name="learners.csv"):
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def test_an_administrator_asks_twelve_learners_of_a_list(team, course, visit):
    lines = "".join(f"person{number}@acme.example,Person {number}\n" for number in range(12))
    sent = form_data(course=course.slug, roles=[], learner_list=listed("Email,Name\n" + lines), repeat_months="12")
    assert visit("boss", "training_assign", data=sent).status_code == 302
    assignment = TrainingAssignment.objects.get()
    assert (assignment.learners.count(), assignment.repeat_months) == (12, 12)
    page = visit("editor", "training_assignment", assignment.uuid).content.decode()
    assert "0 of 12" in page and "Person 11" in page and "Every year" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Name\nAnn", "The list has no column"),
        (b"Email\nann at acme", "Row 2: \u201cann at acme\u201d is not an email address"),
        (b"PK\x03\x04\x00\x00", "The list must be a CSV file"),
        ("Email,Name\nann@acme.example,José".encode("cp1252"), "Save the list as CSV UTF-8"),
    ],
)
def test_a_list_with_a_problem_assigns_nothing(team, course, visit, content, said):
    sent = form_data(course=course.slug, roles=[], learner_list=SimpleUploadedFile("l.csv", content))
    answer = visit("boss", "training_assign", data=sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not TrainingAssignment.objects.exists()
    assert not Learner.objects.exists()


def test_a_learner_sees_their_courses_and_nothing_of_the_organisation(team, course, visit, client):
    sent = form_data(course=course.slug, roles=[], learner_list=listed("Email,Name\nwren@acme.example,Wren\n"))
    visit("boss", "training_assign", data=sent)
    user = UserFactory(email="wren@acme.example")
    client.force_login(user)
    assert client.get("/dashboard/", follow=True).redirect_chain[-1][0] == "/organisations/courses/"
    page = client.get("/organisations/courses/").content.decode()
    assert "Signs" in page and "For Acme Limited." in page
    for address in ("/o/acme/", "/o/acme/training/", "/o/acme/people/", "/o/acme/suppliers/", "/o/acme/statements/"):
        assert client.get(address).status_code == 404, address
    completed(user, course, at=timezone.now())
    assert "Completed on" in client.get("/organisations/courses/").content.decode()
    assert "1 of 1" in visit("editor").content.decode()


def test_learners_are_added_and_removed_on_their_page(team, visit):
    sent = {"group": "procurement", "learner_list": listed("Email,Group\nwren@acme.example,Executives\n")}
    assert visit("boss", "learners", data=sent).status_code == 302
    person = Learner.objects.get()
    assert (person.group, person.name) == ("executives", "wren")
    assert "wren" in visit("boss", "learners").content.decode()
    assert visit("boss", "learner_end", person.uuid, data={}).status_code == 302
    assert not Learner.objects.active().exists()
    assert visit("boss", "learners", data={}).status_code == 422
