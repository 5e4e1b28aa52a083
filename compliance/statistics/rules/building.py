"""From an extract to the text of a release: the same facts, rules and earlier releases are the same bytes.

See docs/requirements/statistics.md#rebuild.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compliance.statistics.rules.counting import count_tables
from compliance.statistics.rules.disclosure import protect
from compliance.statistics.rules.extract import UnitRows
from compliance.statistics.rules.marks import find_marks
from compliance.statistics.rules.periods import Period
from compliance.statistics.rules.release_content import ReleaseContent
from compliance.statistics.rules.rule_set import RuleSet
from compliance.statistics.rules.tables import Counts, Index, Release

# Seconds that half of the answered callers waited no longer than; no unit of count, and in no table.
MEDIAN_WAITS = "median_waits"

type Truths = dict[tuple[str, str], Mapping[Index, int]]


@dataclass(frozen=True)
class BuiltRelease:
    """A release with the exact numbers behind it, which never leave the program."""

    content: ReleaseContent
    counts: Sequence[Counts]

    @property
    def release(self) -> Release:
        return self.content.release


def build_release(
    code: str, period: Period, extract: Mapping[str, UnitRows], *, rules: RuleSet, earlier: Sequence[BuiltRelease] = ()
) -> BuiltRelease:
    """Return the protected tables of a period.

    earlier: the releases of the same year that are or may become public, in the order of their preparation.
    """
    counts = count_tables(extract, rules, period)
    release = protect(
        code,
        period,
        counts,
        earlier=[built.release for built in earlier],
        truths=get_truths(earlier),
        marks=find_marks(extract, counts, rules, period),
    )
    return BuiltRelease(ReleaseContent(release, rules.version, _median_waits(extract, period)), counts)


def get_truths(releases: Sequence[BuiltRelease]) -> Truths:
    """Return the exact counts with totals, by release and table."""
    return {
        (built.release.id, table.spec.id): table.with_totals() for built in releases for table in built.counts
    }  # fmt: skip


def _median_waits(extract: Mapping[str, UnitRows], period: Period) -> dict[str, int]:
    waits = extract.get(MEDIAN_WAITS)
    months = {str(month) for month in period.months}
    found = {str(fact[0]): seconds for fact, seconds in waits.rows.items()} if waits else {}
    return {month: seconds for month, seconds in sorted(found.items()) if month in months}
