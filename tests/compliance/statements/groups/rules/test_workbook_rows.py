"""A group of forty by workbook: read, shown row by row, saved when somebody says so, approved each, and published."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl.comments import Comment

from compliance.statements.choices import SectionCode, State
from compliance.statements.core import services as core_services
from compliance.statements.groups import services as members
from compliance.statements.groups.rules.workbook_rows import COLUMNS, read_rows
from compliance.statements.models import Covered, Section, Version
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.signoff.services import review
from compliance.workbooks.types import Row
from portal.core.csv_cells import render_csv
from tests.compliance.statements.conftest import AT, COVERAGE, make_business, state_of
from tests.compliance.statements.core.forms.test_items import subsidiary_of
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import full_sections

pytestmark = pytest.mark.django_db
HEAD = list(COLUMNS)
FORTY = [
    [f"Harbour Shop {n} Limited", f"{9_100_000 + n:08d}", "Declared in scope" if n < 9 else "no", "yes", "Risk", ""]
    for n in range(40)
]
FORTY = [[*row[:4], "Assessing and managing risk", ""] for row in FORTY]


def xlsx(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_file(body: bytes, name: str = "members.xlsx") -> io.BytesIO:
    file = io.BytesIO(body)
    file.name = name
    return file


def members_of(version: Version) -> list[dict]:
    return Section.objects.get(version=version, code=SectionCode.ORGANISATIONS).answers.get("group_members") or []


@pytest.fixture
def send(business, visit, at):
    """Send a workbook as the editor does."""

    def sent(*rows, body: bytes = b"", name: str = "members.xlsx"):
        return visit("editor").post(at("members_workbook"), {"file": as_file(body or xlsx(*rows), name)})

    return sent


def confirm(response, visit, at, who="editor"):
    context = response.context
    said = {"members": context["good"], "revision": context["revision"]}
    return visit(who).post(at("members_confirm"), said)


def test_forty_members_come_by_workbook_and_nothing_is_saved_before_somebody_says_so(business, visit, at, send):
    version = business.start()
    shown = send(HEAD, *FORTY)
    assert shown.status_code == 200
    assert shown.context["counts"] == {"add": 40, "change": 0, "same": 0, "leave_out": 0}
    assert members_of(version) == []
    done = confirm(shown, visit, at)
    assert (done.status_code, done["Location"]) == (303, at("members"))
    listed = members_of(version)
    assert len(listed) == 40
    assert listed[0] == {
        "legal_name": "Harbour Shop 0 Limited",
        "company_number": "09100000",
        "scope": "in_scope",
        "covered": True,
        "section": "risk",
    }
    assert listed[39]["scope"] == "out_of_scope"


def test_the_template_comes_back_as_it_was_filled(business, visit, at, send):
    version = business.start()
    book = openpyxl.load_workbook(io.BytesIO(visit("editor").get(at("members_xlsx")).content))
    for row, values in enumerate(FORTY[:3], start=3):
        for column, value in enumerate(values, start=1):
            book.worksheets[0].cell(row, column).value = value or None
    out = io.BytesIO()
    book.save(out)
    assert confirm(send(body=out.getvalue()), visit, at).status_code == 303
    assert [one["legal_name"] for one in members_of(version)] == [row[0] for row in FORTY[:3]]


def test_what_of_the_workbook_was_not_read_is_named_before_somebody_says_so(business, send):
    """See docs/requirements/suppliers.md#unread-parts."""
    business.start()
    book = openpyxl.Workbook()
    for row in (HEAD, FORTY[0]):
        book.active.append(row)
    book.active.title = "Our members"
    book.create_sheet("Dormant").append(["Harbour Old Limited"])
    book.create_sheet("Empty")
    book.active["A1"].comment = Comment("Ask Ann", "Ann")
    out = io.BytesIO()
    book.save(out)
    page = send(body=out.getvalue()).text
    assert "This workbook has a comment on the sheet “Our members”. We did not read it." in page
    assert "We did not read the sheet “Dormant”: we read the list on “Our members”." in page
    assert "“Empty”" not in page


def test_a_workbook_that_was_read_as_a_whole_gets_no_note(business, visit, at, send):
    business.start()
    book = openpyxl.load_workbook(io.BytesIO(visit("editor").get(at("members_xlsx")).content))
    book.worksheets[0].cell(3, 1).value = "Harbour Shop Limited"
    out = io.BytesIO()
    book.save(out)
    assert "We did not read everything" not in send(body=out.getvalue()).text


