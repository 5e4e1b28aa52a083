"""Nobody in need is told that there is no service while one exists, wherever they are and whatever they ask for."""

import random
from datetime import UTC, date, datetime
from itertools import cycle, islice, product

import pytest

from learning.directory import need_categories, ons_areas
from learning.directory.selectors import geocoding, search, search_index
from learning.directory.services import loading
from portal.reference import nrm, places, postcodes
from tests.factories.directory import ALL_DAY, BATH, BELFAST, BRISTOL, UK, ServiceFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)
NOON, NIGHT = datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2026, 11, 26, 3, tzinfo=UTC)
GLASGOW, LEEDS = "S12000049", "E08000035"
NEEDS_OF_PEOPLE = ["", *(code for code in need_categories.NEEDS if code not in need_categories.PROFESSIONAL_NEEDS)]
LETTERS = "ABCDEFGHIKLMNOPRSTUWYZ"


@pytest.fixture
def first_entries(db):
    loading.load_services(loading.get_shipped_file(), at=NOON)


def names(rows):
    return [row.service.name for row in rows]


def answer(**asked):
    return search(today=TODAY, **asked)


def test_unknown_hours_did_not_hide_the_one_agency_for_a_man_in_glasgow(first_entries):
    found = answer(council=GLASGOW, gender="men", need="stay", at=NIGHT)
    rows = {row.service.slug: row for row in found.rows}
    assert rows["migrant-help-scotland"].has_unknown_hours
    assert "tara" not in rows


def test_unknown_languages_did_not_leave_belfast_without_an_answer_in_romanian(first_entries):
    found = answer(council=BELFAST, need="stay", language="ro")
    rows = {row.service.slug: row for row in found.rows}
    assert rows["migrant-help-northern-ireland"].has_unknown_languages
    assert not found.is_relaxed


def test_what_nobody_knows_comes_last_and_says_so(client):
    ServiceFactory(name="A unknown", areas=[BRISTOL])
    ServiceFactory(name="B known", areas=[UK], hours=[ALL_DAY], languages=["pl"])
    found = answer(council=BRISTOL, at=NOON, language="pl")
    assert names(found.rows) == ["B known", "A unknown"]
    page = client.post("/services/", {"place": "Bristol", "open_now": "on", "language": "pl"}).text
    assert page.count("Call to check") == 1
    assert "we do not know their hours or languages" in page


def test_999_and_the_helpline_come_before_all_that_begins_with_an_a(first_entries, settings):
    settings.HELPLINE_NUMBER = "08000 121 700"
    for council in ("", BRISTOL, BELFAST, GLASGOW):
        found = answer(council=council)
        assert [row.service.slug for row in found.pinned] == [
            "police-emergency",
            "modern-slavery-exploitation-helpline",
        ]
        assert not set(names(found.pinned)) & set(names(found.rows))
    assert names(answer().rows) != sorted(names(answer().rows))


def test_services_for_businesses_and_abroad_are_out_of_the_way(first_entries):
    found = answer(size=50)
    aside = {row.service.slug for row in found.aside}
    assert {"us-national-human-trafficking-hotline", "issara-institute", "ethical-trading-initiative"} <= aside
    assert not aside & {row.service.slug for row in found.rows}
    assert "unseen-business" in {row.service.slug for row in answer(need="business").rows}


def test_a_service_that_has_ended_is_in_no_list_search_or_feed(first_entries, client):
    assert "glaa" not in {row.service.slug for row in (*answer(size=100).rows, *answer(size=100, staff=True).rows)}
    assert client.get("/services/glaa/").status_code == 404
    assert "0800 432 0804" not in client.get("/api/oruk/v3/services?full=true&per_page=100").text
    assert "0800 432 0804" not in client.post("/services/", {"need": "work"}).text


def test_nobody_is_sent_across_the_sea_or_the_whole_country():
    ServiceFactory(name="Belfast House", areas=[BELFAST])
    ServiceFactory(name="Bath House", areas=[BATH])
    assert names(answer(council="S12000008").nearest) == []
    assert names(answer(council="N09000011").nearest) == ["Belfast House"]
    assert names(answer(council=BRISTOL).nearest) == ["Bath House"]


def test_where_nothing_fits_what_is_wider_is_shown_and_a_child_is_not_sent_to_adults():
    ServiceFactory(name="Adult refuge", areas=[UK], needs=["safe_accommodation"], audiences=["adult_victims"])
    ServiceFactory(name="Child line", areas=[UK], needs=["counselling"], audiences=["child_victims"])
    found = answer(council=BRISTOL, need="stay", audience="child_victims")
    assert (names(found.rows), found.is_relaxed) == (["Child line"], True)


def test_a_search_for_help_is_not_shut_by_programs_that_ask_the_api(client, settings):
    settings.LIMITS = settings.LIMITS | {"api_search": (1, 60), "directory_search": (1, 60), "search": (0, 60)}
    for _ in range(3):
        client.get("/api/oruk/v3/services?search=x")
    assert client.post("/services/", {"need": "talk"}).status_code == 200
    assert client.post("/services/", {"need": "talk"}).status_code == 429
    assert client.get("/services/").status_code == 200
    assert client.get("/services/?need=talk").status_code == 200


