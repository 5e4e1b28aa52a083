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
from compliance.statements.reading import registry
from compliance.statements.services.publication import publish
from compliance.statements.services.registry import record_registry
from compliance.statements.services.steps import Refusal
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
    with pytest.raises(Refusal):
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
def test_the_answers_stand_in_the_registrys_order_with_its_columns():
    made = publish(version=signed_version(), actor=UserFactory(), at=datetime(2026, 6, 1, 9, tzinfo=UTC))
    pages = registry.pages(made)
    titles = [page.title for page in pages]
    assert titles[:4] == ["Single or group", "Statement link", "Period", "Sign-off"]
    assert titles.index("Risk 1") < titles.index("Indicators") < titles.index("Progress")
    told = {one.column: one.answers for page in pages for one in page.answers}
    assert told["StatementStartDate"] == ("1 April 2025",)
    assert told["StatementURL"] == ("https://goods.example/modern-slavery",)
    assert told["DateApproved"] == ("1 May 2026",)
    assert told["StatementIncludesRisksAssessment"] == ("Yes",)
    assert len(told["OrganisationSectors"]) == 2
    assert told["Risk1Location.."] == ("Malaysia", "Thailand")
    assert told["DemonstrateProgress"] == ()
    assert "NoRiskAssessmentReason" not in told


@pytest.mark.django_db
def test_the_registry_is_told_of_every_question_that_it_asks():
    columns = {row[2] for row in registry.rows(PublicationFactory())}
    asked = {field.registry.column for field in vocabulary.fields() if field.registry and not field.prefix}
    follow_up = {
        field.registry.column
        for field in vocabulary.fields()
        if field.registry and (field.code.endswith(("_note", "_other")) or field.code in registry.FOLLOWING)
    }
    assert asked - follow_up <= columns | {""}


def test_the_answers_are_a_page_and_a_file_until_it_is_withdrawn(client, editor, version):
    made = PublicationFactory(version=version)
    slug, year = version.statement.organisation.slug, version.statement.year
    page = client.get(reverse("statements:registry_answers", args=(slug, year))).content.decode()
    assert "StatementStartDate" in page and "1 April 2025" in page and "27 April 2021" in page
    answer = client.get(reverse("statements:registry_table", args=(slug, year)))
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert lines[0] == ["page", "question", "registry_column", "answer"]
    assert ["Period", "First day of the financial year", "StatementStartDate", "1 April 2025"] in lines
    type(made).objects.filter(pk=made.pk).update(withdrawn_at=made.published_at, withdrawn_reason="Wrong company.")
    for name in ("registry_answers", "registry_table"):
        assert client.get(reverse(f"statements:{name}", args=(slug, year))).status_code == 303