def test_the_template_as_csv_comes_back_too(business, visit, at, send):
    version = business.start()
    lines = visit("viewer").get(at("members_csv")).content.decode("utf-8-sig")
    filled = lines + "Harbour Mill Limited,,No,,,\r\n"
    assert confirm(send(body=filled.encode("utf-8-sig"), name="members.csv"), visit, at).status_code == 303
    assert members_of(version) == [{"legal_name": "Harbour Mill Limited", "scope": "out_of_scope"}]


def test_a_name_that_an_export_protects_is_read_without_our_apostrophe():
    """See docs/requirements/suppliers.md#safe-writing."""
    names = ["@Harbour Limited", "=Harbour Limited", "'Harbour Limited", "O'Harbour Limited"]
    (_, *cells) = csv.reader(io.StringIO(render_csv([["legal_name"], *([name] for name in names)]).decode()))
    rows = [Row(number, list(row)) for number, row in enumerate([["legal_name"], *cells], 1)]
    assert [row.values["legal_name"] for row in read_rows(rows)] == names


def test_each_bad_row_says_what_is_wrong_in_which_column_and_the_good_ones_go_in(business, visit, at, send):
    version = business.start()
    shown = send(
        HEAD,
        ["Good Limited", "1234567", "out of scope", None, None, None],
        ["", "02345678", "no", None, None, None],
        ["Odd Number Limited", "12-x", "no", None, None, None],
        ["Odd Scope Limited", None, "perhaps", None, None, None],
        ["Half Said Limited", None, "in scope", None, None, None],
        ["The Good Ltd", None, "no", None, None, None],
        [business.organisation.name, None, "no", None, None, None],
        ["Bad Address Limited", None, "no", None, None, "javascript:alert(1)"],
    )
    judged = {row.number: row for row in shown.context["judged"]}
    assert {number: row.act for number, row in judged.items()} == {2: "add"} | dict.fromkeys(range(3, 10), "leave_out")
    assert [row.problems[0][0] for number, row in judged.items() if number > 2] == ["A", "B", "C", "D", "A", "A", "F"]
    text = shown.content.decode()
    for words in ("must be 8 characters", "Left out", "earlier row of the file", "is already covered"):
        assert words in text
    confirm(shown, visit, at)
    assert members_of(version) == [
        {"legal_name": "Good Limited", "company_number": "01234567", "scope": "out_of_scope"}
    ]


def test_a_second_workbook_changes_those_it_names_and_leaves_the_others(business, visit, at, send):
    version = business.start()
    confirm(send(HEAD, *FORTY[:2], ["Nameless Number Limited", None, "no", None, None, None]), visit, at)
    again = send(
        HEAD, FORTY[0], [*FORTY[1][:2], "no", None, None, None], ["Nameless Number Ltd", "01111111", "no", "", "", ""]
    )
    assert again.context["counts"] == {"add": 0, "change": 2, "same": 1, "leave_out": 0}
    confirm(again, visit, at)
    first, second, third = members_of(version)
    assert first["scope"] == "in_scope"
    assert second["scope"] == "out_of_scope"
    assert third["company_number"] == "01111111"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "looks like a picture"),
        (xlsx(["some", "other", "heads"], [1, 2, 3]), "No row has the header"),
        (xlsx(HEAD), "There are no organisations below the headers"),
        (xlsx(HEAD, *([f"Shop {n}", None, "no"] for n in range(501))), "can cover 500 organisations"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(business, send, body, said):
    business.start()
    refused = send(body=body)
    assert refused.status_code == 422
    assert said in " ".join(refused.context["form"].errors["file"])


def test_a_list_that_was_changed_meanwhile_is_not_written_over(business, visit, at, send):
    version = business.start()
    shown = send(HEAD, *FORTY[:2])
    section = version.sections.get(code=SectionCode.ORGANISATIONS)
    core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=0, answers={"is_group": False}, is_complete=False
    )
    assert confirm(shown, visit, at)["Location"] == at("members_workbook")
    assert members_of(version) == []


@pytest.mark.parametrize("sent", ["", "[", "{}", "[1]", '[{"legal_name": 3}]', "[" * 5000])
def test_what_no_page_sends_is_passed_over(business, visit, at, sent):
    version = business.start()
    answer = visit("editor").post(at("members_confirm"), {"members": sent, "revision": "0"})
    assert (answer.status_code, members_of(version)) == (303, [])


