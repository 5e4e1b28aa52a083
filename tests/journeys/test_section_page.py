"""The pages on which a statement is written: short before anything is opened, and an editor that shows formatting.

See docs/requirements/experience.md#section-page.
"""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from compliance.statements.choices import SectionCode
from compliance.statements.models import Section, Version
from compliance.statements.publication import documents
from compliance.statements.rules.richtext import to_html
from compliance.statements.signoff.services import review
from portal.core import pdf
from tests.compliance.statements.conftest import AT, Business, make_business
from tests.compliance.statements.test_whole_way import publish
from tests.compliance.statements.word.round_trip import exported, opened
from tests.factories.accounts import sign_in
from tests.journeys.person import Person
from tests.journeys.rich_text import PASTE
from tests.support.pdfs import extract_text

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

MAX_HEIGHT = 2_000
PARAGRAPH = "In the year we visited 14 suppliers in Spain, and wrote down what we saw and what we could not see. "
LONG = "\n\n".join(
    ["## What we did", *[PARAGRAPH * 4] * 12, "- one\n- two\n- three", "| Country | Sites |\n| Spain | 4 |"]
)
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head>
<body><!--StartFragment--><h1>Our <b>policies</b><o:p></o:p></h1>
<p class=MsoNormal>We have <b>three</b> of <i>them</i>, <del>two</del><ins>three</ins> since May.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span></span><![endif]>Code of
conduct<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span></span><![endif]>Supplier
code</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><![if !supportLists]><span><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span></span><![endif]>Ask</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span><span
style='mso-list:Ignore'>2.<span>&nbsp; </span></span></span><![endif]>Check</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Country</b></p></td><td><p>Sites</p></td></tr>
<tr><td><p class=MsoNormal>Spain</p></td><td><p>4 | 5</p></td></tr></table><!--EndFragment--></body></html>"""
PASTED = (
    "<h2>Our <strong>policies</strong></h2>\n<p>We have <strong>three</strong> of <em>them</em>, three since May.</p>\n"
    "<ul><li>Code of conduct</li><li>Supplier code</li></ul>\n<ol><li>Ask</li><li>Check</li></ol>\n"
    '<table><thead><tr><th scope="col"><strong>Country</strong></th><th scope="col">Sites</th></tr></thead>'
    "<tbody><tr><td>Spain</td><td>4 | 5</td></tr></tbody></table>"
)

BULLETS, STEPS = ["Code of conduct", "Supplier code"], ["Ask", "Check"]
CELLS, TRACKED = [["Country", "Sites"], ["Spain", "4 | 5"]], "We have three of them, three since May."


@pytest.fixture
def business() -> Business:
    return make_business()


@pytest.fixture
def opens(business, visitor, live_server):
    def opened(**options) -> Page:
        page = visitor(**options)
        cookie = sign_in(Client(), business.editor, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return opened


def address(business: Business, code: str) -> str:
    return reverse("statements:section", args=[business.organisation.slug, 2026, code])


def fill(code: str, marks: str) -> None:
    section = Section.objects.get(code=code)
    Section.objects.filter(pk=section.pk).update(answers=section.answers | {f"narrative_{code}": to_html(marks)})


@pytest.mark.parametrize("is_filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_twelve_pages_are_short_before_anything_is_opened(business, opens, is_filled, javascript):
    if is_filled:
        business.written()
        for code in (SectionCode.INTRO, *[code for code in SectionCode if f"narrative_{code}"][4:10]):
            fill(code, LONG)
    else:
        business.start()
    page = opens(javascript=javascript)
    heights = {}
    for code in SectionCode:
        page.goto(address(business, code))
        heights[str(code)] = page.evaluate("() => document.documentElement.scrollHeight")
    assert len(heights) == 12
    assert max(heights.values()) <= MAX_HEIGHT, heights


def test_text_comes_out_of_the_editor_as_it_went_in(business, opens):
    business.start()
    marks = (
        "## What we did\n\n### In Spain\n\nWe *visited* **14** [sites](https://example.com/a).\n"
        "A line\\* of its own.^[A note]"
        "\n\n- one\n- two\n\n1. first\n2. second\n\n> They\n> said so\n\n| A | B |\n| 1 | 2 \\| 3 |\n\n[figure 1]\n\n"
        "::: Olives\nWhat we saw.\n:::\n\n1\\. is no list"
    )
    html = to_html(marks)
    fill("policies", marks)
    page = opens()
    page.goto(address(business, "policies"))
    editor = page.get_by_role("textbox", name="Policies").first
    expect(editor).to_be_visible()
    editor.press("Control+End")
    editor.press_sequentially("!")
    page.get_by_role("button", name="Save and return to the list").click()
    expect(page.locator("h1")).to_contain_text("Statement for 2026")
    assert Section.objects.get(code="policies").answers["narrative_policies"] == html.replace("no list", "no list!")


def test_word_lists_and_tables_are_pasted_as_what_they_are(business, opens):
    business.start()
    page = opens()
    page.goto(address(business, "policies"))
    page.evaluate(PASTE, [".portal-editor__text", WORD])
    page.get_by_role("button", name="Save and return to the list").click()
    expect(page.locator("h1")).to_contain_text("Statement for 2026")
    assert Section.objects.get(code="policies").answers["narrative_policies"] == PASTED


def test_a_text_pasted_from_word_comes_out_of_every_form_as_it_went_in(business, opens, client):
    """Headings, both kinds of lists, the table, bold and italics, and of tracked text what it says now."""
    version = business.written()
    fill("policies", "")
    page = opens()
    page.goto(address(business, "policies"))
    page.evaluate(PASTE, [".portal-editor__text", WORD])
    page.get_by_role("button", name="Save and return to the list").click()
    expect(page.locator("h1")).to_contain_text("Statement for 2026")

    document = opened(exported(sign_in(client, business.editor), version))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert [styles[line] for line in BULLETS] == ["List Bullet"] * 2
    assert [styles[line] for line in STEPS] == ["List Number"] * 2
    assert styles["Our policies"].startswith("Heading")
    assert styles[TRACKED] == "Normal"
    assert CELLS in [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]

    published = publish(business, sign_off(business, version))
    assert documents.get_data(published)["answers"]["narrative_policies"] == PASTED
    html = BeautifulSoup(documents.render_html(published), "html.parser").find(id="policies")
    assert [item.text for item in html.select(".narrative ul > li")] == BULLETS
    assert [item.text for item in html.select(".narrative ol > li")] == STEPS
    assert [[cell.text for cell in row.select("th, td")] for row in html.select(".narrative tr")] == CELLS
    assert [(tag.name, tag.text) for tag in html.select(".narrative p :is(strong, em)")] == [
        ("strong", "three"),
        ("em", "them"),
    ]
    lines = extract_text(pdf.render_pdf(documents.render_pdf_source(published), identifier=b"0" * 16)).splitlines()
    for words in ("Our policies", TRACKED, *BULLETS, *STEPS, "Country", "4 | 5"):
        # How wide a space is read from a PDF is the reader's guess.
        assert any("".join(words.split()) in "".join(line.split()) for line in lines), words
    assert "two three" not in " ".join(lines)


def sign_off(business: Business, version: Version) -> Version:
    review.send_for_review(version=version, actor=business.editor, at=AT)
    version = review.mark_ready(version=Version.objects.get(pk=version.pk), actor=business.approver, at=AT)
    business.approve(version)
    business.sign(Version.objects.get(pk=version.pk))
    return Version.objects.get(pk=version.pk)


def test_the_toolbar_is_worked_by_keyboard(business, opens, axe):
    business.start()
    page = opens()
    page.goto(address(business, "policies"))
    editor = page.locator(".portal-editor__text")
    editor.focus()
    page.keyboard.type("- Code of conduct")
    page.keyboard.press("Enter")
    page.keyboard.type("Supplier code")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Owners")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Heading", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Heading", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(editor).to_be_focused()
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()
    assert not axe(page)
    page.get_by_role("button", name="Save and return to the list").click()
    expect(page.locator("h1")).to_contain_text("Statement for 2026")
    html = "<ul><li>Code of conduct</li><li>Supplier code</li></ul>\n<h2>Owners</h2>"
    assert Section.objects.get(code="policies").answers["narrative_policies"] == html


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_suggestions_count_once_they_are_confirmed(business, opens, javascript):
    business.start()
    fill("training", "All 40 buyers completed the training course, which covers how to spot the signs.")
    person = Person(opens(javascript=javascript))
    person.open(address(business, "training"))
    person.press("Save and return to the list")
    assert "disclosures" not in Section.objects.get(code="training").answers
    person.open(address(business, "training"))
    person.page.get_by_text(re.compile("suggestions to confirm")).click()
    person.sees("Suggested because of: “All 40 buyers completed the training course")
    person.choose("I have read the suggestions, and they are right")
    person.press("Save the checklist and the text")
    statuses = {
        code: item["status"] for code, item in Section.objects.get(code="training").answers["disclosures"].items()
    }
    assert statuses == {"trn1_who": "covered", "trn1_content": "covered", "trn1_numbers": "covered"}
    expect(person.page.locator("#checklist")).not_to_contain_text("Suggested because of")
