"""What is new, for programs: the feeds and the sitemap."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from compliance.statements.models import Publication
from learning.resources.models import GuidancePage
from tests.factories.guidance import guidance_page

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def published(*, days_ago, **values):
    page = guidance_page(**values)
    moment = timezone.now() - timedelta(days=days_ago)
    GuidancePage.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
    return page


def entries(client, address="/guidance/feed/"):
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def titles(client, address="/guidance/feed/"):
    return [entry.find(f"{ATOM}title").text for entry in entries(client, address)]


def located(client, section):
    body = client.get(f"/sitemap-{section}.xml").content
    return [place.text for place in ElementTree.fromstring(body).iter(f"{SITEMAP}loc")]


def test_the_feed_tells_what_was_published_last_first(client):
    older, newer = published(days_ago=-1), published(days_ago=-2)
    assert titles(client)[:2] == [newer.title, older.title]


def test_an_entry_has_title_summary_address_and_both_dates(client, settings):
    page = published(days_ago=-1, title="Who signs <first>", summary="A director.")
    entry = entries(client)[0]
    assert entry.find(f"{ATOM}title").text == "Who signs <first>"
    assert entry.find(f"{ATOM}summary").text == "A director."
    assert entry.find(f"{ATOM}link").attrib["href"] == settings.SITE_URL + page.url
    assert entry.find(f"{ATOM}published") is not None
    assert entry.find(f"{ATOM}updated") is not None


def test_the_feed_of_a_topic_has_that_topic_alone(client):
    law = published(days_ago=-1, topic="law")
    published(days_ago=-1, topic="help")
    assert titles(client, "/guidance/feed/law/") == [law.title]
    assert client.get("/guidance/feed/nothing/").status_code == 404


def test_drafts_and_private_pages_are_in_no_list(client):
    draft, private = published(days_ago=-1, live=False), published(days_ago=-1)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    there = published(days_ago=-1)
    assert there.title in titles(client)
    assert not {draft.title, private.title} & set(titles(client))
    addresses = " ".join(located(client, "pages"))
    assert there.url in addresses
    assert draft.slug not in addresses
    assert private.slug not in addresses


def test_the_feed_costs_the_same_with_many_pages(client, django_assert_max_num_queries):
    for _ in range(40):
        published(days_ago=-1)
    with django_assert_max_num_queries(4):
        client.get("/guidance/feed/")


def test_the_sitemap_leads_to_pages_statements_and_doors(client):
    body = client.get("/sitemap.xml").content.decode()
    for section in ("doors", "pages", "statements"):
        assert f"/sitemap-{section}.xml" in body
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_every_address_of_the_sitemap_opens(client):
    found = [*located(client, "pages"), *located(client, "doors")]
    assert len(found) > 15
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_a_published_statement_is_in_the_sitemap_and_one_that_is_withdrawn_is_not(client, world):
    (address, *_) = located(client, "statements")
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    Publication.objects.update(withdrawn_at=timezone.now())
    assert located(client, "statements") == []


def test_robots_are_told_where_the_sitemap_is_and_kept_from_what_is_closed(client, settings):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    listed = [*located(client, "pages"), *located(client, "doors")]
    assert not [one for one in listed if one.removeprefix("http://testserver").startswith(tuple(closed))]


def test_the_sitemap_lists_pages_of_each_language_that_is_offered_and_that_were_published(client, settings):
    page = guidance_page(slug="signs")
    welsh = page.copy_for_translation(Locale.objects.get_or_create(language_code="cy")[0], copy_parents=True)
    settings.LANGUAGE_REVIEWS = {"cy": ("Mair Example", "2027-01-31")}
    assert not in_welsh(client)
    welsh.save_revision().publish()
    assert [address.partition("/cy/")[2] for address in in_welsh(client)] == ["guidance/signs/"]
    settings.LANGUAGE_REVIEWS = {}
    assert not in_welsh(client)


def in_welsh(client):
    return [address for address in located(client, "pages") if "/cy/" in address]
