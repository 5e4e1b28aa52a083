"""A statement that exists: read without an account, then brought into a business, with and without JavaScript."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from compliance.statements.models import EarlierText, Section
from compliance.statements.text_checker import parse_file
from tests.compliance.statements.conftest import make_business
from tests.compliance.statements.text_checker import writers
from tests.compliance.statements.text_checker.rules.test_criteria import check_all
from tests.compliance.statements.text_checker.written import STATEMENTS

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
ONE = STATEMENTS[1]
MAX_SCREENS, SCREEN = 12, 900


@pytest.mark.main_story
@pytest.mark.parametrize(("javascript", "width"), [(True, 360), (True, 1280), (False, 360)])
def test_a_statement_is_read_and_brought(visitor, sign_in, axe, javascript, width, tmp_path):
    business = make_business()
    version = business.start()
    page = visitor(javascript=javascript, width=width)
    wrong: list[str] = []

    def look(step: str) -> None:
        if javascript:
            wrong.extend(f"{step}: {line}" for line in axe(page))
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{step}: wider than the screen")

    page.goto(reverse("existing:check"))
    look("ask")
    page.get_by_role("button", name="Check the statement").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look("refused")
    page.locator("input[type=file]").set_input_files(_file(tmp_path))
    page.get_by_role("button", name="Check the statement").click()
    expect(page.get_by_role("heading", name="What the statement covers")).to_be_visible()
    look("result")
    assert page.evaluate("document.documentElement.scrollHeight") <= MAX_SCREENS * SCREEN
    page.get_by_role("link", name=re.compile("See it in the text.*approved by the right body")).click()
    expect(page.locator("mark", has_text="approved by the Board of Brackwater Foods plc").first).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Use this text")).to_have_count(0)

    sign_in(page, business.editor)
    page.goto(reverse("existing:check"))
    page.get_by_label("Paste the text of the statement").fill(writers.as_text(ONE).decode())
    page.get_by_role("button", name="Check the statement").click()
    page.get_by_role("button", name=f"Use it for {business.organisation.name}").click()
    expect(page.get_by_role("heading", name="Check how we divided your statement")).to_be_visible()
    look("split")
    page.get_by_label("As last year’s statement, beside each section").check(force=True)
    page.get_by_role("button", name="Save the text").click()
    expect(page.get_by_role("heading", name="Uploaded statements")).to_be_visible()
    look("kept")
    assert "apart" not in EarlierText.objects.get().texts["training"]

    page.get_by_role("link", name="Upload an existing statement").click()
    look("bring")
    page.get_by_label("Paste the text of the statement").fill(writers.as_text(ONE).decode())
    page.get_by_role("button", name="Divide the text into parts").click()
    page.get_by_label(f"As the text of the draft for {version.statement.year}").check(force=True)
    page.get_by_role("button", name="Save the text").click()
    expect(page.get_by_text("The text is in the draft")).to_be_visible()
    assert "e-learning" in Section.objects.get(version=version, code="training").answers["narrative_training"]
    page.goto(reverse("statements:section", args=[business.organisation.slug, version.statement.year, "training"]))
    page.locator("#last-year summary").click()
    expect(page.get_by_text("Published elsewhere, for 1 April 2024 to 31 March 2025")).to_be_visible()
    look("beside")
    assert not wrong, "\n".join(wrong)


def _file(folder: Path) -> Path:
    file = folder / "statement.pdf"
    file.write_bytes(writers.by_weasyprint(ONE))
    return file


def test_statements_printed_by_a_browser(browser):
    check_all({one.company: parse_file.read(writers.by_chromium(browser, one)) for one in STATEMENTS})


LONG = "\n\n".join(writers.as_text(one).decode() for one in STATEMENTS)
# In which hardly anything is found, so that nearly every question stands open.
BARE = "Our statement\n\nWe sell tea, and our staff are paid on time.\n\nWe hope to do more for people one day."


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("text", [LONG, BARE], ids=["long", "bare"])
def test_a_result_takes_twelve_screens_at_most(visitor, javascript, width, text, tmp_path):
    """With its evidence folded as it comes: a hundred thousand characters, and more sentences than anyone writes."""
    page = visitor(javascript=javascript, width=width)
    page.goto(reverse("existing:check"))
    file = tmp_path / "statement.txt"
    file.write_text(text, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Check the statement").click()
    expect(page.get_by_role("heading", name="What the statement covers")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= MAX_SCREENS * SCREEN
    page.locator("#law_homepage_link a[href='#source-1']").click()
    expect(page.locator("#source-1")).to_be_in_viewport()


def test_the_long_statement_is_long():
    assert len(LONG) > 100_000
