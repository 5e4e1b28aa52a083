"""The register is searched by its indexes: no search reads the table of statements from end to end."""

import re

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from compliance.organisations.rules.names import split_words
from compliance.statements.register import search
from compliance.statements.register.forms.search import SearchForm
from tests.factories import statements as sf

pytestmark = pytest.mark.django_db

QUERIES = [
    "",
    "q=fish",
    "q=bp",
    "q=j+j",
    "q=bp&sort=newest",
    "q=fish+lantern",
    "year=2025",
    "year=2025&sort=year",
    "sort=year",
    "sort=newest",
    "turnover=over_500m&form=llp",
    "group=yes",
    "sector=construction&year=2026",
    "area=risk&area=training&country=country:TH",
    "q=fish&signed=recorded&figures=yes",
]
OTHER_INDEXES = (
    "register_by_filters",
    "register_by_name",
    "register_by_year",
    "register_by_date",
    "register_by_organisation",
    "register_feed",
    "one_current_publication",
)
if connection.vendor == "sqlite":
    OTHER_INDEXES += tuple(f"register_by_{order}_words" for order in ("name", "date", "year"))
TABLES = ("statements_publication", "statements_listing", "statements_facet", "organisations_organisation")
COUNTED = 'SELECT (SELECT COUNT(*) FROM (SELECT "statements_publication"'


@pytest.fixture(autouse=True)
def _nobody_has_gathered_statistics(db):
    """As in a new database: another test, or the server by itself, may have found these tables empty."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            of_tables = "SELECT oid FROM pg_class WHERE relname = ANY(%s)"
            with_indexes = (
                f"oid IN ({of_tables}) OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN ({of_tables}))"
            )
            names = [list(TABLES)]
            cursor.execute(f"DELETE FROM pg_statistic WHERE starelid IN ({of_tables})", names)
            cursor.execute(f"UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE {with_indexes}", names * 2)


def run_search(query: str) -> list[str]:
    """Return the queries of one search."""
    form = SearchForm(QueryDict(query), last_year=2027)
    assert form.is_valid()
    with CaptureQueriesContext(connection) as captured:
        search.find_all(form.params())
    # An empty register has no rows to cut; they are asked for in the same way.
    with CaptureQueriesContext(connection) as cut:
        list(search.order_publications(form.params())[: search.PAGE_SIZE])
    return [one["sql"] for one in (*captured, *cut) if one["sql"].startswith("SELECT")]


def explain(sql: str) -> list[str]:
    """Return the lines of the plan. PostgreSQL reads a small table from end to end only where no index can help."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        prefix = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        # As it was sent: its per cent signs are those of LIKE.
        cursor.cursor.execute(f"{prefix} {sql}")
        return [str(row[-1]).strip() for row in cursor.fetchall()]


def is_full_scan(line: str) -> bool:
    if connection.vendor == "postgresql":
        return any(f"Seq Scan on {table}" in line for table in TABLES)
    # A full-text search that is asked for no word reads all of its rows.
    is_all_words = line.startswith("SCAN ") and line.endswith("VIRTUAL TABLE INDEX 0:")
    return is_all_words or (
        line.startswith("SCAN ") and " INDEX " not in line and line.split()[1] in {*TABLES, "U0", "V0"}
    )


@pytest.mark.parametrize("query", QUERIES)
def test_no_search_reads_a_whole_table(query):
    sf.PublicationFactory()
    for sql in run_search(query):
        assert not [line for line in explain(sql) if is_full_scan(line)], sql


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("bp", ["BP Lanterns", "J & J Bpaper"]),
        ("j", ["J & J Bpaper"]),
        ("j j", ["J & J Bpaper"]),
        ("bp lantern", ["BP Lanterns"]),
        ("ubp", ["Subproject Works"]),
    ],
)
def test_short_words_are_found_where_words_begin(q, found):
    for name in ("BP Lanterns", "J & J Bpaper", "Subproject Works", "Jab Works"):
        sf.PublicationFactory(organisation_name=name, searched=f" {' '.join(split_words(name))} ")
    rows = search.find_all(search.Params(q=q)).rows
    assert [row.organisation_name for row in rows] == found


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has a table of trigrams")
@pytest.mark.parametrize("q", ["bp", "j", "lan"])
def test_a_short_word_is_looked_up_among_trigrams(q):
    """A pattern without a trigram has PostgreSQL take every row out of the index."""
    for number in range(60):
        name = "BP J Lanterns" if not number else f"Fish Works {number}"
        sf.PublicationFactory(organisation_name=name, searched=f" {name.lower()} ")
    rows = search.match_publications(search.Params(q=q)).order_by()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # A table of so few rows costs the same by any other index.
        cursor.execute(f"DROP INDEX {', '.join(OTHER_INDEXES)}")
        # Rows that other tests have rolled back stay in the index until somebody tidies it.
        cursor.execute("REINDEX INDEX register_by_words")
        plan = rows.values("pk").explain(analyze=True)
    (line,) = [line for line in plan.splitlines() if "Bitmap Index Scan on register_by_words" in line]
    # One statement, in each version that its row has had.
    assert int(re.findall(r"actual .*rows=(\d+)", line)[0]) < 60, plan


