"""The list of suppliers, each of its filters and the dashboard of the supply chain, against the pages' own SQL."""

import time
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from typing import Any

from bench import Duel, benchmark, sized
from bench.working_pages import HOME, ask, open_browser
from bench.worlds import BUSINESS, MEMBER, analyse

MAX_QUERIES = 8
LISTINGS = 30_000
FILTERS = (
    "", "q=s1", "country=BD", "tier=1", "band=high", "status=active", "statement=listed", "statement=not_found",
    "statement=possible", "sector=apparel", "spend=unknown", "audit=never", "turnover=unknown", "owner=none",
    "country=CN&tier=1&sort=-risk", "sort=-spend&page=20", "sort=country",
)  # fmt: skip
DASHBOARD = f"{HOME}/audits/dashboard/"
PAGES = (*(f"{HOME}/suppliers/?{query}" for query in FILTERS), DASHBOARD)


def _make_registry(organisation: Any) -> None:
    """Make a file of the registry, with statements of every third supplier, by number or by name."""
    from django.utils import timezone

    from compliance.statements.models import Edition, Listing
    from compliance.suppliers.models import Supplier

    now = timezone.now()
    edition = Edition.objects.create(sha256="0" * 64, dated=date(2026, 11, 1), begun_at=now, finished_at=now)
    Listing.objects.bulk_create(
        (
            Listing(
                identity=f"{number:032}", fingerprint=f"{number:032}", edition=edition, updated_at=now,
                organisation_name=f"Listed {number // 3}", name_key=f"listed {number // 3}", searched=" listed ",
                company_number=f"{number // 3 + 1:08}", year=2023 + number % 3, turnover_band="over_500m",
                statement_url=f"https://n{number}.example/statement",
            )
            for number in range(sized(LISTINGS))
        ),
        batch_size=2000,
    )  # fmt: skip
    suppliers = list(Supplier.objects.for_organisation(organisation))
    for number, supplier in enumerate(suppliers):
        supplier.likeness = f"listed {number}" if number % 3 == 0 else f"unlisted {number}"
        if number % 2:
            supplier.company_number, supplier.country = f"{number + (0 if number % 3 else 50_000_000):08}", "GB"
    Supplier.objects.bulk_update(suppliers, ["likeness", "company_number", "country"], batch_size=500)
    analyse()


def _measure() -> Iterator[Duel]:
    from django.db import connection
    from django.http import QueryDict
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from compliance.audits.selectors.supply_chain import get_supply_chain
    from compliance.organisations.models import Membership
    from compliance.suppliers import exports
    from compliance.suppliers.selectors import search
    from portal.core.pagination import BoundedPaginator

    member = Membership.objects.select_related("organisation", "user").get(user__email=MEMBER)
    organisation, today = member.organisation, timezone.localdate()
    _make_registry(organisation)
    client = open_browser(BUSINESS)
    queries = {}
    for page in PAGES:
        # What a process asks once is no part of the page.
        ask(client, page)
        with CaptureQueriesContext(connection) as captured:
            ask(client, page)
        queries[page] = len(captured)
    if too_many := {page: count for page, count in queries.items() if count > MAX_QUERIES}:
        raise AssertionError(f"More than {MAX_QUERIES} queries: {too_many}")

    def ours() -> int:
        lines = 0
        for query in FILTERS:
            data = QueryDict(query)
            form = exports.get_filter(member, data)
            order = search.Order(form.params.sort, form.countries, today, form.register_choices.tier_until)
            keys = order.apply(search.search_suppliers(organisation, form.params, today=today))
            page = BoundedPaginator(keys, 50).get_page(data.get("page", 1))
            lines += len(search.get_page_rows(page.object_list, today=today))
        figures = get_supply_chain(organisation, today=today)
        return lines + figures.cover.total

    with CaptureQueriesContext(connection) as captured:
        if ours() < len(FILTERS):
            raise AssertionError("Nothing was found.")
    statements = [query["sql"] for query in captured.captured_queries]

    def by_hand() -> None:
        with connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)
                cursor.fetchall()

    def extra() -> dict[str, object]:
        took: dict[str, list[float]] = {page: [] for page in PAGES}
        for page in islice(cycle(PAGES), max(len(PAGES), sized(12 * len(PAGES)))):
            start = time.perf_counter()
            ask(client, page)
            took[page].append((time.perf_counter() - start) * 1000)
        every = [each for page in took.values() for each in page]
        return {
            "p95_ms": _get_percentile(every, 0.95), "p50_ms": _get_percentile(every, 0.5),
            "dashboard_p95_ms": _get_percentile(took[DASHBOARD], 0.95), "queries": max(queries.values()),
        }  # fmt: skip

    yield Duel(ours=lambda: ours() and None, baseline=by_hand, runs=9, warm_up=2, extra=extra)


def _get_percentile(values: list[float], share: float) -> float:
    return round(sorted(values)[int(len(values) * share)], 2)


HAND = "the statements of these calls, sent by hand"
benchmark("suppliers_page_vs_sql", unit="s", baseline=HAND, world=BUSINESS)(_measure)
benchmark("suppliers_page_vs_sql_pg", unit="s", baseline=HAND, world=BUSINESS, database="postgresql")(_measure)
