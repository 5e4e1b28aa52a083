"""Searching the public register among 100,000 published statements, against the same SQL by hand."""

import time
from collections.abc import Iterator
from itertools import cycle, islice

from bench import Duel, World, benchmark, sized

STATEMENTS, YEARS = 100_000, 5
WORDS = [
    *("amber", "alder", "harbour", "northern", "southern", "river", "fish", "glove", "timber", "steel", "cotton"),
    *("copper", "castle", "meadow", "orchard", "bridge", "granite", "marble", "falcon", "heron", "lantern", "mill"),
    *("anchor", "beacon", "cedar", "willow", "thistle", "clover", "summit", "valley", "island", "prairie", "foods"),
    *("logistics", "textiles", "packaging", "cleaning", "security", "engineering", "retail", "energy", "farms"),
    "seafood",
]
QUERIES = [
    "",
    "q=fish",
    "q=fish+lantern",
    "q=900123",
    "year=2025",
    "sector=construction&year=2026",
    "q=steel&page=3",
    "area=risk&area=training&country=country:TH",
    "sort=newest&page=40",
    "turnover=over_500m&form=llp",
]


# Words that one in 997, one in 8 and all of the statements have, alone and together, with and without filters.
TEXT_QUERIES = [
    "q=kiln123",
    "q=recruitment+fees",
    "q=slavery",
    "q=kiln7+slavery",
    "q=audited+gloves&sort=newest",
    "q=passports&year=2026",
    "q=debt+bondage&sector=construction",
    "q=training&sort=year&page=5",
    "q=nothinghasthisword",
]