def test_whoever_has_to_wait_still_reads_whom_to_call(client, settings, first_entries):
    settings.LIMITS = settings.LIMITS | {"directory_search": (0, 60)}
    page = client.post("/services/", {"need": "talk"})
    assert (page.status_code, 'href="tel:999"' in page.text) == (429, True)


@pytest.mark.parametrize("typed", ["Southam", "Edenbridge"])
def test_a_town_is_not_taken_for_a_larger_place_that_begins_so(typed, client):
    page = client.post("/services/", {"place": typed}).text
    assert "Southampton" not in page and "Redbridge" not in page
    assert {"Southam": "Stratford-on-Avon", "Edenbridge": "Sevenoaks"}[typed] in page


@pytest.mark.parametrize(
    ("council", "lines"),
    [
        (LEEDS, {"domestic-abuse-england", "childrens-services-england-wales"}),
        ("W06000015", {"live-fear-free-wales", "childrens-services-england-wales"}),
        (GLASGOW, {"domestic-abuse-scotland", "childrens-services-scotland", "guardianship-scotland"}),
        (BELFAST, {"domestic-sexual-abuse-northern-ireland", "childrens-services-northern-ireland"}),
    ],
)
def test_each_nation_has_lines_of_its_own_and_none_of_another(first_entries, council, lines):
    pages = answer(council=council).num_pages
    slugs = {row.service.slug for page in range(1, pages + 1) for row in answer(council=council, page=page).rows}
    of_nations = {slug for slug in slugs if slug.startswith(("domestic-", "live-fear", "childrens-", "guardianship"))}
    assert of_nations == lines


def test_without_a_need_support_comes_before_general_lines_and_101_after_them(first_entries):
    found = [answer(page=page) for page in range(1, answer().num_pages + 1)]
    slugs = [row.service.slug for page in found for row in page.rows]
    assert slugs.index("salvation-army-msvcc") < slugs.index("domestic-abuse-england")
    assert slugs.index("samaritans") < slugs.index("police-non-emergency")


def test_a_guess_is_shown_as_a_choice_and_never_searched_in_silence(client):
    page = client.post("/services/", {"place": "Soutampton"}).text
    assert "Which place do you mean?" in page
    assert 'value="Southampton, England"' in page


def test_a_name_of_several_towns_is_asked_also_where_one_of_them_has_a_council_of_its_name(client):
    page = client.post("/services/", {"place": "Newport"}).text
    assert "Which place do you mean?" in page
    assert 'value="Newport, Isle of Wight, England"' in page and 'value="Newport, Wales"' in page


def test_what_is_pinned_makes_no_empty_last_page(first_entries):
    found = answer(council=GLASGOW)
    pages = [answer(council=GLASGOW, page=number).rows for number in range(1, found.num_pages + 1)]
    assert pages[-1]
    assert found.count == sum(map(len, pages)) + len(found.pinned)


def test_a_postcode_of_northern_ireland_leads_to_northern_ireland(client, first_entries):
    page = client.post("/services/", {"place": "BT1 5GS", "need": "stay"})
    assert page.status_code == 200
    assert "Northern Ireland" in page.text and "Enter your town" in page.text
    assert "Salvation Army" not in page.text


ALL_ASKED = list(product(NEEDS_OF_PEOPLE, (None, NOON, NIGHT), ("", "ro")))


@pytest.mark.parametrize(
    "asked_at_each_place", [2, pytest.param(len(ALL_ASKED), marks=pytest.mark.soak)], ids=["in turn", "all"]
)
def test_every_town_and_200_postcodes_find_help_whatever_is_asked_at_any_hour(
    asked_at_each_place, first_entries, settings, monkeypatch
):
    """No answer is empty or of another nation. Needs, hours and languages are asked in turn, or all at each place."""
    settings.HELPLINE_NUMBER = "08000 121 700"
    index = search_index.get_index()
    monkeypatch.setattr(search_index, "get_index", lambda: index)
    turn = cycle(ALL_ASKED)
    codes, unknown = set(), []
    for town in nrm.get_accepted_labels("towns").values():
        meant = geocoding.find_place(town.split(" / ")[0])
        if meant.is_found:
            codes |= {one.council.code for one in meant.localities} or {meant.area}
        else:
            unknown.append(town)
    assert len(unknown) <= 9
    for typed in _postcodes(200):
        meant = geocoding.find_place(typed)
        assert meant.code == postcodes.find_postcode(typed).council
        codes.add(meant.code)
    assert len(codes) > 300
    for code in codes:
        nation = ons_areas.NATIONS.get(_nation(code))
        for need, at, language in islice(turn, asked_at_each_place):
            found = answer(council=code, need=need, at=at, language=language)
            assert len(found.pinned) == 2
            assert found.rows or found.count, (code, need)
            for row in found.rows:
                assert nation is None or {nation, UK} & set(row.service.areas), (code, row.service.name)


def _nation(code):
    council = places.get_council(code)
    return council.nation if council else code


def _postcodes(count):
    """Known ones from all over Great Britain, the same in each run."""
    dice = random.Random(7)
    found = []
    while len(found) < count:
        start = dice.choice(LETTERS) + dice.choice(LETTERS)
        row = next(postcodes._rows_from(f"{start}{dice.randint(1, 9)}"), None)
        if row and places.get_council(row[1]):
            found.append(row[0])
    return found
