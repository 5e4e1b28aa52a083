"""Figures of a statement: alternative text demanded, private in the draft, kept and public once published."""

import io
import json

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from compliance.statements.core import services as core_services
from compliance.statements.core.selectors import get_content
from compliance.statements.figures import services as figures
from compliance.statements.figures.services import FIRST_LOGO
from compliance.statements.models import Document, Figure, Section, Version
from compliance.statements.presenters import figures as presenters_figures
from compliance.statements.publication import documents, pdf_job
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.rules.content import content_hash
from portal.core import pdf
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT, Business
from tests.factories.accounts import sign_in
from tests.factories.statements import make_figure
from tests.support.pdfs import assert_ua, extract_text, find_elements, open_pdf


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "steelblue").save(out, kind, **more)
    return out.getvalue()


def address(version: Version, name: str, **kwargs) -> str:
    slug = version.statement.organisation.slug
    return reverse(f"statements:{name}", kwargs={"organisation": slug, "year": version.statement.year, **kwargs})


def add(client, version: Version, body: bytes = b"", **changes):
    given = {
        "file": SimpleUploadedFile("map.png", body or picture(), "image/png"),
        "alt": "A map with nine sites",
        "caption": "Where we work",
    }
    return client.post(address(version, "figures"), given | changes)


def write(business: Business, version: Version, marks_html: str, code: str = "training") -> None:
    section = Section.objects.get(version=version, code=code)
    section.version = version
    core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=section.revision,
        answers=section.answers | {f"narrative_{code}": marks_html}, is_complete=True,
    )  # fmt: skip


@pytest.fixture
def version(business: Business) -> Version:
    return business.written()


@pytest.fixture
def editor(business: Business, client):
    sign_in(client, business.editor)
    return client


SHOWN = '<p>We trained buyers.</p>\n<figure data-number="1"></figure>'


def publish(business: Business, version: Version):
    from compliance.statements.signoff.services import review

    review.send_for_review(version=version, actor=business.editor, at=AT)
    ready = review.mark_ready(version=Version.objects.get(pk=version.pk), actor=business.approver, at=AT)
    business.approve(ready)
    ready.refresh_from_db()
    business.sign(ready)
    return services_publish.publish(version=ready, actor=business.people["administrator"], at=AT)


