"""Recording where a published statement stands on the government registry."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from compliance.organisations.choices import Role
from compliance.statements import vocabulary
from compliance.statements.choices import State
from compliance.statements.models import Statement
from compliance.statements.publication.services.publish import publish
from compliance.statements.registry import answers as registry_answers
from compliance.statements.registry.services.submission import record_registry
from compliance.statements.vocabulary.registry import questions
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.signed import signed_version
from tests.factories.statements import PublicationFactory, VersionFactory

ADDRESS = "https://registry.example/summary/1"


@pytest.fixture
def version(db):
    return VersionFactory(state=State.PUBLISHED)


@pytest.fixture
def editor(version, client):
    membership = MembershipFactory(organisation=version.statement.organisation, role=Role.EDITOR)
    client.force_login(membership.user)
    return membership.user


def page(version):
    statement = version.statement
    return reverse("statements:registry", args=(statement.organisation.slug, statement.year))


def posted(day="1", month="6", year="2026", url=ADDRESS):
    return {
        "registry_submitted_on_day": day,
        "registry_submitted_on_month": month,
        "registry_submitted_on_year": year,
        "registry_url": url,
    }


def test_the_day_and_the_address_are_kept_and_told_in_the_history(version, editor, client):
    response = client.post(page(version), posted())
    assert response.status_code == 303
    statement = Statement.objects.get()
    assert (statement.registry_submitted_on, statement.registry_url) == (date(2026, 6, 1), ADDRESS)
    assert Entry.objects.filter(action="statements.statement.registry_recorded").count() == 1
    client.post(page(version), posted())
    assert Entry.objects.filter(action="statements.statement.registry_recorded").count() == 1
    assert ADDRESS.encode() in client.get(page(version)).content


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (posted(url=""), "Enter the address of its summary"),
        (posted("", "", ""), "Enter the day you added it"),
        (posted(year="2099"), "must be today or in the past"),
        (posted("31", "2"), "real date"),
        (posted(url="javascript:alert(1)"), "web address"),
        (posted(url="https://registry.example/" + "a" * 1024), "1,024"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_kept(version, editor, client, data, message):
    response = client.post(page(version), data)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert Statement.objects.get().registry_url == ""


def test_both_can_be_taken_back(version, editor, client):
    client.post(page(version), posted())
    client.post(page(version), posted("", "", "", ""))
    statement = Statement.objects.get()
    assert (statement.registry_submitted_on, statement.registry_url) == (None, "")


def test_a_draft_is_not_on_the_registry(db):
    with pytest.raises(ActionRefused):
        record_registry(version=VersionFactory(), actor=UserFactory(), submitted_on=None, url="")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.APPROVER])
def test_only_writers_record_it(version, client, role):
    membership = MembershipFactory(organisation=version.statement.organisation, role=role)
    client.force_login(membership.user)
    assert client.get(page(version)).status_code == 403


def test_a_member_of_another_business_gets_404(version, client):
    client.force_login(MembershipFactory(role=Role.EDITOR).user)
    assert client.get(page(version)).status_code == 404


@pytest.mark.django_db
def test_the_answers_stand_in_the_registrys_order_and_in_its_own_words():
    made = publish(version=signed_version(), actor=UserFactory(), at=datetime(2026, 6, 1, 9, tzinfo=UTC))
    pages = registry_answers.build_pages(made)
    titles = [page.title for page in pages]
    assert titles[:4] == ["Single or group", "Statement link", "Period", "Sign-off"]
    assert titles.index("Risk 1") < titles.index("Indicators") < titles.index("Progress")
    told = {(one.asked, one.part): one for page in pages for one in page.answers}
    period = told["What period does the statement cover?", "From"]
    assert (period.shape, period.lines[0].text, period.is_copied) == ("day", "Day 1, month 4, year 2025", False)
    link = told["Link to the statement on the organisation's website", ""]
    assert (link.lines[0].text, link.is_copied) == ("https://goods.example/modern-slavery", True)
    assert told["Date approved by the board or equivalent", ""].lines[0].text == "Day 1, month 5, year 2026"
    risk = told["Does your statement cover this area?", "Assessing and managing risk"]
    assert (risk.shape, risk.lines[0].text) == ("choose", "Yes")
    assert len(told["Which sectors?", ""].lines) == 2
    assert [one.text for one in told["In which country?", ""].lines] == ["Malaysia", "Thailand"]
    assert told["How does the statement show progress over time?", ""].lines == ()
    assert ("Does your statement cover this area?", "Assessing and managing risk: the reason") not in told


def test_every_question_of_the_registry_that_is_ours_is_told():
    """A risk's description is asked where the risks are listed; the other two are no answers of ours."""
    theirs = {field.code for field in vocabulary.fields() if field.registry}
    assert {one.of for one in questions()} == theirs - {
        "risk.description",
        "group_member_manual_name",
        "declaration_accepted",
    }


def test_each_member_is_copied_by_itself_and_the_page_warns(client, editor, version):
    members = [
        {"legal_name": "Invented Shop Limited", "company_number": "90000009"},
        {"legal_name": "Invented Stall"},
        {"legal_name": "Invented Shop Ltd", "company_number": "90000009"},
    ]
    answers = {"period_start": "2025-04-01", "period_end": "2026-03-31", "is_group": True, "group_members": members}
    PublicationFactory(version=version, content={"organisation": {"name": "Goods"}, "answers": answers})
    slug, year = version.statement.organisation.slug, version.statement.year
    page = client.get(reverse("statements:registry_answers", args=(slug, year))).content.decode()
    assert page.count('data-copy-text="answer-2-1-') == 3
    assert 'id="answer-2-1-1">90000009</span>' in page and 'id="answer-2-1-2">Invented Stall</span>' in page
    assert "Invented Shop Ltd is named twice" in page and "Your statement does not have one" in page


def test_the_answers_are_a_page_and_a_file_until_it_is_withdrawn(client, editor, version):
    made = PublicationFactory(version=version)
    slug, year = version.statement.organisation.slug, version.statement.year
    page = client.get(reverse("statements:registry_answers", args=(slug, year))).content.decode()
    assert "What period does the statement cover?" in page and "Day 1, month 4, year 2025" in page
    assert "27 April 2021" in page
    answer = client.get(reverse("statements:registry_table", args=(slug, year)))
    heads, row = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert dict(zip(heads, row, strict=True))["StatementStartDate"] == "2025-04-01"
    type(made).objects.filter(pk=made.pk).update(withdrawn_at=made.published_at, withdrawn_reason="Wrong company.")
    for name in ("registry_answers", "registry_table"):
        assert client.get(reverse(f"statements:{name}", args=(slug, year))).status_code == 303
