"""After a withdrawal: each page says so, and leads to a new version for the same days."""

import pytest
from django.urls import reverse

from compliance.statements.choices import State
from compliance.statements.editor.services import draft
from compliance.statements.models import Publication, Version
from compliance.statements.publication.services import publish as services_publish
from tests.compliance.statements.conftest import AT
from tests.compliance.statements.editor.test_views import MAX_QUERIES
from tests.compliance.statements.test_whole_way import publish, signed_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn(business):
    made = publish(business, signed_off(business))
    return services_publish.withdraw(
        version=made.version, actor=business.people["administrator"], at=AT, reason="It named the wrong company."
    )


@pytest.fixture
def again(business):
    return reverse("statements:start", args=(business.organisation.slug,)) + "?again=2026"


def body_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("name", ["editor", "administrator"])
def test_the_task_list_says_when_and_why_and_leads_to_a_new_version(
    withdrawn, visit, at, again, name, django_assert_max_num_queries
):
    client = visit(name)
    client.get(at("tasks"))
    with django_assert_max_num_queries(MAX_QUERIES):
        answer = client.get(at("tasks"))
    body = body_of(answer)
    assert "withdrawn on 24 November 2026. Reason: It named the wrong company." in body
    assert "Next: Start a new version" in body and f'href="{again}"' in body
    assert "Next: Publish" not in body and "Not yet started" not in body
    assert 'govuk-tag--grey">Withdrawn<' in body


@pytest.mark.parametrize("name", ["viewer", "approver"])
def test_who_does_not_write_is_told_who_can_begin_again(withdrawn, visit, at, name):
    body = body_of(visit(name).get(at("tasks")))
    assert "An editor or administrator of your organisation can start a new version." in body
    assert "?again=" not in body + body_of(visit(name).get(at("published")))


def test_the_publish_page_leads_to_the_page_that_says_it_is_withdrawn(withdrawn, visit, at, again):
    for answer in (
        visit("administrator").get(at("publish"), follow=True),
        visit("administrator").post(
            at("publish"), {"is_declared": "on", "licence": "all_rights_reserved"}, follow=True
        ),
    ):
        body = body_of(answer)
        assert "The statement for 2026 has been withdrawn" in body and f'href="{again}"' in body
        assert "not signed" not in body


def test_a_withdrawn_statement_and_a_draft_are_not_changed_as_published_ones(withdrawn, business, visit, at):
    answer = visit("administrator").get(at("amend"), follow=True)
    assert answer.redirect_chain == [(at("tasks"), 303)]
    assert "This statement was withdrawn, so it cannot be changed. Start a new version instead." in body_of(answer)
    business.start()
    assert "There is already a draft for that year." in body_of(visit("administrator").get(at("amend"), follow=True))


def test_a_new_version_begins_with_the_same_days_and_is_published_again(withdrawn, business, visit, at, again):
    client = visit("editor")
    page = client.get(again)
    assert "which was withdrawn" in body_of(page) and at("preview") in body_of(page)
    given = page.context["form"].initial
    days = {
        f"{name}_{part}": getattr(given[name], part)
        for name in given
        if "_" in name and name.startswith("period")
        for part in ("day", "month", "year")
    }
    data = days | {"statement_kind": given["statement_kind"], "path": given["path"]}
    answer = client.post(again, data)
    assert (answer.status_code, answer.headers["Location"]) == (303, at("tasks"))
    fresh = Version.objects.get(statement=withdrawn.statement, number=2)
    assert fresh.state == State.DRAFTING
    body = body_of(client.get(at("tasks")))
    assert "Next: Start a new version" not in body and "withdrawn on" not in body
    assert "?again=" not in body_of(client.get(at("published")))
    draft.discard(version=fresh, actor=business.editor, at=AT)
    second = publish(business, signed_off(business))
    assert Publication.objects.listed().get() == second
    versions = reverse("register:versions", args=(business.organisation.slug, 2026))
    for body in (body_of(client.get(at("published"))), body_of(client.get(versions))):
        assert body.count("Published again after a withdrawal") == body.count("First publication") == 1
        assert body.index("Published again after a withdrawal") < body.index("First publication")


@pytest.mark.parametrize("asked", ["2025", "20260", "٢٠٢٦", "\x00", "x", ""])
def test_a_year_that_was_not_withdrawn_begins_as_any_other(withdrawn, business, visit, asked):
    page = visit("editor").get(reverse("statements:start", args=(business.organisation.slug,)), {"again": asked})
    assert page.status_code == 200
    assert "which was withdrawn" not in body_of(page)