def test_only_writers_send_a_workbook(business, visit, at):
    business.start()
    for who in ("viewer", "approver"):
        assert visit(who).get(at("members_workbook")).status_code == 403
        assert visit(who).post(at("members_confirm")).status_code == 403


def of_the_group(business, count=40) -> dict:
    listed = [
        {"legal_name": row[0], "company_number": row[1], "scope": "in_scope", "covered": True, "section": "risk"}
        for row in FORTY[:count]
    ]
    sections = full_sections(form=business.organisation.legal_form) | {SectionCode.COVERAGE: COVERAGE}
    sections[SectionCode.ORGANISATIONS] |= {"is_group": True, "group_members": listed}
    return sections


def frozen(business, count=40) -> Version:
    version = business.written(sections=of_the_group(business, count))
    review.send_for_review(version=version, actor=business.editor, at=AT)
    return review.mark_ready(version=version, actor=business.approver, at=AT)


def published(business, count=40):
    version = frozen(business, count)
    business.approve(version)
    version.refresh_from_db()
    business.sign(version)
    return services_publish.publish(version=version, actor=business.people["administrator"], at=AT)


def test_a_missing_approval_of_a_member_does_not_hold_up_publication(business):
    published(business)
    assert state_of(Version.objects.get()) == State.PUBLISHED
    assert Covered.objects.count() == 40


def test_readers_see_each_member_with_its_coverage_and_approval_on_a_page_of_its_own(business, client):
    statement = published(business)
    version = Version.objects.get()
    given = {"body": "members", "body_name": "", "approved_on": date(2026, 11, 21), "reference": "SECRET"}
    one = members.get_members(version)[1]
    members.record_approvals(version=version, members=[one], actor=business.approver, at=AT, **given)
    whole = client.get(reverse("register:members", args=(statement.organisation_slug, 2026))).content.decode()
    address = reverse("register:member", args=(statement.organisation_slug, 2026, "harbour-shop-1-limited"))
    assert address in whole
    page = client.get(address).content.decode()
    for words in (
        "says that it covers this organisation",
        "Assessing and managing risk",
        "21 November 2026",
        "09100001",
    ):
        assert words in page
    assert "SECRET" not in whole + page
    assert "has not confirmed on this website that it belongs to the group" in page
    statement_page = client.get(reverse("register:statement", args=(statement.organisation_slug, 2026)))
    assert reverse("register:members", args=(statement.organisation_slug, 2026)) in statement_page.content.decode()


def test_a_members_own_page_says_which_group_statement_covers_it(business, client):
    subsidiary_of(business.organisation, name="Harbour Shop 5 Limited", slug="shop-five", company_number="09100005")
    OrganisationFactory(name="Harbour Shop 6 Limited", slug="shop-six", company_number="09100006")
    published(business)
    agreed = client.get(reverse("register:organisation", args=("shop-five",))).content.decode()
    assert f"The group statement of {business.organisation.name} for 2026 covers this organisation." in agreed
    claimed = client.get(reverse("register:organisation", args=("shop-six",))).content.decode()
    assert "The organisation has not confirmed here that it belongs to the group." in claimed
    OrganisationFactory(name="Nobody Limited", slug="nobody", company_number="09199999")
    assert client.get(reverse("register:organisation", args=("nobody",))).status_code == 404


def test_a_withdrawn_statement_covers_nobody(business, client):
    OrganisationFactory(name="Harbour Shop 6 Limited", slug="shop-six", company_number="09100006")
    statement = published(business)
    services_publish.withdraw(version=statement.version, actor=business.editor, at=AT, reason="Wrong year")
    assert client.get(reverse("register:organisation", args=("shop-six",))).status_code == 404
    assert client.get(reverse("register:members", args=(statement.organisation_slug, 2026))).status_code == 404


def test_the_lists_ask_as_often_for_forty_as_for_one(visit, django_assert_num_queries, client):
    asked = []
    for count in (1, 40):
        business = make_business()
        statement = published(business, count)
        person = Client()
        person.force_login(business.people["viewer"])
        inside = reverse("statements:members", args=(business.organisation.slug, 2026))
        outside = reverse("register:members", args=(statement.organisation_slug, 2026))
        person.get(inside)
        asked.append((_queries(person, inside), _queries(client, outside)))
    assert asked[0] == asked[1]
    assert asked[0][1] <= 5


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
