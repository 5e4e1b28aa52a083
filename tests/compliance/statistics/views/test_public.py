"""Pages of published figures: what is there, what is not, what changes when, and what they cost."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from compliance.statistics.choices import State
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.rules.tables import TOTAL, Symbol
from portal.core.page_cache import PUBLIC
from tests.factories.published_figures import make_content, publish_content, publish_figures
from tests.factories.statistics import make_lead, make_statistician, prepared, publish

pytestmark = pytest.mark.django_db
CONTACTS = ("contacts_by_channel", (TOTAL,))


def read(client: Client, address: str) -> BeautifulSoup:
    response = client.get(f"/statistics/{address}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("page", ["", "method/", "revisions/", "calendar/", "data/"])
def test_pages_open_before_anything_is_published(client, page):
    assert read(client, page).h1


def test_the_first_page_has_the_newest_of_each_kind_and_the_next_date(client):
    for code in ("2025-12", "2026-01", "2025-q4", "2026-q1", "2025"):
        publish_figures(code)
    page = read(client, "")
    newest = [link["href"] for link in page.select(".portal-newest a")]
    assert newest == ["/statistics/2025/", "/statistics/2026-q1/", "/statistics/2026-01/"]
    assert re.search(r"Next figures: .+, on Thursday \d+ \w+ \d{4} at 9:30am\.", page.get_text())
    links = [link["href"] for link in page.select("dl a")]
    assert links == [f"/statistics/{code}/" for code in ("2026-q1", "2026-01", "2025", "2025-q4", "2025-12")]


def test_months_beside_each_other_have_a_chart_a_table_and_a_csv(client):
    publish_figures("2026-01")
    publish_figures("2026-02", {("cases_by_category", (TOTAL,)): Symbol.LOW})
    publish_figures("2026-03")
    section = read(client, "").select_one(".portal-statistic--wide")
    assert [title.get_text().partition(":")[0] for title in section.select("svg title")] == [
        f"Monthly figures, rounded to the nearest 5. {unit}" for unit in ("Contacts", "Cases", "People, at least")
    ]
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in section.select("tbody tr")]
    assert rows[1][1] == "[low]"
    lines = client.get("/statistics/months.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == 'month,Contacts,Cases,"People, at least"'
    assert [line.split(",")[1:] for line in lines[1:]] == [[text.replace(",", "") for text in row] for row in rows]


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        (800, 840, "About 5% more contacts in January 2026 than a year earlier"),
        (800, 760, "About 5% fewer contacts in January 2026 than a year earlier"),
        (800, 800, "About as many contacts in January 2026 as a year earlier"),
        (Symbol.NOT_AVAILABLE, 800, "Figures by month"),
    ],
)
def test_the_months_are_headed_by_what_changed_in_a_year(client, before, after, finding):
    publish_figures("2025-01", {CONTACTS: before})
    for month in range(2, 13):
        publish_figures(f"2025-{month:02d}")
    publish_figures("2026-01", {CONTACTS: after})
    assert read(client, "").select_one("#months-heading").get_text() == finding


FILES = ("data.csv", "data.csv-metadata.json", "data.json", "data.xlsx", "data.ods", "contacts_by_channel.csv")
NOT_PUBLIC = (None, State.UNSAFE, State.PREPARED, State.REFUSED, State.APPROVED, State.REPLACED)


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_what_is_not_published_answers_like_what_was_never_there(client, state):
    """Not even that it is being prepared is told: the answer is that of a nonsense address."""
    fields = {"reason": "Wrong."} if state == State.REFUSED else {}
    if state:
        publish_content(make_content("2026-q1", parse_period("2026-q1")), state=state, **fields)
    for name in ("", *FILES):
        answer, nonsense = (client.get(f"/statistics/{code}/{name}") for code in ("2026-q1", "1999-q9"))
        assert answer.status_code == nonsense.status_code == 404, name
        assert answer.text.replace("2026-q1", "") == nonsense.text.replace("1999-q9", ""), name
    assert client.get("/api/v1/statistics/releases/2026-q1/").status_code == 404
    assert client.get("/api/v1/statistics/releases/").json()["releases"] == []
    for page in ("", "feed/", "data/", "revisions/"):
        assert "/2026-q1" not in client.get(f"/statistics/{page}").text, page


@pytest.mark.parametrize("rest", ["2026-q1/nothing.csv", "2026-q1/data.exe", "2026-Q1/", "2026-q1-2/", "2026-q1-1/"])
def test_what_a_release_does_not_have_is_not_there(client, rest):
    publish_figures("2026-q1")
    assert client.get(f"/statistics/{rest}").status_code == 404


def test_headings_say_the_finding_and_symbols_are_explained_where_they_are(client):
    hidden = {("contacts_by_channel", (code,)): Symbol.CONFIDENTIAL for code in ("app", "email")}
    publish_figures("2026-q1", hidden | {("contacts_by_channel", ("phone",)): 4000, CONTACTS: 5000})
    page = read(client, "2026-q1/")
    first = page.select_one("#contacts_by_channel")
    finding = "Most common channel: Phone call (80% of contacts)"
    assert first.h3.get_text() == finding
    assert first.svg.title.get_text() == f"Contacts by channel. {finding}"
    assert [div.get_text() for div in first.select(".portal-symbols div")] == ["[c] Hidden, to protect people"]
    assert not page.select("#contacts_by_purpose .portal-symbols")
    shares = {row.th.get_text(): row.find_all("td")[-1].get_text() for row in first.select("tbody tr")}
    assert (shares["Phone call"], shares["Mobile app form"], shares["Total"]) == ("80%", "[c]", "100%")


def test_no_percentages_of_a_small_total(client):
    small = {("people_by_gender", (code,)): 4 for code in ("male", "female", "several", "not_known")}
    publish_figures("2026-q1", small | {("people_by_gender", (TOTAL,)): 16})
    section = read(client, "2026-q1/").select_one("#people_by_gender")
    assert section.h3.get_text() == "People by gender"
    assert "%" not in section.get_text()


def test_months_are_provisional_and_say_so(client):
    publish_figures("2026-03")
    page = read(client, "2026-03/")
    assert page.select_one(".govuk-tag").get_text() == "Provisional"
    assert page.select_one("#contacts_by_channel th:nth-child(2)").get_text() == "Contacts [p]"
    assert "[p] Provisional" in page.select_one("#contacts_by_channel").get_text()


def test_a_year_earlier_is_compared_by_its_latest_version(client):
    publish_figures("2025-q1", {CONTACTS: 2000})
    corrected = {CONTACTS: 1000, ("cases_by_category", (TOTAL,)): Symbol.CONFIDENTIAL}
    publish_figures("2025-q1-2", corrected, revision=2, note="Wrong.")
    publish_figures("2026-q1", {CONTACTS: 1120})
    table = read(client, "2026-q1/").select_one(".portal-comparison")
    rows = {row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in table.select("tbody tr")}
    assert rows["Contacts"] == ["1,120", "1,000", "+12%"]
    assert rows["Cases"][1:] == ["[c]", "[x]"]


def test_a_corrected_release_and_the_first_one_name_each_other(client):
    publish_figures("2026-q1")
    publish_figures("2026-q1-2", revision=2, note="Three calls were counted as emails.")
    first, second = (read(client, f"{code}/").select_one(".govuk-inset-text") for code in ("2026-q1", "2026-q1-2"))
    assert first.a["href"] == "/statistics/2026-q1-2/"
    assert second.a["href"] == "/statistics/2026-q1/"
    assert "Three calls were counted as emails." in second.get_text()
    assert "Three calls were counted as emails." in read(client, "revisions/").main.get_text()
    assert [link["href"] for link in read(client, "").select("dl a")] == ["/statistics/2026-q1-2/"]


def test_the_page_says_how_to_cite_it(client):
    publish_figures("2026-q1")
    citation = read(client, "2026-q1/").select_one("#citation").get_text()
    assert "Helpline statistics: January to March 2026 (release 2026-q1), published 7 May 2026, " in citation
    assert citation.endswith("/statistics/2026-q1/")


@pytest.mark.parametrize("address", ["", "2026-01/", "method/", "calendar/", "revisions/", "data/"])
def test_pages_are_kept_for_strangers(client, address):
    publish_figures("2026-01")
    assert client.get(f"/statistics/{address}").headers["Cache-Control"] == PUBLIC


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_changes_at_publication(settings, tmp_path):
    settings.PAGES_ARE_KEPT, settings.PAGE_STAMP_FILE = True, tmp_path / "stamp"
    statistician, lead = make_statistician(), make_lead()
    publish_figures("2025-12", by=(statistician, lead))
    release, client = prepared("2026-01", statistician), Client()
    before = client.get("/statistics/")
    again = client.get("/statistics/", headers={"if-none-match": before.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/statistics/2026-01/").status_code == 404
    publish(release, lead)
    after = client.get("/statistics/")
    assert after.headers["ETag"] != before.headers["ETag"]
    assert "/statistics/2026-01/" in after.text
    assert client.get("/statistics/2026-01/").status_code == 200


def test_a_kept_page_is_drawn_once(settings, tmp_path, django_assert_num_queries):
    settings.PAGES_ARE_KEPT, settings.PAGE_STAMP_FILE = True, tmp_path / "stamp"
    publish_figures("2026-q1")
    Client().get("/statistics/2026-q1/")
    with django_assert_num_queries(0):
        assert Client().get("/statistics/2026-q1/").status_code == 200


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        # The release, the same period a year before, its versions.
        ("2026-q1/", 3),
        # Months, the newest year and quarter, what is approved and public of the calendar, all that is published.
        ("", 6),
        ("method/", 1),
        ("revisions/", 1),
        ("calendar/", 3),
        ("data/", 1),
        ("2026-q1/contacts_by_channel.csv", 1),
        ("months.csv", 1),
    ],
)
def test_the_number_of_queries_is_the_same_however_much_is_published(
    client, django_assert_num_queries, address, queries
):
    for code in ("2025", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-q1"):
        publish_figures(code)
    with django_assert_num_queries(queries):
        assert client.get(f"/statistics/{address}").status_code == 200


def test_a_correction_costs_one_query_more_for_what_it_changed(client, django_assert_num_queries):
    publish_figures("2026-q1")
    publish_figures("2026-q1-2", revision=2, note="Wrong.")
    with django_assert_num_queries(4):
        client.get("/statistics/2026-q1-2/")


def test_the_calendar_announces_and_remembers(client):
    publish_figures("2025-12", at=timezone.now() - timedelta(days=3))
    coming, published = read(client, "calendar/").select("table")
    days = [row.td.get_text() for row in coming.select("tbody tr")]
    assert len(days) == 12
    assert all(re.search(r"\d{4}, 9:30am$", day) for day in days)
    assert published.select_one("a")["href"] == "/statistics/2025-12/"


def test_the_method_says_the_rules_as_they_are_applied(client):
    publish_figures("2025-12")
    text = read(client, "method/").main.get_text(" ", strip=True)
    for part in (
        "nearest 5",
        "total is 20 or more",
        "more than 60%",
        "least 30 cases",
        "before 1 December 2025",
        "[c]",
    ):
        assert part in text
    assert "A rise probably means that more people know about the helpline" in text


def test_the_data_page_has_a_dictionary_of_every_code_and_all_files(client):
    publish_figures("2025-12")
    page = read(client, "data/")
    codes = {code.get_text() for code in page.select("th code")}
    assert {"phone", "labour", "north_east", "avon_and_somerset_constabulary", "rounded_to"} <= codes
    files = [link["href"] for link in page.select("dl a")]
    assert files == [f"/statistics/2025-12/data.{kind}" for kind in ("csv", "xlsx", "ods", "json")]
    assert all(client.get(address).status_code == 200 for address in files)


def test_a_share_that_would_round_to_nothing_is_less_than_1_percent(client):
    shares = {("contacts_by_channel", ("app",)): 5, ("contacts_by_channel", ("not_known",)): 0, CONTACTS: 2000}
    publish_figures("2026-q1", shares)
    table = BeautifulSoup(client.get("/statistics/2026-q1/").content, "html.parser").select_one(
        "#contacts_by_channel table"
    )
    rows = {row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in table.select("tbody tr")}
    assert rows["Mobile app form"] == ["5", "less than 1%"]
    assert rows["Not known"] == ["0", "0%"]


@pytest.mark.parametrize(("headline", "shown"), [("A quiet month", "A quiet month."), ("Why so few?", "Why so few?")])
def test_a_headline_ends_like_a_sentence(client, headline, shown):
    publish_figures("2026-q1", headline=headline)
    assert f'<p class="govuk-body-l">{shown}</p>' in client.get("/statistics/2026-q1/").text
