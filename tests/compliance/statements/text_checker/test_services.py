"""Taking a statement's text over: split, corrected, and saved as last year's or into a draft."""

import pytest
from django.urls import reverse

from compliance.statements.choices import SectionCode
from compliance.statements.models import EarlierText, Section
from compliance.statements.text_checker import services as taking
from compliance.statements.text_checker.rules.dehyphenate import from_text
from compliance.statements.text_checker.rules.split_sections import split
from portal.core.exceptions import ActionRefused
from portal.history.event_labels import get_entry_sentence
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT
from tests.compliance.statements.text_checker.rules.test_split_sections import CHAPTERS
from tests.compliance.statements.text_checker.writers import as_text
from tests.compliance.statements.text_checker.written import STATEMENTS

pytestmark = pytest.mark.django_db
WORDS = as_text(STATEMENTS[0]).decode()
LAST = {
    "period_start_day": 1, "period_start_month": 4, "period_start_year": 2024,
    "period_end_day": 31, "period_end_month": 3, "period_end_year": 2025,
}  # fmt: skip


def address(business):
    return reverse("statements:take_over", args=[business.organisation.slug])


def corrected(**changes):
    return {"split": "1", "into": "last_year", "existing": "keep", "risk": "We looked at cotton.", **LAST} | changes


def test_the_whole_way_to_last_years_statement(business, visit):
    version = business.start()
    client = visit("editor")
    page = client.post(address(business), {"text": WORDS})
    body = page.content.decode()
    assert page.status_code == 200 and "Check how we divided your statement" in body and "Global Slavery Index" in body
    assert not EarlierText.objects.exists()
    answer = client.post(address(business), corrected(statement_url="https://larkmere.example/statement"))
    assert answer.status_code == 303
    earlier = EarlierText.objects.get()
    assert (earlier.year, earlier.texts) == (2025, {"risk": "<p>We looked at cotton.</p>"})
    assert "Uploaded statements" in client.get(answer["Location"]).content.decode()
    beside = client.get(
        reverse("statements:section", args=[business.organisation.slug, version.statement.year, "risk"])
    ).content.decode()
    assert "We looked at cotton." in beside and "1 April 2024 to 31 March 2025" in beside
    line = Entry.objects.get(action="statements.earlier.taken_over")
    assert line.detail["year"] == 2025 and "cotton" not in str(line.detail)


def test_the_whole_way_into_a_draft(business, visit):
    version = business.start()
    client = visit("editor")
    answer = client.post(address(business), corrected(into=str(version.uuid), training="We trained *all* buyers."))
    assert answer.status_code == 303
    said = {one.code: one.answers.get(f"narrative_{one.code}") for one in Section.objects.filter(version=version)}
    assert (
        said["risk"] == "<p>We looked at cotton.</p>" and said["training"] == "<p>We trained <em>all</em> buyers.</p>"
    )
    assert not said["policies"]
    assert Entry.objects.filter(action="statements.version.text_taken_over").count() == 1
    assert Entry.objects.filter(action="statements.section.saved").count() == 2


@pytest.mark.parametrize(
    ("existing", "said", "kept"),
    [
        ("keep", "<p>Ours.</p>", ["risk"]),
        ("below", "<p>Ours.</p><p>Brought.</p>", []),
        ("replace", "<p>Brought.</p>", []),
    ],
)
def test_text_that_is_there_is_never_lost_silently(business, existing, said, kept):
    version = business.start()
    risk = Section.objects.get(version=version, code=SectionCode.RISK)
    Section.objects.filter(pk=risk.pk).update(answers={"narrative_risk": "<p>Ours.</p>"})
    told = taking.import_into_draft(
        version=version, texts={"risk": "Brought."}, existing=existing, actor=business.editor, at=AT
    )
    risk.refresh_from_db()
    assert (risk.answers["narrative_risk"].replace("\n", ""), told) == (said, kept)


