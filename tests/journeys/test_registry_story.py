"""Typing a group's statement over to the government registry: what there is to copy, to tick and to type."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.compliance.statements.conftest import make_business
from tests.compliance.statements.registry.rules.test_export import FORTY
from tests.factories.signed import content_of, signed_version
from tests.factories.statements import PublicationFactory
from tests.journeys.page_checks import Looker

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
# Seconds for one: changing windows twice, and searching where it is an organisation; choosing; typing a date.
COPY, CHOOSE, DATE = 12, 4, 8
MAX_SECONDS = 15 * 60


def test_a_group_of_forty_is_typed_over_in_a_quarter_of_an_hour(visitor, axe, live_server):
    business = make_business()
    version = signed_version(organisation=business.organisation)
    content = content_of(version)
    group = {"is_group": True, "group_members": FORTY}
    PublicationFactory(version=version, content=content | {"answers": content["answers"] | group})
    looker = Looker(visitor(permissions=["clipboard-read", "clipboard-write"]), axe, base=live_server.url,
                    widths=(360, 1280))  # fmt: skip
    looker.becomes(business.people["viewer"])
    looker.opens(
        reverse("statements:registry_answers", args=(business.organisation.slug, version.statement.year)),
        "Answers for the government registry",
    )
    page = looker.page
    copies = page.locator("main").get_by_role("button", name="Copy")
    for place in range(copies.count()):
        button = copies.nth(place)
        button.click()
        copied = page.evaluate("() => navigator.clipboard.readText()")
        expect(page.locator(f"#{button.get_attribute('data-copy-text')}")).to_have_text(copied)
        expect(page.locator("#copy-status")).to_contain_text("Copied: ")
    shapes = page.locator("main dd")
    chosen = shapes.filter(has_text="Choose").count() + shapes.filter(has_text="Tick").locator("li").count()
    dates = shapes.filter(has_text="Type the date").count()
    assert copies.count() >= 40 and dates == 2
    assert copies.count() * COPY + chosen * CHOOSE + dates * DATE <= MAX_SECONDS
    assert not looker.wrong, "\n".join(looker.wrong)
