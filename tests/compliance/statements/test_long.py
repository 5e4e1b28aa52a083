"""The benchmark's statement of 90 pages with 30 figures and 40 members: few queries, outline and tags right."""

import re

import pytest
from django.urls import reverse

from bench.long import FIGURES, PAGES, long_content, pictures
from bench.sample import publication, saved_publication
from compliance.statements import documents
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.models import Section
from compliance.statements.rules.content import content_hash
from portal.core import pdf
from tests.compliance.statements.conftest import Business
from tests.factories.accounts import sign_in
from tests.factories.statements import make_figure
from tests.pdfs import check_ua, elements, opened

MOST_QUERIES = 12


def with_hashes(text, shown):
    for number, digest in enumerate(shown, start=1):
        text["figures"][str(number)]["sha256"] = digest
    return text


def test_contents_outline_and_tags_are_right_at_90_pages():
    shown = pictures()
    text = with_hashes(long_content(), shown)
    with pdf.complaints() as heard:
        body = pdf.render(documents.pdf_source(publication(text)), identifier=b"long", pictures=shown)
    assert heard == []
    with opened(body) as whole:
        assert len(whole.pages) >= PAGES
        check_ua(whole)
        drawn = [one for one in elements(whole.Root.StructTreeRoot.K, "/Figure") if "Photograph" in str(one.Alt)]
        assert len(drawn) == FIGURES
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
    made = saved_publication(long_content())
    client.cookies["anything"] = "1"
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(reverse("register:statement", args=(made.organisation_slug, made.year)))
    said = page.content.decode()
    assert len(re.findall(r"<figure class=\"portal-shown\">", said)) == FIGURES
    assert content_hash(made.content) == made.content_hash


@pytest.mark.django_db
def test_a_page_of_the_draft_takes_few_queries(business: Business, client, django_assert_max_num_queries):
    version = business.start()
    text = long_content()
    for number in range(1, FIGURES + 1):
        make_figure(version.statement, number)
    for area in AREAS:
        answers = {f"narrative_{area}": text["answers"][f"narrative_{area}"]}
        Section.objects.filter(version=version, code=area).update(answers=answers)
    sign_in(client, business.people["viewer"])
    kwargs = {"organisation": business.organisation.slug, "year": version.statement.year}
    for name in ("tasks", "preview", "figures"):
        client.get(reverse(f"statements:{name}", kwargs=kwargs))
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(reverse(f"statements:{name}", kwargs=kwargs)).status_code == 200
