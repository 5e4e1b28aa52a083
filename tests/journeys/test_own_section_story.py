"""An editor adds a section of the organisation's own, writes and moves it; a stranger reads it."""

import re

import pytest
from django.conf import settings
from django.test import Client

from compliance.statements.models import Document, Version
from compliance.statements.publication import pdf_job
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT, make_business
from tests.factories.accounts import sign_in
from tests.journeys.person import Person
from tests.support.pdfs import extract_text

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

HEADING = "Modern slavery in our shipping routes"


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (1280, True)])
def test_a_section_of_its_own_goes_from_the_first_word_to_the_pdf(visitor, live_server, axe, width, javascript):
    business = make_business()
    version = business.written()
    looked: list[str] = []

    def look(page) -> None:
        looked.extend(f"{page.url}: {finding}" for finding in (axe(page) if javascript else ()))
        if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
            looked.append(f"{page.url} scrolls sideways")

    page = visitor(width=width, javascript=javascript)
    cookie = sign_in(Client(), business.editor, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    editor = Person(page, on_page=look)
    home = f"/o/{business.organisation.slug}/statements/{version.statement.year}/"

    editor.open(home)
    editor.follow("Add your own section, or change the order")
    editor.press("Add the section and write it")
    editor.sees("Enter the heading of the section")
    editor.write("Heading", HEADING)
    editor.choose("At the end")
    editor.press("Add the section and write it")
    editor.heading(HEADING)
    editor.write(
        "The text of this section",
        "Most of our tea comes by sea.\n\n| Route | Ships |\n| Colombo to Felixstowe | 14 |\n\n"
        "We asked six ship owners who pays the crew.^[Two did not answer.]",
    )
    editor.choose("Yes, I have completed it")
    editor.press("Save and return to the list")
    editor.sees(HEADING)

    # A second one, which is called something else, taken out, and put back.
    editor.follow("Add your own section, or change the order")
    editor.write("Heading", "Ports")
    editor.choose("After “Training”")
    editor.press("Add the section and write it")
    editor.write("The text of this section", "We visited two ports.")
    editor.choose("Yes, I have completed it")
    editor.press("Save and return to the list")
    editor.follow("Add your own section, or change the order")
    editor.follow(re.compile("Heading and position.*Ports"))
    editor.write("Heading", "Our ports")
    editor.press("Save", exact=True)
    editor.follow(re.compile("Remove the section.*Our ports"))
    editor.press("Remove the section")
    editor.sees("you can restore it")
    editor.press(re.compile("Restore.*Our ports"))

    # Up past the last area.
    editor.press(re.compile(f"Move up.*{HEADING}"))
    rows = page.locator("ol.portal-order li .portal-order__name").all_inner_texts()
    assert rows.index(HEADING) == len(rows) - 2
    assert rows.index("Our ports") < rows.index(HEADING)

    current = Version.objects.get(pk=version.pk)
    review.send_for_review(version=current, actor=business.editor, at=AT)
    ready = review.mark_ready(version=Version.objects.get(pk=version.pk), actor=business.approver, at=AT)
    business.approve(ready)
    business.sign(Version.objects.get(pk=version.pk))
    public = services_publish.publish(
        version=Version.objects.get(pk=version.pk), actor=business.people["administrator"], at=AT
    )
    pdf_job.make_pdfs(public.pk, now=AT)

    reader = Person(visitor(width=width, javascript=javascript), on_page=look)
    reader.open(f"/statements/{public.organisation_slug}/{public.year}/")
    reader.page.locator("nav.portal-contents").get_by_role("link", name=HEADING).click()
    assert reader.page.url.endswith("#extra_1")
    assert reader.page.locator("#extra_1 h2").first.inner_text() == HEADING
    reader.sees("We asked six ship owners who pays the crew.")
    body = bytes(Document.objects.get(publication=public, kind="pdf").body)
    words = extract_text(body)
    assert words.index("Our ports") < words.index(HEADING)
    assert "We asked six ship owners" in words
    assert not looked
