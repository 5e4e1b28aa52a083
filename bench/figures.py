"""Published figures: the public page of a quarter with a million cases against that of one with ten thousand, and the
preparation of two years.

Both quarters are frozen, counted, protected, attacked, approved and published by the portal's own services. A page
reads the text of its release and nothing else, which the queries of each are held to.
"""

import random
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from bench import Duel, benchmark, sized

MANY, FEW = 1_000_000, 10_000
LARGE, SMALL = "2025-q1", "2025-q2"
AT = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
# 24 months, 8 quarters, 2 years, a correction and the month after.
RELEASES = 36
# Weights of groups: a few have most of the cases, so that some cells are small whatever the number of cases.
STEEPNESS = 0.6


@benchmark(
    "statistics_page_1m_vs_10k",
    unit="ms of processor time",
    baseline="the page of a quarter with 10,000 cases",
    count=MANY,
)
def statistics_page_1m_vs_10k() -> Iterator[Duel]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from portal.accounts.models import User

    people = [User.objects.create_user(f"{name}@bench.example", "correct horse battery staple") for name in "ab"]
    for code, count in ((LARGE, sized(MANY)), (SMALL, sized(FEW))):
        _publish(code, count, *people)
    client = Client(headers={"host": "localhost"})

    def asking(code: str) -> Any:
        # A page that is kept would not be drawn.
        @override_settings(PAGES_ARE_KEPT=False)
        def ask() -> float:
            start = time.process_time()
            answer = client.get(f"/statistics/{code}/")
            took = (time.process_time() - start) * 1000
            if answer.status_code != 200:
                raise AssertionError(f"{code} answered {answer.status_code}")
            return took

        return ask

    for code, count in ((LARGE, sized(MANY)), (SMALL, sized(FEW))):
        _check_total(client, code, count)
        with CaptureQueriesContext(connection) as captured:
            asking(code)()
        tables = {name for query in captured for name in re.findall(r'FROM "(\w+)"', query["sql"])}
        if tables != {"statistics_release"} or len(captured) > 3:
            raise AssertionError(f"{code} reads {tables} in {len(captured)} queries")
    yield Duel(ours=asking(LARGE), baseline=asking(SMALL), runs=25, warm_up=5)


@benchmark("statistics_release_24_months_s", unit="s", count=RELEASES)
def statistics_release_24_months_s() -> Iterator[Duel]:
    """Count, protect and attack the demo's two years, one release after another; the answer is the demo's file."""
    from compliance.statistics.demo_releases import make_demo_releases, read_file

    stored = read_file()

    def release() -> None:
        made = dict(islice(make_demo_releases(), sized(RELEASES)))
        if made != {code: stored[code] for code in made} or len(made) != sized(RELEASES):
            raise AssertionError("The releases are not those of the file.")

    yield Duel(ours=release, runs=2, warm_up=0)


def _check_total(client: Any, code: str, count: int) -> None:
    tables = client.get(f"/api/v1/statistics/releases/{code}/").json()["tables"]
    cells = next(table["cells"] for table in tables if table["id"] == "cases_by_category")
    if cells[-1]["published"] != count:
        raise AssertionError(f"{code} has {cells[-1]['published']} cases and not {count}")


def _publish(code: str, count: int, statistician: Any, lead: Any) -> None:
    from compliance.statistics.rules.extract import write_extract
    from compliance.statistics.rules.periods import parse_period
    from compliance.statistics.services.decisions import approve_release
    from compliance.statistics.services.extracts import store_extract
    from compliance.statistics.services.preparation import prepare_release
    from compliance.statistics.services.publication import publish_due

    period = parse_period(code)
    units = _make_units([str(month) for month in period.months], count)
    extract = store_extract(period, write_extract(code, units), actor=statistician, at=AT)
    release = prepare_release(period=period, actor=statistician, at=AT, extract=extract)
    approved = approve_release(release=release, actor=lead, at=AT)
    if publish_due(approved.scheduled_for) != 1:
        raise AssertionError(f"{code} was not published")


def _make_units(months: list[str], count: int) -> dict[str, Any]:
    """Return as many cases as that, each about one person, and as many contacts."""
    from compliance.statistics.demo_facts import COLUMNS
    from compliance.statistics.rules.extract import add_up

    chance = random.Random(count)  # noqa: S311 - invented figures, not secrets
    return {
        unit: add_up(COLUMNS[unit], ((fact, 1) for fact in _draw(chance, COLUMNS[unit], months, count)))
        for unit in ("contacts", "cases", "people")
    }


def _draw(chance: random.Random, columns: tuple[str, ...], months: list[str], count: int) -> Iterator[Any]:
    from compliance.statistics.rule_sets import get_rule_set

    dimensions = get_rule_set().dimensions
    values = []
    for name in columns:
        groups = [group for group in dimensions[name].groups if group.members] if name in dimensions else []
        codes = [group.members[0] for group in groups] or months
        # The year's tables alone have these, and they would make the extract as long as there are cases.
        codes = codes[:1] if name in {"subtype", "police_force"} else codes
        weights = [STEEPNESS**place for place in range(len(codes))]
        values.append(chance.choices(codes, weights, k=count))
    return zip(*values, strict=True)
