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


@pytest.mark.parametrize(("javascript", "width"), [(True, 360), (True, 1280), (False, 360)])
def test_a_statement_is_read_and_brought(visitor, sign_in, axe, javascript, width, tmp_path):
    business = make_business()
    version = business.start()
    page = visitor(javascript=javascript, width=width)
    wrong: list[str] = []

    def look(step: str) -> None:
        page.screenshot(path=tmp_path / f"{step}.png", full_page=True)
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
    page.get_by_role("link", name=re.compile("See it in the text.*approved by the right body")).click()
    expect(page.locator("mark", has_text="approved by the Board of Brackwater Foods plc").first).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Take the text over")).to_have_count(0)

    sign_in(page, business.editor)
    page.goto(reverse("existing:check"))
    page.get_by_label("Paste the text of the statement").fill(writers.as_text(ONE).decode())
    page.get_by_role("button", name="Check the statement").click()
    page.get_by_role("button", name=f"Take it over for {business.organisation.name}").click()
    expect(page.get_by_role("heading", name="Correct the split")).to_be_visible()
    look("split")
    page.get_by_label("As last year’s statement, published elsewhere").check(force=True)
    page.get_by_role("button", name="Save the text").click()
    expect(page.get_by_role("heading", name="Texts that you brought")).to_be_visible()
    look("kept")
    assert "apart" not in EarlierText.objects.get().texts["training"]

    page.get_by_role("link", name="Bring a statement that exists").click()
    look("bring")
    page.get_by_label("Paste the text of the statement").fill(writers.as_text(ONE).decode())
    page.get_by_role("button", name="Split the text").click()
    page.get_by_label(f"As the text of the draft for {version.statement.year}").check(force=True)
    page.get_by_role("button", name="Save the text").click()
    expect(page.get_by_text("The text is in the draft.")).to_be_visible()
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
