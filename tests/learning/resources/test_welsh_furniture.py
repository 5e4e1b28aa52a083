"""What stands around the words of a page of guidance: on a Welsh page all of it is Welsh (decision record 9)."""

import re
from datetime import date
from html import unescape

import pytest
from django.conf import settings as configured
from wagtail.models import Locale
from wagtail.rich_text import RichText

from learning.base.choices import Weight
from learning.resources.choices import Audience, Topic
from learning.resources.models import GuidancePage
from tests.factories.guidance import guidance_page, source

pytestmark = pytest.mark.django_db
# Alike in both: names and numbers, and the names of documents.
SAME = {
    *(configured.PORTAL_NAME, configured.HELPLINE_NUMBER, f"{configured.HELPLINE_NAME}:", "English", "Cymraeg"),
    "Modern Slavery Act 2015",
}
MARKED = re.compile(r'<(\w+)[^>]*\slang="en"[^>]*>.*?</\1>', re.DOTALL)


def body(said, related):
    """Every block that has words of its own, with the words of an editor in one language."""
    rich = RichText(f"<p>{said} part [1]</p>")
    cards = [
        ("care_card", {"kind": kind, "heading": f"{said} {kind}", "text": rich}) for kind in ("emergency", "urgent")
    ]
    return [
        ("area", {"area": "risk"}),
        ("text", RichText("".join(f"<h2>{said} heading {number}</h2><p>{said} words [1]</p>" for number in range(4)))),
        ("steps", {"heading": f"{said} steps", "steps": [rich]}),
        ("do_and_dont", {"heading": "", "do": [f"{said} do"], "dont": [f"{said} do not"]}),
        *cards,
        ("example", {"heading": f"{said} example", "text": rich}),
        ("related", [related]),
    ]


def lines(html):
    """What is read of a page, a text a line, attributes that are read out among them."""
    html = re.sub(r"<(script|style)\b.*?</\1>", "", MARKED.sub("", html), flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|alt)="([^"]*)"', html)
    said = {" ".join(unescape(line).split()) for line in [*re.split(r"<[^>]*>", html), *spoken]}
    return {line for line in said if re.search(r"[^\W\d_]{2}", line)}


@pytest.fixture
def both(settings):
    """Makes a page in English, and its translation; gives what each of them says."""
    settings.LANGUAGE_REVIEWS = {"cy": ("Mair Example", "2027-01-31")}
    related = guidance_page(title="Another page in English", topic="law")
    welsh = Locale.objects.get_or_create(language_code="cy")[0]

    def make(client, **values):
        said = {"title": "English title", "summary": "English summary.", "body": body("English", related)}
        page = guidance_page(**said, sources=[source(weight=weight) for weight in Weight], **values)
        there = page.copy_for_translation(welsh, copy_parents=True)
        there.title, there.summary, there.search_description = "Teitl", "Crynodeb.", "Crynodeb."
        there.body = body("Geiriau", related)
        there.save_revision().publish()
        answers = [client.get(address) for address in (f"/guidance/{page.slug}/", f"/cy/guidance/{page.slug}/")]
        assert [answer.status_code for answer in answers] == [200, 200]
        return [answer.content.decode() for answer in answers]

    return make


@pytest.mark.parametrize("audience", Audience)
def test_no_line_of_a_welsh_page_is_english(client, both, audience):
    day = date(2030, 1, 31)
    english, welsh = both(client, audience=audience, topic="areas", checked_on=date(2026, 11, 24), next_check_on=day)
    assert '<html lang="cy"' in welsh
    assert lines(english) & lines(welsh) <= SAME
    assert "Was this page useful?" in lines(english)


@pytest.mark.parametrize("topic", Topic)
def test_nor_is_one_of_a_page_that_is_being_checked_with_others_beside_it(client, both, topic):
    both(client, topic=topic, slug="beside")
    english, welsh = both(client, topic=topic, checked_on=date(2024, 1, 1), next_check_on=date(2025, 1, 1))
    assert lines(english) & lines(welsh) <= SAME
    assert any(line.startswith("More about:") for line in lines(english))


def test_the_title_of_a_page_that_is_only_in_english_is_marked_as_english(client, both):
    _english, welsh = both(client)
    assert re.search(r'<li lang="en"><a [^>]*>Another page in English</a>', welsh)


def test_the_lists_above_are_named_as_the_navigation_names_them(client, both):
    _english, welsh = both(client)
    trail = re.search(r'<ol class="govuk-breadcrumbs__list">.*?</ol>', welsh, re.DOTALL)[0]
    assert lines(trail) == {"Adref", "Canllawiau"}
    assert GuidancePage.objects.filter(locale__language_code="cy", title="Guidance").exists()