def test_a_year_taken_over_before_is_replaced_only_when_asked(business, visit):
    client = visit("editor")
    client.post(address(business), corrected())
    again = client.post(address(business), corrected(risk="Other words."))
    assert again.status_code == 422 and "is already here" in again.content.decode()
    assert "Other words." in again.content.decode()
    assert client.post(address(business), corrected(risk="Other words.", existing="replace")).status_code == 303
    assert EarlierText.objects.get().texts == {"risk": "<p>Other words.</p>"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"into": ""}, "Select what you want to use the text for"),
        ({"into": "no-such-draft"}, "Select what you want to use the text for"),
        ({"period_end_year": ""}, "must include a year"),
        ({"period_start_year": 2026, "period_end_year": 2020}, "There is a problem"),
        ({"risk": " "}, "There is no text in any part"),
        ({"statement_url": "not an address"}, "There is a problem"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(business, visit, changes, message):
    answer = visit("editor").post(
        address(business), corrected(policies="Our code.") | changes | ({"policies": ""} if changes.get("risk") else {})
    )
    assert answer.status_code == 422 and message in answer.content.decode()
    assert not EarlierText.objects.exists()


def test_a_frozen_draft_takes_no_text(business):
    version = business.ready()
    with pytest.raises(ActionRefused):
        taking.import_into_draft(version=version, texts={"risk": "x"}, existing="keep", actor=business.editor, at=AT)


def test_empty_parts_are_named(business, visit):
    body = visit("editor").post(address(business), {"text": "We trained all buyers on modern slavery this year. " * 4})
    assert "We found no text for:" in body.content.decode()


def test_the_page_of_the_check_offers_it_to_those_who_may(business, visit):
    given = {"text": WORDS}
    for role, is_offered in (("editor", True), ("approver", False)):
        body = visit(role).post("/check-a-statement/", given).content.decode()
        assert (address(business) in body) == is_offered


def test_a_text_that_was_brought_is_taken_away_after_a_question(business, visit):
    client = visit("editor")
    client.post(address(business), corrected())
    listed = reverse("statements:list", args=[business.organisation.slug])
    earlier = EarlierText.objects.get()
    page = reverse("statements:earlier_text_remove", args=[business.organisation.slug, earlier.uuid])
    assert page in client.get(listed).content.decode()
    assert "Remove the text that you uploaded for 2025?" in client.get(page).content.decode()
    assert EarlierText.objects.exists()
    assert visit("approver").post(page).status_code == 403
    assert client.post(page).url == listed
    assert not EarlierText.objects.exists()
    line = Entry.objects.get(action="statements.earlier.removed")
    assert get_entry_sentence(line).endswith("removed the text of the statement for 2025")
    assert client.post(page).status_code == 404


def test_such_a_heading_becomes_a_section_of_the_organisations_own(business, visit):
    version = business.start()
    client = visit("editor")
    page = client.post(address(business), {"text": CHAPTERS}).content.decode()
    assert "Headings that fit no area" in page and 'value="Shipping routes"' in page
    texts = split(from_text(CHAPTERS))
    answer = client.post(
        address(business),
        {"split": "1", "into": str(version.uuid), "existing": "keep", "own": ["Shipping routes"]} | texts,
    )
    assert answer.status_code == 303
    section = Section.objects.get(version=version, code="extra_1")
    part = next(code for code, text in texts.items() if "## Shipping routes" in text)
    assert (section.heading, section.after) == ("Shipping routes", part)
    assert section.answers == {
        "narrative_extra_1": "<p>Most of our tea comes by sea.</p>\n<p>Ships call at two ports.</p>"
    }
    areas = Section.objects.filter(version=version).exclude(code="extra_1").values_list("answers", flat=True)
    assert not any("by sea" in str(answers) for answers in areas)


def test_a_heading_that_is_no_longer_in_the_text_is_not_taken(business, visit):
    version = business.start()
    given = corrected(into=str(version.uuid), own=["Shipping routes"], risk="## Ports\n\nTwo of them.")
    answer = visit("editor").post(address(business), given)
    assert answer.status_code == 422
    assert "Select headings that are in the text" in answer.content.decode()
    assert not Section.objects.filter(code="extra_1").exists()
