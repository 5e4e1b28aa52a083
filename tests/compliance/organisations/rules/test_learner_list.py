"""A list of learners as people keep one: read whole, or every problem named with its row.

See docs/requirements/suppliers.md#safe-writing.
"""

import pytest

from compliance.organisations.rules.learner_list import LearnerRow, ListProblem, read_learner_list
from portal.core.csv_cells import render_csv

GROUPS = {"procurement": "Procurement", "front_line_staff": "Front-line staff"}


@pytest.mark.parametrize(
    "text",
    [
        "Email,Name,Group\nAnn@Acme.example,Ann Example,Procurement\n",
        "\ufeffName;E-mail address;Team\nAnn Example;ann@acme.example;procurement\n",
        "First name\tSurname\tWork email\tDepartment\nAnn\tExample\tann@acme.example\tPROCUREMENT\n",
        'name,email,group\n"Ann Example",ann@acme.example,procurement\n\n',
    ],
)
def test_a_list_is_read_however_its_columns_are_called(text):
    assert read_learner_list(text, GROUPS) == ([LearnerRow("ann@acme.example", "Ann Example", "procurement")], [])


def test_without_names_the_address_tells_one():
    assert read_learner_list("email\nann@acme.example", GROUPS)[0] == [LearnerRow("ann@acme.example", "ann")]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [ListProblem("no_rows")]),
        ("email,name\n", [ListProblem("no_rows")]),
        ("Name,Phone\nAnn,1", [ListProblem("no_email_column", 1, "Name, Phone")]),
        ("email\nann at acme", [ListProblem("address", 2, "ann at acme")]),
        ("email\na@x.example\nA@x.example", [ListProblem("twice", 3, "a@x.example")]),
        ("email,group\na@x.example,Astronauts", [ListProblem("group", 2, "Astronauts")]),
        ("email\n" + "a@x.example\n" * 2001, [ListProblem("too_many", 2001)]),
    ],
)
def test_every_problem_is_named_with_its_row(text, problems):
    assert read_learner_list(text, GROUPS)[1] == problems


@pytest.mark.parametrize(
    "name", ["+44 20 7946 0000", "+442079460000", "-Ann", "=Ann", "@ann", "＋Ann", "'Ann", "O'Neil", "Ann"]
)
def test_a_list_that_we_wrote_is_read_back_unchanged(name):
    row = LearnerRow("+ann@acme.example", name, "procurement")
    body = render_csv([["Email", "Name", "Group"], [row.email, row.name, row.group]]).decode()
    assert read_learner_list(body, GROUPS) == ([row], [])


def test_an_address_and_a_half_name_lose_our_apostrophe_too():
    text = "Email,First name,Surname\n'-ann@acme.example,'=Ann,'@Example\n"
    assert read_learner_list(text, GROUPS) == ([LearnerRow("-ann@acme.example", "=Ann @Example")], [])
