"""python -m bench.pages: ask for every address of the URL register as each role, worst first.

The world is that of the access tests, whose first organisation has 10,000 sites and findings, beside 5,000 open cases
and 100,000 published statements. A line is processor time, queries and bytes of one GET; the address was asked once
before, and where a figure is above its limit the lower of two counts: what else runs here adds to the time, and once a
minute a request writes when its visitor was last here. What a request wrote is undone, so that each finds the same
world; the statements that begin, end and undo a transaction are not counted. PDFs are put together but
not drawn. --share makes the world smaller.

A page above MAX_MS needs a line in REASONS, one above MAX_QUERIES there or in MANY_QUERIES; --strict fails where one
has none.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bench.runner import Database
from bench.surroundings import surroundings

MAX_MS, MAX_QUERIES, SLOW_MS = 40, 20, 2_000
SITES, CASES, STATEMENTS = 10_000, 5_000, 100_000
TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")
# Why a page may cost more, by the name of its address.
_ALL_FOUND = "Hands out every statement that was found, in pieces: tens of megabytes."
_MONTH = "Counts every case, contact and coded fact of a month that is not frozen yet."
_WORDS = "Compares all words of the report with those of others, kind by kind, and indexes what is new."
_DISCLOSED = "Opens all that a case holds, item by item, to show what a partner would be told."
_WORKBOOK = "Writes a workbook for somebody who asks for it: the library takes most of the time."
REASONS: dict[str, str] = {
    "audits:supply_chain": "Counts a whole register, its findings and what changed: 24 counts in a few long queries.",
    "audits:supply_chain_workbook": _WORKBOOK,
    "cases:advise": "Opens all that the reporter wrote and was answered, beside the form that answers and closes.",
    "cases:case": _WORDS,
    "cases:merge_undo": "Looks through all that two cases hold for what changed since they were merged.",
    "cases:refer_check": _DISCLOSED,
    "cases:refer_record": _DISCLOSED,
    "cases:refer_what": _DISCLOSED,
    "dashboard:home": "Asks each app what it has for this person to do, a query a kind of task.",
    "desk:contact": _WORDS,
    "desk:lead": "Shows fifteen lists, each of up to a hundred rows, and the tries that each colleague has left.",
    "desk:repeats": _WORDS,
    "desk:untaken": _WORDS,
    "duties:confirm_run": "Counts each kind of record that the run would erase.",
    "duties:figures": _MONTH,
    "duties:leave": "Asks for each of up to a hundred cases who takes it on: as many lists of colleagues.",
    "duties:overview": "Counts a year of contacts and cases by month, and whether each target of two months was met.",
    "duties:retention": "Counts each kind of record that has a period: what is due, on hold, and of unknown age.",
    "duties:workbook": _MONTH,
    "plans:download": _WORKBOOK,
    "register:result_csv": _ALL_FOUND,
    "register:result_json": _ALL_FOUND,
    "release_desk:month": _MONTH,
    "statements:evidence": "Reads the registers again to tell what changed since the rows were frozen.",
    "statements:publish": "Checks each condition of publication where its facts are kept.",
    "statements:word_draft": "Writes the draft as a Word document.",
    "statistics:file": "Writes a workbook of twenty tables, once a release; the file is kept for those who ask later.",
    "suppliers:export": _WORKBOOK,
    "suppliers:supplier": "Holds the cards of audits, alerts, training, risk and statements, a query or two each.",
    "suppliers_staff:edition": "Computes all scores of all businesses anew, to say how many the edition would change.",
    "suppliers_staff:shipped": "Computes all scores of all businesses anew, to say how many the table would change.",
    "suppliers_staff:weights": "Draws one form of 135 fields, for a site administrator a few times a year.",
}
# Why pages below MAX_MS may ask more often, by the app of their address.
MANY_QUERIES: dict[str, str] = {
    "cases": "About 18 queries open the case and its keys, look for alarms, and note who read it, before its own.",
}


def get_reason(visit: "Visit") -> str:
    """Return why a visit may be over the limits, or an empty text."""
    app = visit.name.partition(":")[0]
    return REASONS.get(visit.name) or (MANY_QUERIES.get(app, "") if visit.milliseconds <= MAX_MS else "")


@dataclass(frozen=True, slots=True)
class Visit:
    """What one GET cost. status: of its answer."""

    name: str
    visitor: str
    milliseconds: float
    queries: int
    size: int
    status: int

    @property
    def is_over(self) -> bool:
        return self.milliseconds > MAX_MS or self.queries > MAX_QUERIES


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pages")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--share", type=float, default=1, help="of the world's rows")
    parser.add_argument("--only", default="", help="addresses whose name contains this")
    parser.add_argument("--start", default="", help="addresses from this name on")
    parser.add_argument("--strict", action="store_true", help="fail where a page is over the limits without a reason")
    options = parser.parse_args()
    if "BENCH_WALKS" in os.environ:
        return _walk_and_print(options.only, options.start, is_strict=options.strict)
    database: Database = options.database
    with surroundings() as made, made.copy(database, None) as env:
        env |= {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "BENCH_WALKS": "1", "BENCH_SHARE": str(options.share)}
        return subprocess.run([sys.executable, "-m", "bench.pages", *sys.argv[1:]], env=env, check=False).returncode


def _walk_and_print(only: str, first: str, *, is_strict: bool) -> int:
    import django

    django.setup()
    start = time.perf_counter()
    world, clients = build_large_world()
    print(f"The world took {time.perf_counter() - start:.0f} s.", file=sys.stderr, flush=True)
    visits = []
    for visit in walk(world, clients, only, first):
        visits.append(visit)
        print(render_visit(visit), file=sys.stderr, flush=True)
    print(render_visits(sorted(visits, key=lambda visit: -visit.milliseconds)))
    return 1 if is_strict and _list_unexplained(visits) else 0


def build_large_world() -> tuple[Any, dict[str, Any]]:
    """Return the world of the access tests with many rows of each kind, and a browser for each of its visitors."""
    from datetime import timedelta

    from django.test import Client
    from django.utils import timezone

    from bench.desk import make_cases
    from bench.register import make_publications
    from bench.risk import make_sites
    from bench.runner import sized
    from bench.worlds import analyse, make_audits
    from compliance.organisations.models import Organisation
    from compliance.suppliers.services.risk import recompute_scores
    from portal.accounts.roles import DESK_ROLES
    from tests.factories.accounts import sign_in
    from tests.factories.casework import unlock_signed_in
    from tests.factories.world import VISITORS, build_world

    # First, since it chooses its own keys.
    make_publications(sized(STATEMENTS))
    for number in (1, 2):  # whose company numbers the world's two organisations have
        Organisation.objects.filter(company_number=str(90_000_000 + number)).update(company_number=f"9999990{number}")
    _continue_keys()
    world = build_world()
    organisation = world.a.organisation
    make_sites(sized(SITES), organisation)
    make_audits(organisation, sized(SITES))
    recompute_scores(organisation, event="import", now=timezone.now())
    make_cases(sized(CASES), world.staff["handler"], varied=True)
    analyse()
    clients, ahead = {}, timedelta(hours=1)
    for visitor in VISITORS:
        clients[visitor] = Client(raise_request_exception=False)
        if user := world.visitor(visitor):
            sign_in(clients[visitor], user, seconds_ago=-ahead.total_seconds())
        if visitor in DESK_ROLES:
            unlock_signed_in(clients[visitor], user, at=timezone.now() + ahead)
            index_words(user)
    return world, clients


def index_words(user: Any) -> None:
    """Put the words of all reports that somebody may open into the lookup index, as their pages do bit by bit."""
    from compliance.casework.services import lookup_index
    from tests.factories.casework import keys_of

    keys = keys_of(user)
    while lookup_index.catch_up(user=user, keys=keys, limit=1_000):
        pass


def _continue_keys() -> None:
    """Let PostgreSQL give keys after those that rows have."""
    from django.core.management.color import no_style
    from django.db import connection

    from compliance.organisations.models import Organisation
    from compliance.statements.models import Facet, Publication, Statement, Version

    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(
            no_style(), [Organisation, Statement, Version, Publication, Facet]
        ):
            cursor.execute(sql)


def ask(client: Any, url: str, name: str, visitor: str) -> Visit:
    """Return what one GET costs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.support.visits import request_page

    with CaptureQueriesContext(connection) as queries:
        start = time.process_time()
        response, body = request_page(client, "get", url)
        took = (time.process_time() - start) * 1000
    count = sum(not query["sql"].startswith(TRANSACTION) for query in queries.captured_queries)
    return Visit(name, visitor, took, count, len(body.encode()), response.status_code)


