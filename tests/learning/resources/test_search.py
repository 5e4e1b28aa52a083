"""/guidance/search/: what a reader finds, and what nobody may find."""

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from learning.resources import selectors
from learning.resources.forms.search import SearchForm
from learning.resources.models import GuidancePage
from learning.resources.selectors.search import SearchParams, search_pages
from portal.settings.limits import LIMITS
from tests.factories.guidance import guidance_page, text

pytestmark = pytest.mark.django_db
ADDRESS = "/guidance/search/"


def titles(q="", **filters):
    return ["".join(piece.text for piece in row.title) for row in search_pages(SearchParams(q=q, **filters))[:10]]


@pytest.fixture
def pages():
    return {
        "wash": guidance_page(
            title="Signs at a hand car wash",
            summary="What to look for.",
            body=[text("<h2>What you may see</h2><p>No gloves, though strong soap runs all day.</p>")],
            sector="car_wash",
            checked_on=date(2026, 11, 24),
        ),
        "sign": guidance_page(title="Who signs the statement", topic="statement", audience="business"),
        "labour": guidance_page(title="Forced labour in a supply chain", topic="suppliers", audience="business"),
        "polish": guidance_page(title="Myjnia samochodowa", summary="Rękawice", language="pl"),
    }


def test_a_page_is_found_by_its_title_its_text_and_the_words_that_editors_gave(pages):
    assert titles("car wash")[0] == "Signs at a hand car wash"
    assert titles("gloves") == ["Signs at a hand car wash"]
    pages["sign"].search_words = "autograph"
    pages["sign"].save()
    assert titles("autographs") == ["Who signs the statement"]


def test_british_and_american_spelling_and_other_words_for_it_find_the_same(pages):
    assert titles("forced labor") == titles("forced labour") == ["Forced labour in a supply chain"]
    assert "Signs at a hand car wash" in titles("valeting")


def test_accents_make_no_difference(pages):
    assert titles("rekawice") == ["Myjnia samochodowa"]


def test_filters_narrow_what_is_found(pages):
    assert titles(topic="statement") == ["Who signs the statement"]
    assert titles("signs", audience="business") == ["Who signs the statement"]
    assert titles(sector="car_wash") == ["Signs at a hand car wash"]
    assert titles(language="pl") == ["Myjnia samochodowa"]


def test_drafts_and_private_pages_are_found_by_nobody(pages, client):
    guidance_page(title="Secret zeppelin", live=False)
    PageViewRestriction.objects.create(page=pages["wash"], restriction_type="login")
    below = guidance_page(title="Zeppelin below", parent=pages["wash"])
    assert below.live
    assert not titles("zeppelin")
    assert not titles("gloves")
    assert not selectors.find_pages("hand")
    assert selectors.get_page(pages["wash"].pk) is None


def test_a_page_that_was_taken_down_is_not_found_any_more(pages):
    pages["wash"].unpublish()
    assert not titles("gloves")


def test_a_page_is_found_as_soon_as_it_is_published(pages):
    draft = guidance_page(title="Zeppelins at work", live=False)
    draft.save_revision().publish()
    assert titles("zeppelin") == ["Zeppelins at work"]


def test_hits_are_marked_and_the_passage_and_the_day_of_the_check_are_shown(pages, client):
    body = client.get(ADDRESS, {"q": "gloves"}).content.decode()
    assert 'No <mark class="portal-mark">gloves</mark>, though strong soap runs all day.' in body
    assert "Last checked on 24 November 2026." in body
    assert f'href="/guidance/{pages["wash"].slug}/"' in body


def test_a_slip_of_the_pen_finds_what_was_meant_and_says_so(pages, client):
    body = client.get(ADDRESS, {"q": "statemant"}).content.decode()
    assert "Showing results for “statement”." in body
    assert titles("statemant") == titles("statement")
    assert "Showing results" not in client.get(ADDRESS, {"q": "statement"}).content.decode()


def test_nothing_found_says_what_to_do(pages, client):
    body = client.get(ADDRESS, {"q": "kidney"}).content.decode()
    assert "No results for “kidney”" in body
    assert "Browse all guidance" in body


