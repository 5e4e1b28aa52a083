"""AV: texts made to take long, where somebody reads them by a pattern or draws them."""

import pytest
from django.test import Client
from django.utils import timezone

from compliance.statements.choices import RenderState
from compliance.statements.models import Document, Render, Section
from compliance.statements.publication import pdf_job
from tests.attacks.answered_requests import ask
from tests.attacks.test_in_words import published_as
from tests.compliance.statements.editor.test_views import section_data

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_av02_a_text_of_3_mb_in_the_journey_loses_nothing(reporter):
    reporter.begins()
    reporter.answers(r3={"account": "They work all night."})
    page = reporter.sends("/r/3", 422, account="x" * 3 * 1024 * 1024)
    assert "15,000 characters" in page or "15000 characters" in page
    assert "They work all night." in reporter.opens("/r/6") or "They work all night." in reporter.opens("/r/3")
    assert reporter.client.post("/r/3", {"account": "x" * 6 * 1024 * 1024}).status_code == 413


def test_av07_a_statement_of_5_000_blocks_is_drawn_or_said_to_be_too_long(business):
    """By the worker, which goes on; the page and its data are there in any case."""
    made = published_as(business, "".join(f"<p>Block {number} of many.</p>" for number in range(5_000)))
    is_made = pdf_job.make_pdfs(made.pk, now=timezone.now())
    row = Render.objects.get(publication=made)
    if is_made:
        assert Document.objects.filter(publication=made, kind="pdf").exists()
    else:
        assert "pages" in row.problem or "seconds" in row.problem
        assert row.state in {RenderState.WAITING, RenderState.NEEDS_ATTENTION}
    where = f"/statements/{made.organisation_slug}/{made.year}"
    page = Client().get(f"{where}/")
    assert page.status_code == 200 and "Block 4999 of many." in page.text
    assert Client().get(f"{where}.json").status_code == 200


# What a pattern does is done in C, where no step of it can be counted, so it is held by the limit of a test alone: that
# ends a pattern whose work doubles with each letter, or grows with the cube of the text, on any machine. One that tries
# each beginning again takes 1 to 8 seconds over 50,000 letters and is let pass.
SLOW = {
    "at signs": "@" * 50_000,
    "an address without an end": "a" * 50_000 + "@",
    "labels": "a@" + "a." * 20_000,
    "hyphens": "a@" + "-" * 40_000 + ".example",
    "quoted": '"' + "\\\\" * 20_000 + "@x.example",
    "spaces": " " * 50_000 + "x",
    "digits": "1" * 50_000 + "x",
    "postcode": "SW1A" + " " * 30_000 + "1AA",
    "letters and numbers,": "A1" * 25_000,
    "brackets": "[" * 20_000 + "](" * 10_000,
    "stars": "*a" * 20_000,
    "lines": "\n" * 50_000,
    "table": "|" * 20_000 + "\n|" + "-" * 20_000,
    "web address": "http://" + "a" * 30_000 + "/" + "?" * 10_000,
    "times": "1:" * 20_000,
    "company numbers": "SC" * 20_000 + "0" * 10_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_av08_no_pattern_takes_long_over_a_text_made_for_it(business, visit, to, reporter, name):
    """In every field that is looked at by its form: addresses, postcodes, numbers, dates, and marks of a rich text."""
    text = SLOW[name]
    reporter.begins()
    reporter.answers(r5={"identity_mode": "confidential"})
    stranger, owner, editor = Client(), visit("administrator"), visit("editor")
    asked = [
        (stranger, "/accounts/login/", {"login": text, "password": "x"}),
        (stranger, "/accounts/signup/", {"email": text, "first_name": text, "last_name": text, "password1": text}),
        (stranger, "/accounts/password/reset/", {"email": text}),
        (owner, to("organisations:invite"), {"email": text, "role": "editor"}),
        (owner, to("organisations:details"), {"name": text, "company_number": text, "address": text}),
        (owner, to("organisations:year"), {"website": text, "year_end_on_day": text}),
        (owner, "/organisations/join/", {"company_number": text}),
        (editor, to("suppliers:add"), {"name": text, "contact_email": text, "company_number": text, "website": text}),
        (reporter.client, "/r/4", {"postcode": text, "town": text, "local_authority": text, "url": text}),
        (reporter.client, "/r/8", {"email": text, "phone": text, "contact_method": "email", "safe_times": text}),
        (reporter.client, "/r/return/", {"code": text}),
    ]
    for client, url, sent in asked:
        response, _ = ask(client, "post", url, data=sent)
        assert response.status_code in {200, 302, 303, 404, 422, 429}, f"{url}: {response.status_code}"
    business.start()
    address = to("statements:section", section="risk")
    editor.post(address, section_data(narrative_risk=text[:40_000]))
    assert Section.objects.get(code="risk").version_id