def get_lower(first: Visit, second: Visit) -> Visit:
    """Return what a page costs by the lower figures of two visits."""
    milliseconds, queries = min(first.milliseconds, second.milliseconds), min(first.queries, second.queries)
    return replace(second, milliseconds=milliseconds, queries=queries)


def walk(world: Any, clients: dict[str, Any], only: str = "", first: str = "") -> Iterator[Visit]:
    """Yield a visit for every address and every visitor who may open it; of one above SLOW_MS, for the first only.

    One above the limits is asked once more and the lower figures count.
    """
    from django.conf import settings
    from django.test.utils import override_settings
    from pytest import MonkeyPatch

    from tests.support.visits import address_url, draw_pdfs_as_text, request_page
    from tests.url_register import ADDRESSES
    from tests.url_register.expectations import HANDLED

    # More requests than one visitor may make; they are counted nevertheless.
    free = {name: (10**6, seconds) for name, (_count, seconds) in settings.LIMITS.items()}
    with MonkeyPatch.context() as patched, override_settings(LIMITS=free):
        draw_pdfs_as_text(patched)
        for name, address in sorted(ADDRESSES.items()):
            if only not in name or name < first:
                continue
            url, is_warm = address_url(address, name, world), False
            for visitor, client in clients.items():
                if address.get[visitor] not in {200, HANDLED}:
                    continue
                if not is_warm:
                    request_page(client, "get", url)
                    is_warm = True
                visit = ask(client, url, name, visitor)
                if visit.is_over and visit.milliseconds < SLOW_MS:
                    visit = get_lower(visit, ask(client, url, name, visitor))
                yield visit
                if visit.milliseconds > SLOW_MS:
                    break


def _list_unexplained(visits: list[Visit]) -> set[str]:
    """Return the names of addresses with a visit over the limits for which there is no reason."""
    return {visit.name for visit in visits if visit.is_over and not get_reason(visit)}


def render_visit(visit: Visit) -> str:
    """Return the line of a visit; ! marks one over the limits, with the reason where there is one."""
    reason = f" ! {get_reason(visit)}".rstrip() if visit.is_over else ""
    figures = f"{visit.milliseconds:8.1f} {visit.queries:7} {visit.size:9,} {visit.status:6}"
    return f"{figures}  {visit.name}, {visit.visitor}{reason}"


def render_visits(visits: list[Visit]) -> str:
    """Return a line a visit, and how many are over the limits."""
    lines = [f"{'ms':>8} {'queries':>7} {'bytes':>9} {'status':>6}  address, visitor", *map(render_visit, visits)]
    over = {visit.name for visit in visits if visit.is_over}
    lines.append(
        f"{len(visits)} visits of {len({visit.name for visit in visits})} addresses; {len(over)} addresses above"
        f" {MAX_MS} ms or {MAX_QUERIES} queries, {len(_list_unexplained(visits))} of them without a reason."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
