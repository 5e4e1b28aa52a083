"""The public versions of a year: who signed each, and what changed between any two."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from compliance.statements.models import Publication
from compliance.statements.presenters.changes import changes
from compliance.statements.publication import documents
from compliance.statements.publication.services.publish import publish, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import full_sections, signed_version
from tests.factories.statements import PublicationFactory, VersionFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def first():
    organisation = OrganisationFactory(name="Wetherby Gloves Limited", slug="wetherby-gloves")
    return publish(version=signed_version(organisation=organisation), actor=UserFactory(), at=AT)


@pytest.fixture
def second(first):
    content = deepcopy(first.content)
    content["answers"]["narrative_risk"] = content["answers"]["narrative_risk"].replace(
        "nine of them", "twelve of them"
    )
    signoff = deepcopy(first.signoff)
    signoff["signature"] |= {"first_name": "Ines", "last_name": "Marsh", "job_title": "Chair", "way": "recorded"}
    return following(first, 2, content, signoff)


def following(first, number, content, signoff, **changes):
    Publication.objects.filter(statement=first.statement).update(is_current=False)
    return PublicationFactory(
        organisation=first.organisation,
        statement=first.statement,
        version=VersionFactory(statement=first.statement, number=number, state="superseded", sections=full_sections()),
        content=content,
        signoff=signoff,
        number=number,
        year=2026,
        organisation_slug=first.organisation_slug,
        published_at=AT + timedelta(days=number),
        **changes,
    )


ADDRESS = reverse("register:versions", args=("wetherby-gloves", 2026))


def page_of(client, **query):
    answer = client.get(ADDRESS, query)
    return answer, " ".join(answer.content.decode().split())


def test_each_version_shows_who_approved_and_signed_it_when_and_how(client, first, second):
    _answer, page = page_of(client)
    rows = page.split("<tbody")[1].split("</tr>")
    assert "Signed by Ines Marsh, Chair, on 2 May 2026" in rows[0]
    assert "Recorded on this website by the organisation" in rows[0]
    signature = first.signoff["signature"]
    assert f"Signed by {signature['first_name']} {signature['last_name']}" in rows[1]
    assert "Signed electronically on this website" in rows[1]
    assert all("Approved by the board of directors on 1 May 2026" in row for row in rows[:2])


def test_any_two_versions_are_compared_in_words_and_marks(client, first, second):
    following(first, 3, second.content, second.signoff)
    _answer, page = page_of(client)
    assert "<ins>" not in page and "From version" in page
    answer, page = page_of(client, earlier=1, later=2)
    assert answer.status_code == 200
    removed, added = page.index("[removed:"), page.index("[added:")
    assert "nine" in page[removed:added] and "twelve" in page[added : added + 200]
    headings = page[page.index("From version 1 to version 2") :]
    assert "Assessing and managing risk" in headings
    assert "Training" not in headings
    assert headings.index("<dt>Version 1</dt>") < headings.index("<dt>Version 2</dt>")
    assert "Only what changed is shown." in headings
    _answer, page = page_of(client, earlier=2, later=3)
    assert "The wording of the statement did not change." in page
    _answer, page = page_of(client, earlier=2, later=1)
    assert page.index("[removed:") < page.index("twelve") < page.index("[added:") < page.index("nine")


@pytest.mark.parametrize(
    "query", [{"earlier": 1}, {"earlier": 1, "later": 1}, {"earlier": 1, "later": 9}, {"earlier": "\x00", "later": 2}]
)
def test_a_comparison_that_cannot_be_made_is_a_message(client, first, second, query):
    answer, page = page_of(client, **query)
    assert answer.status_code == 422
    assert "There is a problem" in page


def test_one_version_has_nothing_to_compare_with(client, first):
    answer, page = page_of(client, earlier=1, later=2)
    assert answer.status_code == 200
    assert "What changed between" not in page


def test_a_withdrawn_year_shows_neither_its_text_nor_who_signed(client, first):
    withdraw(version=first.version, actor=UserFactory(), at=AT, reason="Wrong company")
    _answer, page = page_of(client, earlier=1, later=1)
    assert "Signed by" not in page
    assert "What changed between" not in page


def test_only_the_first_version_is_called_the_first_publication(client, first, second):
    withdraw(version=first.version, actor=UserFactory(), at=AT, reason="Wrong company")
    told = {"amendment_kind": "typographic", "amendment_note": "Two names corrected."}
    following(first, 3, second.content, second.signoff, **told)
    _answer, page = page_of(client)
    rows = page.split("<tbody")[1].split("</tr>")
    assert "Correction that changes no meaning<br>Two names corrected." in rows[0]
    assert "Published again after a withdrawal" in rows[1]
    assert "First publication" in rows[2]
    assert page.count("First publication") == page.count("Published again") == 1


def test_who_compares_too_often_is_asked_to_wait(client, first, second, settings):
    settings.LIMITS = {"register_search": (1, 60)}
    answers = [page_of(client, earlier=1, later=2)[0].status_code for _turn in range(2)]
    assert answers == [200, 429]
    assert page_of(client)[0].status_code == 200


def test_the_page_asks_few_questions_of_the_database(client, first, second, django_assert_max_num_queries):
    for number in (3, 4, 5):
        following(first, number, second.content, second.signoff)
    with django_assert_max_num_queries(4):
        page_of(client, earlier=1, later=5)


def test_what_is_told_by_ticks_and_rows_is_compared_too(first):
    later = deepcopy(first.content)
    later["answers"]["policies"] = ["freedom_of_movement"]
    later["answers"]["kpis"][0]["this_year"] = "11"
    later["disclosures"] = {}
    found = {
        part.heading: " ".join(run.text for run in part.runs if run.kind == "removed")
        for part in changes(first.content, later)
    }
    assert "9" in found["Monitoring and evaluation: goals and KPIs, effectiveness"]
    assert found["Policies"]


def test_of_blocks_that_stayed_none_is_told(first):
    later = deepcopy(first.content)
    blocks = "".join(f"<p>Block {number} says the same in both versions.</p>" for number in range(9))
    first.content["answers"]["narrative_risk"] = f"{blocks}<p>Nine visits.</p>{blocks}"
    later["answers"]["narrative_risk"] = f"{blocks}<p>Twelve visits.</p>{blocks}"
    (part,) = changes(first.content, later)
    told = [(run.kind, run.text) for run in part.runs]
    assert "Block" not in str(told)
    assert {("removed", "Nine"), ("added", "Twelve")} <= {(kind, text.split()[0]) for kind, text in told}


def test_another_address_on_the_own_website_is_told(client, first):
    following(first, 2, first.content, first.signoff, statement_url="https://goods.example/new")
    _answer, page = page_of(client, earlier=1, later=2)
    assert "The wording of the statement did not change." not in page
    assert "Address of the statement on the organisation’s website" in page
    removed, added = page.index("[removed:"), page.index("[added:")
    assert "https://goods.example/modern-slavery" in page[removed:added]
    assert "https://goods.example/new" in page[added:]


def test_a_page_of_an_earlier_release_keeps_its_bytes_and_has_no_link_to_what_it_lacks(client, monkeypatch):
    """See docs/decisions/0035-bytes-of-published-statements.md."""
    earlier = b"<section id='intro'><p>As it was published.</p></section>"
    with monkeypatch.context() as release:
        release.setattr(documents, "render_html", lambda publication: earlier)
        made = publish(version=signed_version(), actor=UserFactory(), at=AT)
    page = client.get(reverse("register:statement", args=(made.organisation_slug, made.year))).text
    assert earlier.decode() in page
    assert documents.build_appendix(made.content)
    assert "#appendix" not in page
