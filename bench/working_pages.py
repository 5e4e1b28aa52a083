"""The pages that people work in all day: processor time a request, against the same rows by hand and a tenth of them.

Each page is a line of PAGES. Three rows of the results come of it on each database: `…_cpu_ms`; `…_vs_floor`, held
against bench.floors in the same process; `…_growth`, held against a tenth of the rows in another process.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Any

from bench import runner
from bench.runner import Benchmark, Database, Rounds, Row, Side, World, register
from bench.worlds import BUSINESS, DESK, DIRECTORY, MEMBER, REGISTER, YEAR
from portal.core.garbage import leave_loaded_alone

HAND = "the same rows by the shortest SQL and one f-string in the same frame, through the same middleware"
TENTH = "the same page with a tenth of the rows"
HOME = "/o/invented-bench"
SUFFIXES: dict[Database, str] = {"sqlite": "", "postgresql": "_pg"}
PARTS = (10, 100)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page. name: of its rows, before `_cpu_ms`. floor: the address of the same rows by hand, or empty.

    link: what finds a row's link in either page, so that both show the same rows in the same order.
    form: what is posted, where the page is asked by POST.
    """

    name: str
    world: World
    address: str
    floor: str = ""
    link: str = ""
    form: Mapping[str, str] | None = None


PAGES = (
    Page(name="desk_queue_5000", world=DESK, address="/desk/", floor="/desk/floor/",
         link=r'(?:href|action)="/desk/(?:cases|concerns)/([0-9a-f-]{36})/'),
    Page(name="suppliers_10000", world=BUSINESS, address=f"{HOME}/suppliers/", floor=f"{HOME}/suppliers/floor/",
         link=r'href="[^"]*/suppliers/([0-9a-f-]{36})/"'),
    Page(name="risk_10000", world=BUSINESS, address=f"{HOME}/suppliers/risk/", floor=f"{HOME}/suppliers/risk/floor/",
         link=r'href="[^"]*/suppliers/(?:sites/)?([0-9a-f-]{36})/risk/"'),
    Page(name="findings_10000", world=BUSINESS, address=f"{HOME}/audits/findings/",
         floor=f"{HOME}/audits/findings/floor/", link=r'href="[^"]*/findings/([0-9a-f-]{36})/"'),
    Page(name="statement_section", world=BUSINESS, address=f"{HOME}/statements/{YEAR}/policies/",
         floor=f"{HOME}/statements/{YEAR}/policies/floor/", link=r'<textarea[^>]*name="(narrative_policies)"'),
    Page(name="statement_checks", world=BUSINESS, address=f"{HOME}/statements/{YEAR}/check/"),
    Page(name="actions_5000", world=BUSINESS, address=f"{HOME}/actions/"),
    Page(name="audits_1000", world=BUSINESS, address=f"{HOME}/audits/"),
    Page(name="activity_10000", world=BUSINESS, address=f"{HOME}/activity/"),
    Page(name="uploads_1000", world=BUSINESS, address=f"{HOME}/suppliers/uploads/"),
    Page(name="audit_log_5000", world=DESK, address="/staff/history/"),
    Page(name="organisation_overview", world=BUSINESS, address=f"{HOME}/"),
    Page(name="register_search_100000", world=REGISTER, address="/statements/?q=steel",
         floor="/statements/floor/?q=steel", link=r'href="/statements/([a-z0-9-]+/\d{4})/"'),
    Page(name="directory_search_10000", world=DIRECTORY, address="/services/",
         form={"place": "Derbyshire", "need": "work"}),
)  # fmt: skip


def make_sides(pages: tuple[Page, ...]) -> dict[str, Side]:
    """Return, by name, what asks each page and its floor once and returns the milliseconds of processor time."""
    client = open_browser(pages[0].world)
    sides: dict[str, Side] = {}
    for page in pages:
        sides[page.name] = _asking(client, page.address, page.form)
        if page.floor:
            sides[f"{page.name}/floor"] = _asking(client, page.floor, None)
    return sides


def open_browser(world: World) -> Any:
    """Return the browser of whoever works in the world: a handler who unlocked the desk, a member, or a visitor."""
    from django.test import Client

    from bench.vault_fixture import HANDLER, PASSPHRASE
    from portal.accounts.models import User

    client = Client(headers={"host": "localhost"})
    if world is DESK:
        client.force_login(User.objects.get(email=HANDLER))
        if client.post("/desk/unlock/", {"passphrase": PASSPHRASE}).status_code != 302:
            raise AssertionError("The desk did not unlock.")
    elif world is BUSINESS:
        client.force_login(User.objects.get(email=MEMBER))
    return client


def ask(client: Any, address: str, form: Mapping[str, str] | None = None) -> Any:
    """Return the answer to one request, which is 200."""
    answer = client.get(address) if form is None else client.post(address, form)
    if answer.status_code != 200:
        raise AssertionError(f"{address} answered {answer.status_code} {answer.headers.get('Location', '')}")
    return answer


def _asking(client: Any, address: str, form: Mapping[str, str] | None) -> Side:
    def side() -> float:
        start = time.process_time()
        ask(client, address, form)
        return (time.process_time() - start) * 1000

    return side


