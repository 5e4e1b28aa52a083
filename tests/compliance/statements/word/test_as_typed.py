"""Lists, a table, tracked text and an amount out of a Word document come out of every form as they went in."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from compliance.statements.models import Section, Version
from compliance.statements.publication import documents
from compliance.statements.publication.services.publish import publish
from compliance.statements.signoff.services import review
from portal.core import pdf
from tests.compliance.statements.conftest import AT
from tests.compliance.statements.word.round_trip import below, came_back, decide, exported, opened, part_of, saved
from tests.factories.accounts import sign_in
from tests.support.pdfs import extract_text

BULLETS = ["Buyers had two hours.", "Managers had a day."]
STEPS = ["Read the code.", "Sign it.", "Ask."]
CELLS = [["Site", "Spent"], ["Leeds & York", "£48,000,000"]]
TRACKED = "We aim to train everyone."


def write_into(document: Document) -> None:
    place = below(document, "Training")
    for style, lines in (("List Bullet", BULLETS), ("List Number", STEPS)):
        for line in lines:
            place.insert_paragraph_before(line, style=style)
    table = document.add_table(rows=0, cols=2)
    for line in CELLS:
        for cell, words in zip(table.add_row().cells, line, strict=True):
            cell.text = words
    place._p.addprevious(table._tbl)
    by = 'w:id="900" w:author="A. Lawyer" w:date="2026-05-01T10:00:00Z"'
    run = "<w:r><w:{0} xml:space='preserve'>{1}</w:{0}></w:r>"
    place._p.addprevious(
        parse_xml(
            f"<w:p {nsdecls('w')}>{run.format('t', 'We ')}<w:del {by}>{run.format('delText', 'promise')}</w:del>"
            f"<w:ins {by}>{run.format('t', 'aim')}</w:ins>{run.format('t', ' to train everyone.')}</w:p>"
        )
    )


def get_shape(html: str) -> tuple[list[str], list[str], list[list[str]], bool]:
    """Return the items of lists, the cells of the table, and whether the tracked sentence is a paragraph."""
    soup = BeautifulSoup(html, "html.parser")
    bullets = [item.get_text() for item in soup.select("ul > li") if item.get_text() in BULLETS]
    steps = [item.get_text() for item in soup.select("ol > li") if item.get_text() in STEPS]
    table = next(table for table in soup.select("table") if CELLS[0][1] in table.get_text())
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tr")]
    return bullets, steps, rows, TRACKED in [paragraph.get_text() for paragraph in soup.select("p")]


@pytest.mark.django_db
def test_a_text_out_of_word_comes_out_of_every_form_as_it_went_in(business, client):
    version = business.written()
    sign_in(client, business.editor)
    document = opened(exported(client, version))
    write_into(document)
    returned = came_back(client, version, saved(document))
    assert decide(client, part_of(returned, "training")).status_code == 303
    expected = (BULLETS, STEPS, CELLS, True)
    assert get_shape(Section.objects.get(version=version, code="training").answers["narrative_training"]) == expected

    again = opened(exported(client, version))
    styles = {paragraph.text: paragraph.style.name for paragraph in again.paragraphs}
    assert {styles[line] for line in BULLETS} == {"List Bullet"}
    assert {styles[line] for line in STEPS} == {"List Number"}
    assert styles[TRACKED] == "Normal"
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in again.tables]
    assert CELLS in tables

    Section.objects.filter(version=version).update(is_complete=True)
    version = Version.objects.get(pk=version.pk)
    review.send_for_review(version=version, actor=business.editor, at=AT)
    version = review.mark_ready(version=version, actor=business.approver, at=AT)
    business.approve(version)
    version.refresh_from_db()
    business.sign(version)
    publication = publish(version=version, actor=business.people["administrator"], at=AT)

    html = documents.render_html(publication).decode()
    assert get_shape(html) == expected
    assert get_shape(documents.get_data(publication)["answers"]["narrative_training"]) == expected
    assert '<span class="portal-amount">£48,000,000</span>' in html
    lines = extract_text(pdf.render_pdf(documents.render_pdf_source(publication), identifier=b"0" * 16)).splitlines()
    text = "\n".join(lines)
    for line in (*BULLETS, *STEPS, TRACKED, "£48,000,000", "Leeds & York"):
        assert any(line in shown for shown in lines), (line, text)
    assert "promise" not in text


def test_a_document_made_in_the_test_is_one_that_word_opens():
    document = Document()
    document.add_heading("Training", level=1)
    document.add_paragraph("Nobody was trained.")
    write_into(document)
    out = BytesIO()
    document.save(out)
    assert [paragraph.text for paragraph in Document(out).paragraphs][1:6] == [*BULLETS, *STEPS]
