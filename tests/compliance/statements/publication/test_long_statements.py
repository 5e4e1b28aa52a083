"""The benchmark's statement of 90 pages with 30 figures and 40 members: few queries, outline and tags right."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from bench.long import MEMBERS, PAGES, count_figures, make_long_content, make_pictures
from bench.sample import make_publication, save_publication
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.core import services as core_services
from compliance.statements.models import Section, Version
from compliance.statements.publication import documents
from compliance.statements.rules.content import content_hash
from compliance.statements.signoff.services import review
from compliance.statements.urls.drafts import of_a_year
from portal.core import pdf
from tests.compliance.statements.conftest import AT, Business
from tests.compliance.statements.editor.test_side_panels import publish
from tests.factories.accounts import sign_in
from tests.factories.statements import EarlierTextFactory, make_figure
from tests.support.pdfs import assert_ua, find_elements, open_pdf

MAX_QUERIES = 12


def with_hashes(text, shown):
    for number, digest in enumerate(shown, start=1):
        text["figures"][str(number)]["sha256"] = digest
    return text


def test_contents_outline_and_tags_are_right_at_90_pages():
    shown = make_pictures()
    text = with_hashes(make_long_content(), shown)
    with pdf.render_errors() as heard:
        body = pdf.render_pdf(documents.render_pdf_source(make_publication(text)), identifier=b"long", pictures=shown)
    assert heard == []
    with open_pdf(body) as whole:
        assert len(whole.pages) >= PAGES
        assert_ua(whole)
        drawn = [one for one in find_elements(whole.Root.StructTreeRoot.K, "/Figure") if "Photograph" in str(one.Alt)]
        assert len(drawn) == count_figures()
        with whole.open_outline() as outline:
            titles = [item.title for item in outline.root]
            under = {item.title: [child.title for child in item.children] for item in outline.root}
    headings = [str(SectionCode(area).label) for area in AREAS]
    assert [title for title in titles if title in headings] == headings
    assert titles[0] == "Contents"
    assert all("Training 12" in under[heading] for heading in headings if heading == "Training")
    assert not any(title.startswith(("Training 1", "One site")) for title in titles)


@pytest.mark.django_db
def test_the_public_page_of_it_takes_few_queries(client, django_assert_max_num_queries):
    made = save_publication(make_long_content())
    client.cookies["anything"] = "1"
    with django_assert_max_num_queries(MAX_QUERIES):
        page = client.get(reverse("register:statement", args=(made.organisation_slug, made.year)))
    said = page.content.decode()
    assert len(re.findall(r"<figure class=\"portal-shown\">", said)) == count_figures()
    assert content_hash(made.content) == made.content_hash


# Pages that begin something in another state send on, or are for others: they take few queries too.
PAGES_OF_A_DRAFT = (
    *("approve", "changes", "check", "compare", "discard", "figures", "members", "members_workbook", "opening"),
    *(
        "one_page",
        "own_sections",
        "preview",
        "publish",
        "published",
        "registry",
        "review",
        "sign",
        "tasks",
        "word",
        "decline",
    ),
    *("amend", "homepage_link", "member_approvals", "registry_answers", "reopen", "withdraw"),
)
FILES = {"board_pack", "certificate", "draft_pdf", "members_csv", "members_xlsx", "next_year", "word_draft"}
FILES |= {"registry_table"}


def test_every_page_of_a_draft_is_asked_for():
    """Files, and pages about one row of it, are none."""
    pages = {one.name for one in of_a_year if isinstance(one, URLPattern) and "<" not in str(one.pattern)}
    acts = {"look", "members_confirm"}  # only POST
    assert pages - FILES - acts == set(PAGES_OF_A_DRAFT)


@pytest.fixture
def long_draft(business: Business) -> Version:
    """After a year that is public here and one whose text was brought, with figures, members, and open comments."""
    publish(business, 2023, "<p>Public here.</p>")
    EarlierTextFactory(organisation=business.organisation, year=2025, goals=["We will visit sites."])
    version = business.start()
    text = make_long_content()
    for number in range(1, count_figures() + 1):
        make_figure(version.statement, number)
    members = [{"legal_name": f"Member {number} Limited", "covered": True} for number in range(MEMBERS)]
    answers = {area: {f"narrative_{area}": text["answers"][f"narrative_{area}"]} for area in AREAS}
    answers["organisations"] = {"is_group": True, "group_members": members}
    for code, some in answers.items():
        section = Section.objects.get(version=version, code=code)
        section.answers |= some
        section.save(update_fields=["answers"])
        core_services.autosave(section=section, actor=business.editor, data={"text": ["x"]}, base_revision=0)
        review.comment(
            version=version, actor=business.approver, at=AT, text="Which?", section=code,
            mentioned=[business.people["second"]],
        )  # fmt: skip
    return version


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["editor", "approver", "viewer"])
def test_a_page_of_the_draft_takes_few_queries(business: Business, long_draft, client, role):
    sign_in(client, business.people[role])
    kwargs = {"organisation": business.organisation.slug, "year": long_draft.statement.year}
    addresses = [reverse(f"statements:{name}", kwargs=kwargs) for name in PAGES_OF_A_DRAFT]
    addresses += [reverse("statements:section", kwargs=kwargs | {"section": code}) for code in SectionCode]
    client.get(addresses[0])
    taken = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            status = client.get(address).status_code
        assert status in {200, 303, 403, 404}
        taken |= {address: len(asked)} if status in {200, 303} else {}
    assert len(taken) > len(SectionCode) + 12
    assert {address: count for address, count in taken.items() if count > MAX_QUERIES} == {}