def check_floor(page: Page, client: Any) -> None:
    """Raise AssertionError unless the page and its floor show the same rows in the same order."""
    ours, floor = (
        list(dict.fromkeys(re.findall(page.link, ask(client, address).content.decode())))
        for address in (page.address, page.floor)
    )
    if not floor or ours != floor:
        raise AssertionError(f"{page.name} shows {ours[:3]}…, its floor {floor[:3]}…")


def describe(pages: tuple[Page, ...]) -> dict[str, dict[str, object]]:
    """Return queries and bytes of each page, by the name of its row without the suffix."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, seen = open_browser(pages[0].world), {}
    for page in pages:
        if page.floor:
            check_floor(page, client)
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, page.address, page.form)
        seen[page.name] = {"queries": len(queries), "bytes": len(answer.content)}
    return seen


class Served:
    """The same pages in a process of its own, on the copy of a smaller world. sides: as make_sides."""

    def __init__(self, name: str, env: Mapping[str, str]) -> None:
        order = [sys.executable, "-m", "bench.working_pages", name]
        self.process = subprocess.Popen(
            order, env=os.environ | env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def asking(self, side: str) -> Side:
        return lambda: self.ask(side)

    def ask(self, side: str) -> float:
        into, out = self.process.stdin, self.process.stdout
        if into is None or out is None:
            raise AssertionError("The process has no pipes.")
        print(side, file=into, flush=True)
        return float(out.readline())

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait(timeout=30)


def pages_of(world: World) -> tuple[Page, ...]:
    return tuple(page for page in PAGES if page.world is world)


@contextmanager
def _smaller(world: World) -> Iterator[dict[int, Served]]:
    """Yield the processes of the smaller worlds by their divisor; none where a test measures in its own process."""
    parts: dict[str, dict[str, str]] = json.loads(os.environ.get("BENCH_PARTS") or "{}")
    with ExitStack() as stack:
        served = {}
        for part, env in parts.items():
            served[int(part)] = one = Served(world.name, env)
            stack.callback(one.close)
        yield served


def _measure_pages(world: World, suffix: str) -> Callable[[], Iterator[Rounds]]:
    pages = pages_of(world)

    def set_up() -> Iterator[Rounds]:
        from django.conf import settings
        from django.test.utils import override_settings

        # More searches than one visitor may make; they are counted nevertheless.
        free = dict.fromkeys(("search", "register_search", "directory_search"), (10**6, 60))
        with override_settings(LIMITS=settings.LIMITS | free), _smaller(world) as smaller:
            seen, sides = describe(pages), make_sides(pages)
            for page in pages:
                for part in PARTS:
                    there = smaller.get(part)
                    sides[f"{page.name}/{part}"] = there.asking(page.name) if there else sides[page.name]
            if not runner.ONCE:
                leave_loaded_alone()
            yield Rounds(sides=sides, runs=11, warm_up=3, more=lambda medians: _extra(world, suffix, seen, medians))

    return set_up


def _extra(
    world: World, suffix: str, seen: Mapping[str, Mapping[str, object]], medians: Mapping[str, float]
) -> dict[str, dict[str, object]]:
    """Return what the row of each page says besides: its queries and bytes, and its cost by rows."""
    return {
        f"{page.name}_cpu_ms{suffix}": {
            **seen[page.name],
            "series": [
                [world.size(100), round(medians[f"{page.name}/100"], 2)],
                [world.size(10), round(medians[f"{page.name}/10"], 2)],
                [world.size(), round(medians[page.name], 2)],
            ],
        }
        for page in pages_of(world)
    }


def _rows(page: Page, suffix: str) -> Iterator[Row]:
    yield Row(name=f"{page.name}_cpu_ms{suffix}", unit="ms of processor time", side=page.name)
    if page.floor:
        floor = f"{page.name}/floor"
        yield Row(name=f"{page.name}_vs_floor{suffix}", unit="ms of processor time", baseline=HAND, side=page.name,
                  against=floor)  # fmt: skip
    yield Row(name=f"{page.name}_growth{suffix}", unit="ms of processor time", baseline=TENTH, side=page.name,
              against=f"{page.name}/10")  # fmt: skip


for _world in (DESK, BUSINESS, REGISTER, DIRECTORY):
    for _database, _suffix in SUFFIXES.items():
        register(
            Benchmark(
                rows=tuple(row for page in pages_of(_world) for row in _rows(page, _suffix)),
                database=_database,
                set_up=_measure_pages(_world, _suffix),
                world=_world,
                divisors=PARTS,
            )
        )


def serve(name: str, requests: IO[str], answers: IO[str]) -> None:
    """Ask the side that each line names, and answer with its figure."""
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import override_settings

    free = dict.fromkeys(("search", "register_search", "directory_search"), (10**6, 60))
    with override_settings(LIMITS=settings.LIMITS | free):
        sides = make_sides(tuple(page for page in PAGES if page.world.name == name))
        leave_loaded_alone()
        for line in requests:
            print(sides[line.strip()](), file=answers, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], sys.stdin, sys.stdout)