def _search(queries: list[str]) -> Iterator[Duel]:
    from django.db import connection
    from django.http import QueryDict
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from compliance.statements.register import search
    from compliance.statements.register.forms.search import SearchForm
    from compliance.statements.register.matches import explain_matches

    asked = []
    for query in queries:
        form = SearchForm(QueryDict(query), last_year=2027)
        form.is_valid()
        asked.append((form.params(), int(QueryDict(query).get("page", 1))))

    def ours() -> None:
        for params, page in asked:
            results = search.find_publications(params, page=page)
            explain_matches(results.rows, params)

    with CaptureQueriesContext(connection) as captured:
        ours()
    statements = [query["sql"] for query in captured.captured_queries]

    params, _page = asked[1]
    rows = search.find_publications(params, page=1).rows
    explain_matches(rows, params)
    if not rows or (params.is_full_text and not all(row.match.excerpt for row in rows)):
        raise AssertionError("Nothing was found")

    def by_hand() -> None:
        with connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)
                cursor.fetchall()

    # More searches than one visitor may make; they are counted nevertheless.
    @override_settings(LIMITS={"register_search": (10**6, 60)})
    def pages() -> dict[str, object]:
        visitor, took = Client(headers={"host": "localhost"}), []
        for query in islice(cycle(queries), max(2 * len(queries), sized(12 * len(queries)))):
            start = time.perf_counter()
            if visitor.get(f"/statements/?{query}").status_code != 200:
                raise AssertionError(query)
            took.append((time.perf_counter() - start) * 1000)
        took = sorted(took[len(queries) :])
        return {"p95_ms": round(took[int(len(took) * 0.95)], 2), "p50_ms": round(took[len(took) // 2], 2)}

    yield Duel(ours=ours, baseline=by_hand, runs=9, warm_up=2, extra=pages)


def _make_organisations(count: int) -> None:
    from django.utils import timezone

    from compliance.organisations.models import Organisation

    now = timezone.now()
    Organisation.objects.bulk_create(
        (
            Organisation(
                pk=n,
                name=f"{WORDS[n % 43]} {WORDS[n // 43 % 43]} {WORDS[n // 7 % 43]} limited",
                likeness=f"organisation{n}",
                slug=f"organisation-{n}",
                legal_form="company",
                company_number=str(90_000_000 + n),
                confirmed_at=now,
            )
            for n in range(1, count + 1)
        ),
        batch_size=2000,
    )


def _make_texts(count: int) -> None:
    """Texts of 160 words, of sentences that differ; every one has a word that few others have."""
    from compliance.statements.models import StatementText

    who = ("Our buyers", "Two auditors", "The board", "A labour agency", "Migrant workers", "Our largest supplier")
    did = ("audited", "visited", "paid back fees to", "checked the passports of", "trained", "wrote to", "left")
    whom = ("workers who make gloves", "34 suppliers of cotton", "three farms", "the recruitment agents", "cleaners")
    why = ("where debt bondage was likely", "in Thailand", "after a call to the hotline", "within 30 days", "in May")

    def text(n: int) -> str:
        lines = [f"This is our slavery and human trafficking statement, and kiln{n % 997} is where it begins."]
        for number in range(13):
            k = n * 7 + number * 11
            subject, verb, whose, reason = who[k % 6], did[k // 3 % 7], whom[k // 5 % 5], why[k // 2 % 5]
            lines.append(f"{subject} {verb} {whose} {reason}, as the plan for the year had said it would.")
        if n % 8 == 0:
            lines.append("Nobody pays recruitment fees, and training of managers covers debt bondage.")
        return "\n".join(lines)

    sections = [["intro", 0], ["risk", 90]]
    StatementText.objects.bulk_create(
        (StatementText(publication_id=n, sections=sections, body=text(n)) for n in range(1, count + 1)),
        batch_size=2000,
    )


def make_publications(count: int) -> None:
    """Organisations with five years each; their statements by a few orders that the database carries out itself."""
    from django.db import connection, transaction

    from compliance.statements.publication.services.search_index import index_names

    is_postgresql = connection.vendor == "postgresql"
    numbers = (
        "generate_series(1, {n}) AS s(n)"
        if is_postgresql
        else "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {n}) SELECT n FROM c) AS s"
    )
    uuid = "gen_random_uuid()" if is_postgresql else "lower(hex(randomblob(16)))"
    day = "DATE '{0}'" if is_postgresql else "'{0}'"
    json = "CAST('{0}' AS jsonb)" if is_postgresql else "'{0}'"
    moment = (
        "TIMESTAMPTZ '2026-01-01 09:00Z' + s.n * INTERVAL '1 minute'"
        if is_postgresql
        else "datetime('2026-01-01 09:00', '+' || s.n || ' minutes')"
    )
    _make_organisations(-(-count // YEARS))
    # As long as needs be to be kept apart from the row, as the text of a statement is.
    words = " || ".join(f"md5('{number}' || s.n)" for number in range(70)) if is_postgresql else "hex(randomblob(1100))"
    filler = (
        f"""CAST('{{"answers": {{"text": "' || {words} || '"}}}}' AS jsonb)"""
        if is_postgresql
        else (f"""'{{"answers": {{"text": "' || {words} || '"}}}}'""")
    )

    steps = [
        f"""INSERT INTO statements_statement (id, uuid, organisation_id, year, homepage_link_confirmed, registry_url,
            has_logo, created_at)
            SELECT s.n, {uuid}, (s.n - 1) / {YEARS} + 1, 2022 + s.n % {YEARS}, false, '', false, {moment}
            FROM {numbers.format(n=count)}""",
        f"""INSERT INTO statements_version (id, uuid, statement_id, number, state, is_short, content_hash,
            amendment_kind, amendment_note, created_at)
            SELECT s.n, {uuid}, s.n, 1, 'published', false, '', '', '', {moment} FROM {numbers.format(n=count)}""",
        f"""INSERT INTO statements_publication (id, uuid, organisation_id, version_id, statement_id, content,
            content_hash, signoff, ruleset, published_at, first_published_on, due_on, late_reason, statement_url,
            request_email, licence, amendment_kind, amendment_note, is_current, withdrawn_reason, organisation_name,
            organisation_slug, company_number, number, year, period_start, period_end, legal_form, kind, turnover_band,
            is_group, is_late, is_voluntary, area_count, searched)
            SELECT s.n, {uuid}, o.id, s.n, s.n, {filler}, '', {json.format("{}")}, 'bench', {moment},
            {day.format("2026-01-01")}, {day.format("2026-09-30")}, '', '',
            '', 'all_rights_reserved', '', '', true, '', o.name, o.slug,
            o.company_number, 1, 2022 + s.n % {YEARS}, {day.format("2025-04-01")}, {day.format("2026-03-31")},
            CASE WHEN s.n % 9 = 0 THEN 'llp' ELSE 'company' END, 'steps_taken',
            CASE s.n % 4 WHEN 0 THEN '36m_60m' WHEN 1 THEN '60m_100m' WHEN 2 THEN '100m_500m' ELSE 'over_500m' END,
            s.n % 6 = 0, false, false, 6, ' ' || o.name || ' ' || o.company_number || ' '
            FROM {numbers.format(n=count)} JOIN organisations_organisation o ON o.id = (s.n - 1) / {YEARS} + 1""",
        *(
            f"INSERT INTO statements_facet (publication_id, kind, code) SELECT s.n, '{kind}', {code} "
            f"FROM {numbers.format(n=count)} WHERE {when}"
            for kind, code, when in (
                (
                    "sector",
                    "CASE s.n % 3 WHEN 0 THEN 'construction' WHEN 1 THEN 'fashion_textiles' ELSE 'other' END",
                    "true",
                ),
                ("area", "'risk'", "s.n % 10 <> 0"),
                ("area", "'training'", "s.n % 4 <> 0"),
                ("country", "CASE s.n % 5 WHEN 0 THEN 'country:TH' ELSE 'country:GB' END", "s.n % 2 = 0"),
                ("signed", "CASE s.n % 2 WHEN 0 THEN 'recorded' ELSE 'on_screen' END", "true"),
            )
        ),
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        for step in steps:
            cursor.execute(step)
    _make_texts(count)
    index_names(WORDS)
    with connection.cursor() as cursor:
        # Which no transaction allows, as that of a test.
        is_alone = is_postgresql and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if is_alone else "ANALYZE")


REGISTER = World(name="register", count=STATEMENTS, build=make_publications)


@benchmark(
    "register_search_vs_sql",
    unit="s",
    baseline="the same SQL by hand, rows fetched",
    database="postgresql",
    world=REGISTER,
)
def register_search_vs_sql() -> Iterator[Duel]:
    yield from _search(QUERIES)


@benchmark("register_search_vs_sql_sqlite", unit="s", baseline="the same SQL by hand, rows fetched", world=REGISTER)
def register_search_vs_sql_sqlite() -> Iterator[Duel]:
    yield from _search(QUERIES)


FLOOR_OF_TEXTS = "the same SQL by hand, rows and texts fetched"


@benchmark("register_full_text_vs_sql", unit="s", baseline=FLOOR_OF_TEXTS, database="postgresql", world=REGISTER)
def register_full_text_vs_sql() -> Iterator[Duel]:
    yield from _search([f"{query}&search_in=text" for query in TEXT_QUERIES])


@benchmark("register_full_text_vs_sql_sqlite", unit="s", baseline=FLOOR_OF_TEXTS, world=REGISTER)
def register_full_text_vs_sql_sqlite() -> Iterator[Duel]:
    yield from _search([f"{query}&search_in=text" for query in TEXT_QUERIES])
