"""The preview: the page as the public will see it, what makes it hard to read, the draft as a PDF, and its address."""

from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from django.urls import reverse

from compliance.statements.editor.rules.accessibility import find_barriers
from compliance.statements.models import Section
from portal.core import pdf
from portal.history.event_labels import get_entry_sentence
from portal.history.models import Entry
from tests.factories.statements import make_figure
from tests.support.pdfs import extract_text

FIGURES = {"1": {"alt": "Buyers at a site in Porto", "caption": "A visit"}, "2": {"alt": "IMG_0042.jpg", "caption": ""}}
ALTS = [("A visit", True), ("Photo 3", True), ("", True), ("A visit to Porto", False)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<h2>Goals</h2><h3>This year</h3><p>See <a href="https://a.example">our code of conduct</a>.</p>', []),
        ('<figure data-number="1"></figure>', []),
        ('<figure data-number="2"></figure>', [("no_alt", "2")]),
        ('<figure data-number="7"></figure><figure data-number="7"></figure>', [("no_figure", "7")]),
        ("<h3>Too deep</h3>", [("jump", "Too deep")]),
        ("<h2>One</h2><h4>Three &amp; more</h4><h2>One</h2>", [("jump", "Three & more")]),
        ('<p><a href="https://a.example"><em>Click here</em></a>.</p>', [("vague_link", "Click here")]),
        ('<p><a href="https://a.example">https://a.example</a></p>', [("bare_link", "https://a.example")]),
        ('<table><thead><tr><th scope="col"></th></tr></thead></table>', [("empty_head", "")]),
        ("<p><strong>Our goals</strong></p><p><strong>Fees</strong> were paid.</p>", [("bold_heading", "Our goals")]),
    ],
)
def test_what_is_hard_to_read_is_found(html, found):
    assert [(one.code, one.what) for one in find_barriers({"risk": html}, FIGURES)] == found


@pytest.mark.parametrize(("alt", "is_found"), ALTS)
def test_words_for_a_picture_say_what_is_in_it(alt, is_found):
    told = {"1": {"alt": alt, "caption": "A visit"}}
    assert bool(find_barriers({"risk": '<figure data-number="1"></figure>'}, told)) == is_found


@pytest.fixture
def version(business):
    version = business.written()
    html = '<p>We looked. <a href="https://a.example">Read more</a></p><figure data-number="1"></figure>'
    risk = Section.objects.get(version=version, code="risk")
    risk.answers |= {"narrative_risk": html}
    risk.save(update_fields=["answers"])
    make_figure(version.statement, 1)
    return version


def at(version, name):
    return reverse(f"statements:{name}", args=[version.statement.organisation.slug, version.statement.year])


@pytest.mark.django_db
def test_it_has_the_contents_and_the_box_of_the_public_page(version, visit):
    page = visit("viewer").get(at(version, "preview")).content.decode()
    assert "On this page" in page and 'href="#risk"' in page and 'href="#covered"' in page
    assert "Not yet<br>Expected by 30 September 2026" in page
    assert at(version, "draft_pdf") in page
    assert settings.SITE_URL + at(version, "preview") in page
    assert 'href="#signoff"' not in page
    assert "The link “Read more” does not say where it goes." in page
    assert f'href="{reverse("statements:section", args=[version.statement.organisation.slug, 2026, "risk"])}"' in page


@pytest.mark.django_db
def test_the_pdf_says_on_every_page_that_it_is_a_draft(business, version, visit):
    response = visit("viewer").get(at(version, "draft_pdf"))
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "no-store")
    with pikepdf.open(BytesIO(response.content)) as whole:
        assert whole.Root.MarkInfo.Marked
        count = len(whole.pages)
    said = extract_text(response.content)
    assert count > 2
    assert said.count("DRAFT") >= count
    assert "Not published" in said and "We looked." in said
    line = Entry.objects.get(action="statements.version.draft_pdf_made")
    assert "downloaded the PDF of the draft" in get_entry_sentence(line)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["draft_pdf", "board_pack"])
@pytest.mark.parametrize("trouble", [pdf.TooLong, pdf.CannotRender])
def test_a_pdf_that_cannot_be_made_is_told_of(version, visit, monkeypatch, name, trouble):
    def fail(*_args, **_more):
        raise trouble("no")

    monkeypatch.setattr(pdf, "render_pdf_in_sandbox", fail)
    client = visit("editor")
    answer = client.get(at(version, name), follow=True)
    assert answer.redirect_chain and "PDF" in answer.content.decode()
    assert not Entry.objects.filter(action__endswith="pdf_made").exists()