def test_nothing_found_offers_the_nearest_word_where_a_filter_hides_it(pages, client):
    body = client.get(ADDRESS, {"q": "statemant", "topic": "help"}).content.decode()
    assert "No results for “statemant”" in body
    assert "q=statement" in body


def test_words_that_every_question_has_find_nothing_alone(pages):
    assert not titles("what is the")


def test_a_long_list_has_pages_that_keep_the_question(client):
    for number in range(12):
        guidance_page(title=f"Kestrel {number}")
    body = client.get(ADDRESS, {"q": "kestrel"}).content.decode()
    assert "12 pages" in body
    assert "?q=kestrel&amp;page=2" in body
    last = client.get(ADDRESS, {"q": "kestrel", "page": "999999999"})
    assert last.status_code == 200


@pytest.mark.parametrize(
    "q",
    [
        "' OR 1=1 --",
        '"',
        "AND OR NOT",
        "a*",
        "(",
        "\x00",
        "<script>alert(1)</script>",
        "x" * 10_000,
        "{{7*7}}",
        "%",
        ":*",
    ],
)
def test_a_strange_question_is_answered(client, q, pages):
    client.get(ADDRESS)
    answer = client.get(ADDRESS, {"q": q})
    assert answer.status_code == (422 if "\x00" in q else 200)
    assert b"<script>alert" not in answer.content


def test_an_unknown_filter_counts_as_not_asked(client, pages):
    answer = client.get(ADDRESS, {"topic": "password", "sort": "x", "page": "minus one"})
    assert answer.status_code == 422
    assert SearchForm({"topic": "password"}).params() == SearchParams()


def test_a_filter_offers_what_a_page_has_and_no_more(client, pages):
    PageViewRestriction.objects.create(
        page=guidance_page(title="Private", audience="front_line"), restriction_type="login"
    )
    body = client.get(ADDRESS).content.decode()
    assert '<option value="business"' in body
    assert '<option value="car_wash"' in body
    assert '<option value="pl"' in body
    for value in ("worker", "front_line", "building_construction", "law", "ro"):
        assert f'<option value="{value}"' not in body


def test_a_filter_whose_last_page_is_gone_is_answered_and_can_be_taken_away(client, pages):
    answer = client.get(ADDRESS, {"sector": "building_construction"})
    assert answer.status_code == 200
    assert '<option value="building_construction" selected' in answer.content.decode()
    assert "Clear filters" in answer.content.decode()


def test_a_search_leaves_nothing_behind(client, pages, caplog):
    answer = client.get(ADDRESS, {"q": "zeppelin-canary"})
    assert not answer.cookies
    assert "zeppelin-canary" not in caplog.text


def test_very_many_searches_from_one_network_wait(client, pages):
    for _each in range(LIMITS["search"][0]):
        client.get(ADDRESS)
    answer = client.get(ADDRESS, {"q": "kept"})
    assert answer.status_code == 429
    assert b'value="kept"' in answer.content


def test_the_cost_does_not_grow_with_the_number_of_pages(
    client, pages, settings, tmp_path, django_assert_max_num_queries
):
    """As on a server, which reads the words of all pages once after a change."""
    settings.PAGES_ARE_KEPT, settings.PAGE_STAMP_FILE = True, tmp_path / "stamp"
    client.get(ADDRESS, {"q": "signs"})
    with django_assert_max_num_queries(8) as few:
        client.get(ADDRESS, {"q": "signs"})
    for number in range(40):
        guidance_page(title=f"Signs {number}")
    client.get(ADDRESS, {"q": "signs"})
    with django_assert_max_num_queries(8) as more:
        client.get(ADDRESS, {"q": "signs"})
    assert len(more) == len(few)


def test_the_list_of_guidance_asks_the_search(client):
    body = client.get("/guidance/").content.decode()
    assert 'action="/guidance/search/"' in body


def test_pages_for_apps_above_are_told_by_their_whole_address(pages, settings):
    settings.SITE_URL = "https://daylight.example"
    (found,) = selectors.find_pages("hand car")
    assert found.address == f"https://daylight.example/guidance/{pages['wash'].slug}/"
    assert selectors.get_page(found.key) == found
    assert selectors.get_page(GuidancePage.objects.get(slug="guidance").pk) is not None