def test_of_what_has_a_word_a_page_counts_no_further_than_a_limit(monkeypatch):
    monkeypatch.setattr(search, "MAX_FOUND_COUNTED", 3)
    monkeypatch.setattr(search, "MAX_SORTED", 3)
    for number in range(5):
        sf.PublicationFactory(year=2025, organisation_name=f"Fish Works {number}", searched=" fish works ")
    by_word, by_year = (search.find_all(search.Params(q=q, year="2025")).paginator for q in ("fish", ""))
    assert (by_word.count, by_word.is_more) == (3, True)
    assert (by_year.count, by_year.is_more) == (5, False)
    # Whoever fetches the list by the API gets it all.
    assert search.find_publications(search.Params(q="fish")).paginator.count == 5


@pytest.mark.parametrize("query", QUERIES)
def test_many_matches_and_few_are_found_in_the_same_way(query, monkeypatch):
    for number in range(30):
        year, name = 2024 + number % 3, f"Fish Works {number % 7}"
        sf.PublicationFactory(year=year, organisation_name=name, searched=f" {name.lower()} bp j lantern ")
    form = SearchForm(QueryDict(query), last_year=2027)
    assert form.is_valid()
    seen = []
    for most in (search.MAX_SORTED, 0):
        monkeypatch.setattr(search, "MAX_SORTED", most)
        pages = [search.find_all(form.params(), page=page) for page in (1, 2)]
        seen.append([(page.paginator.count, [row.pk for row in page.rows]) for page in pages])
    expected = list(search.order_publications(form.params()).values_list("pk", flat=True))
    assert seen[0] == seen[1]
    assert seen[0][0] == (len(expected), expected[: search.PAGE_SIZE])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sorts as its statistics tell")
@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "register_by_name"),
        ("sort=newest", "register_by_date"),
        ("year=2025&turnover=over_500m&form=llp&sort=newest", "register_by_date"),
        ("q=fish&sort=year", "register_by_year"),
    ],
)
def test_a_page_of_many_statements_is_read_in_its_order(query, index, monkeypatch):
    monkeypatch.setattr(search, "MAX_SORTED", 0)
    sf.PublicationFactory(year=2025, turnover_band="over_500m", legal_form="llp", searched=" fish ")
    form = SearchForm(QueryDict(query), last_year=2027)
    assert form.is_valid()
    with CaptureQueriesContext(connection) as captured:
        assert search.find_all(form.params()).rows
    (page,) = [one["sql"] for one in captured if " ORDER BY " in one["sql"]]
    plan = explain(page)
    assert any(f"INDEX {index}" in line for line in plan), plan
    assert not any("TEMP B-TREE" in line for line in plan), plan
    # What the words are compared with is in the index, and no list of all that have them is made.
    assert "q=" not in query or any(f"INDEX {index}_words" in line for line in plan), plan
    assert not any("_fts" in line for line in plan), plan


@pytest.mark.parametrize("query", QUERIES)
def test_statements_are_counted_in_an_index(query):
    # SQLite asks for the keys of few matches in the place of their number.
    keys = f" LIMIT {search.MAX_SORTED + 1}"
    counts = [sql for sql in run_search(query) if sql.startswith(COUNTED) or sql.endswith(keys)]
    assert len(counts) == 1
    plan = explain(counts[0])
    if connection.vendor == "sqlite":
        lines = [line for line in plan if "statements_publication" in line]
        # What has the words is looked up by its key, as far as it is counted.
        named = ("SCAN statements_publication_fts VIRTUAL TABLE INDEX 0:M1", "SEARCH statements_publication USING INT")
        ways = named if "q=" in query else ("USING COVERING INDEX register_by_",)
        assert lines and all(any(way in line for way in ways) for line in lines), plan
    else:
        # Of a small table any of them costs the same; a bitmap names its index in a line of its own.
        assert any("register_by_" in line or "one_current_publication" in line for line in plan), plan


def test_a_table_without_its_indexes_would_be_found_out():
    with connection.cursor() as cursor:
        for name in (*OTHER_INDEXES, "register_by_words") if connection.vendor == "postgresql" else OTHER_INDEXES:
            cursor.execute(f"DROP INDEX {name}")
    # Nobody asked this before: SQLite gives the plan of a query that it knows.
    plan = [line for sql in run_search("turnover=36m_60m&form=company") for line in explain(sql)]
    assert [line for line in plan if is_full_scan(line)], plan
