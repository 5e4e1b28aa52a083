"""The demo's releases: which periods there are, from which facts, and what protecting them gave.

Protecting two years takes a minute of processor time, so that the result is a file, data/demo_releases.json.gz, which
`manage.py demo_figures` makes from the seed of demo_facts. Extracts are made from the seed each time.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from compliance.statistics.demo_facts import FIRST_MONTH, make_demo_facts
from compliance.statistics.labels import label_period
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.announced_dates import add_months, get_periods_until
from compliance.statistics.rules.building import BuiltRelease, build_release
from compliance.statistics.rules.extract import UnitRows, add_up, canonical_json, merge
from compliance.statistics.rules.periods import Kind, Month, Period, parse_period
from compliance.statistics.rules.release_content import read_content, write_content
from compliance.statistics.rules.tables import TOTAL
from compliance.statistics.services.attack_check import attack_release

FILE = Path(__file__).parent / "data" / "demo_releases.json.gz"
CORRECTED, CORRECTED_AFTER, CORRECTED_MONTH = parse_period("2025-q2"), parse_period("2025-q3"), Month(2025, 5)
NOTE = "Some online reports of modern slavery in May 2025 were counted twice: a form was sent again after an error."
# Of these reports one in so many was counted twice.
REPORTS, COUNTED_TWICE = ("webform", "report_concern", "modern_slavery", "en"), 4

type Units = dict[str, UnitRows]


@dataclass(frozen=True)
class DemoPeriod:
    """A release of the demo before it is protected. revision: 2 for the one correction."""

    period: Period
    units: Units
    revision: int = 1

    @property
    def code(self) -> str:
        return self.period.code if self.revision == 1 else f"{self.period.code}-{self.revision}"

    @property
    def note(self) -> str:
        return NOTE if self.revision > 1 else ""


def make_demo_periods() -> Iterator[DemoPeriod]:
    """Yield what is prepared, in that order; the last month waits for a second person."""
    first = dict(make_demo_facts())
    corrected = first | {CORRECTED_MONTH: _without_doubles(first[CORRECTED_MONTH])}
    over = add_months(FIRST_MONTH, len(first))
    for period in get_periods_until(date(over.year, over.number, 1), since=FIRST_MONTH):
        facts = corrected if period.kind is Kind.YEAR else first
        yield DemoPeriod(period, merge(facts[month] for month in period.months))
        if period == CORRECTED_AFTER:
            yield DemoPeriod(CORRECTED, merge(corrected[month] for month in CORRECTED.months), revision=2)


def _without_doubles(units: Units) -> Units:
    contacts = units["contacts"]
    fewer = [
        (fact, number - number // COUNTED_TWICE if fact[1:] == REPORTS else number)
        for fact, number in contacts.rows.items()
    ]
    return units | {"contacts": add_up(contacts.columns, fewer)}


# Any: the columns of a release as JSON holds them.
def make_demo_releases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Protect and attack every period; yield its code and the columns that come of it."""
    built: dict[str, BuiltRelease] = {}
    for demo in make_demo_periods():
        beside = [release for release in built.values() if release.release.period.year == demo.period.year]
        release = build_release(demo.code, demo.period, demo.units, rules=get_rule_set(), earlier=beside)
        found = attack_release(release, beside)
        if found.exposed:
            raise ValueError(f"The demo's figures {demo.code} give a small count away.")
        built[demo.code] = release
        content = write_content(release.content)
        yield demo.code, {"content": content, "hidden": found.hidden, "headline": describe(content)}


def describe(content: str) -> str:
    """Return a headline from the published numbers alone."""
    release = read_content(content).release
    totals = {
        table.spec.unit: table.cells[(TOTAL,)].value for table in release.tables if len(table.spec.dimensions) == 1
    }
    about = "About " if release.tables[0].rounded_to else ""
    return (
        f"{about}{totals['contacts']:,} contacts reached the helpline and {totals['cases']:,} cases were opened "
        f"in {label_period(release.period)}."
    )


def write_file(releases: Mapping[str, Mapping[str, Any]], path: Path = FILE) -> None:
    path.write_bytes(gzip.compress(canonical_json(releases).encode(), mtime=0))


def read_file() -> dict[str, dict[str, Any]]:
    return json.loads(gzip.decompress(FILE.read_bytes()))