def test_a_figure_is_added_with_its_words(editor, version):
    assert add(editor, version).status_code == 303
    figure = Figure.objects.get()
    assert (figure.number, figure.width, figure.height, figure.alt) == (1, 60, 40, "A map with nine sites")
    page = editor.get(address(version, "figures")).content.decode()
    assert "[figure 1]" in page
    assert "It is not in the text yet." in page
    shown = editor.get(address(version, "figure_picture", figure=1))
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/png", "private, no-store")
    assert Entry.objects.filter(action="statements.figure.added").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"alt": ""}, "Say what the picture shows"),
        ({"file": ""}, "Select a picture"),
        ({"file": SimpleUploadedFile("a.png", b"no picture")}, "Choose one of these file types: JPG, PNG."),
        ({"file": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n broken")}, "This file is damaged"),
    ],
)
def test_a_figure_that_cannot_be_taken_is_refused_with_what_was_typed(editor, version, changes, sentence):
    response = add(editor, version, **changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Where we work" in response.content.decode()
    assert not Figure.objects.exists()


def test_where_a_picture_was_taken_is_removed(editor, version):
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "A camera", 6
    body = picture("JPEG", exif=exif)
    add(editor, version, file=SimpleUploadedFile("photo.jpg", body, "image/jpeg"))
    served = editor.get(address(version, "figure_picture", figure=1)).content
    assert b"A camera" not in served
    figure = Figure.objects.get()
    with Image.open(io.BytesIO(served)) as kept:
        assert kept.size == (figure.width, figure.height) == (40, 60)


def test_the_words_change_and_a_figure_in_use_stays(business, editor, version):
    add(editor, version)
    figure = Figure.objects.get()
    url = address(version, "figure", figure=figure.uuid)
    assert editor.post(url, {"alt": "", "caption": "x"}).status_code == 422
    editor.post(url, {"alt": "Nine sites in four countries", "caption": ""})
    figure.refresh_from_db()
    assert (figure.alt, figure.caption) == ("Nine sites in four countries", "")
    write(business, version, SHOWN)
    editor.post(url, {"act": "remove"})
    assert Figure.objects.exists()
    write(business, version, "<p>Without.</p>")
    editor.post(url, {"act": "remove"})
    assert not Figure.objects.exists()


def test_the_content_binds_the_figures_it_shows_and_no_others(business, version):
    before = get_content(version)
    make_figure(version.statement)
    make_figure(version.statement, 2)
    assert get_content(Version.objects.get(pk=version.pk)) == before
    assert "figures" not in before
    write(business, version, SHOWN)
    content = get_content(Version.objects.get(pk=version.pk))
    assert set(content["figures"]) == {"1"}
    figures.describe(figure=Figure.objects.get(number=1), actor=business.editor, at=AT, alt="Other", caption="")
    assert content_hash(get_content(Version.objects.get(pk=version.pk))) != content_hash(content)


def test_a_published_figure_is_public_and_stays(business, editor, version, client):
    add(editor, version)
    write(business, version, SHOWN)
    made = publish(business, version)
    url = reverse("register:figure", args=(made.organisation_slug, made.year, made.number, 1))
    page = bytes(Document.objects.get(publication=made, kind="html").body).decode()
    assert f'<img src="{url}" alt="A map with nine sites" width="60" height="40">' in page
    assert "Figure 1: Where we work" in page
    client.logout()
    served = client.get(url)
    assert served.status_code == 200
    assert served["Content-Type"] == "image/png"
    assert content_hash(made.content) == made.content_hash
    told = json.loads(bytes(Document.objects.get(publication=made, kind="json").body))
    assert told["figures"]["1"]["alt"] == "A map with nine sites"
    with pytest.raises(ActionRefused):
        figures.describe(figure=Figure.objects.get(), actor=business.editor, at=AT, alt="Other", caption="")
    assert (
        client.get(reverse("register:figure", args=(made.organisation_slug, made.year, made.number, 2))).status_code
        == 404
    )
    services_publish.withdraw(
        version=made.version, actor=business.people["administrator"], at=AT, reason="Wrong picture."
    )
    assert client.get(url).status_code == 404


def test_the_pdf_shows_figures_with_their_words_notes_and_boxes(business, editor, version):
    add(editor, version, is_logo="on")
    add(editor, version, file=SimpleUploadedFile("b.png", picture(size=(80, 50)), "image/png"), alt="A training room")
    write(
        business,
        version,
        '<p>Buyers <span class="footnote">Twenty of them.</span> came.</p><figure data-number="1"></figure>'
        "<aside><h3>One site</h3><p>Fees were paid back.</p></aside>",
    )
    made = publish(business, version)
    pdf_job.make_pdfs(made.pk, now=AT)
    body = bytes(Document.objects.get(publication=made, kind="pdf").body)
    with open_pdf(body) as whole:
        assert_ua(whole)
        alternatives = {str(one.Alt) for one in find_elements(whole.Root.StructTreeRoot.K, "/Figure")}
    assert {"A map with nine sites", "A training room"} <= alternatives
    said = " ".join(extract_text(body).split())
    for words in ("Figure 1: Where we work", "Twenty of them.", "One site", "Fees were paid back."):
        assert words in said


def test_a_pdf_gets_no_picture_but_those_that_came_with_it():
    shown = "<img src='https://example.org/a.png' alt='a'><img src='picture:x' alt='b'>"
    html = f"<html lang='en'><title>x</title>{shown}</html>"
    with pdf.render_errors() as heard:
        pdf.render_pdf(html, identifier=b"x")
    assert len(heard) == 2


def test_a_logo_is_no_figure_and_takes_no_number_of_one(editor, version):
    add(editor, version, is_logo="on")
    add(editor, version, file=SimpleUploadedFile("b.png", picture(size=(80, 50)), "image/png"))
    add(editor, version, file=SimpleUploadedFile("c.png", picture(size=(90, 50)), "image/png"), is_logo="on")
    added = version.statement.figures
    assert list(added.values_list("number", "is_logo")) == [(1, False), (FIRST_LOGO, False), (FIRST_LOGO + 1, True)]
    page = BeautifulSoup(editor.get(address(version, "figures")).text, "html.parser")
    items = {item["id"]: " ".join(item.get_text().split()) for item in page.select(".portal-item")}
    assert items["figure-1"].startswith("Figure 1 Its mark[figure 1]It is not in the text yet.")
    assert items[f"figure-{FIRST_LOGO + 1}"].startswith("Logo PlaceIt is your logo and appears on the cover.")
    assert "[figure" not in items[f"figure-{FIRST_LOGO + 1}"]


def test_an_earlier_year_takes_its_figures_along(business, editor, version):
    add(editor, version)
    add(editor, version, is_logo="on")
    write(business, version, SHOWN)
    made = publish(business, version)
    from datetime import date

    fresh = business.start(
        copy_from=Version.objects.get(pk=made.version_id),
        period_start=date(2026, 4, 1),
        period_end=date(2027, 3, 31),
    )
    assert [(one.number, one.is_logo) for one in fresh.statement.figures.all()] == [
        (1, False),
        (FIRST_LOGO, True),
    ]
    assert documents.get_page_context(made, presenters_figures.pdf_picture_name)["logo"]
    assert set(get_content(Version.objects.get(pk=fresh.pk))["figures"]) == {"1", str(FIRST_LOGO)}
