"""Released figures: what the public pages, the downloads and the API read. Nothing here reaches a fact of a case."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.utils import timezone

from compliance.statistics.choices import State
from compliance.statistics.models import Release
from compliance.statistics.models.releases import ReleaseQuerySet
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.announced_dates import get_announced_time, get_periods_until
from compliance.statistics.rules.differences import compare
from compliance.statistics.rules.periods import Month, Period
from compliance.statistics.rules.release_content import ReleaseContent, read_content
from compliance.statistics.rules.tables import Index

# A period is published within months; further back nothing can be due.
MAX_MONTHS_BACK = 24
MAX_MONTHS_AHEAD = 24


@dataclass(frozen=True)
class AnnouncedRelease:
    """A period whose figures are not public yet, and when they will be."""

    period: Period
    at: datetime


def get_published() -> ReleaseQuerySet:
    """Return every published release without its tables, the newest period first; corrections before what they
    correct.
    """
    return Release.objects.published().without_content().newest_period_first()


def get_current() -> list[Release]:
    """Return for each period its newest published revision, without tables, the newest period first."""
    newest: dict[str, Release] = {}
    for release in get_published():
        newest.setdefault(release.period_code, release)
    return list(newest.values())


def find_release(period: Period, revision: int | None = None) -> Release | None:
    """Return the published release of a period with its tables: the newest revision, or the one asked for."""
    rows = Release.objects.published().filter(period_code=period.code)
    rows = rows if revision is None else rows.filter(revision=revision)
    return rows.order_by("-revision").first()


def find_release_by_code(code: str) -> Release | None:
    """Return the published release of a code, such as 2026-q1 or 2026-q1-2."""
    return Release.objects.published().filter(code=code).first()


def get_revisions(period: Period) -> list[Release]:
    """Return every published revision of a period without its tables, the first one first."""
    return list(get_published().filter(period_code=period.code).order_by("revision"))


def get_corrections() -> list[Release]:
    """Return every published correction of any period without its tables, the newest first."""
    return list(get_published().filter(revision__gt=1).order_by("-published_at"))


def read_release(release: Release) -> ReleaseContent:
    """Return the tables of a release."""
    return read_content(release.content)


def get_revised_cells(release: Release) -> set[tuple[str, Index]]:
    """Return table and index of each number that a correction changed: it carries [r]. None in a first release."""
    before = find_release(release.period, release.revision - 1) if release.revision > 1 else None
    if before is None:
        return set()
    changed = compare(read_content(before.content).release, read_content(release.content).release)
    return {(difference.table_id, difference.index) for difference in changed}


def get_announced(now: datetime, *, number: int = 6) -> list[AnnouncedRelease]:
    """Return the next releases by their announced time, the soonest first.

    What is approved keeps the time that it was approved for; all else follows the calendar of the rule set.
    """
    today = timezone.localdate(now)
    calendar = get_rule_set().calendar
    approved = {row.code: row for row in Release.objects.filter(state=State.APPROVED).without_content()}
    public = set(Release.objects.published().values_list("code", flat=True))
    since = Month(today.year - MAX_MONTHS_BACK // 12, today.month)
    until = today.replace(year=today.year + MAX_MONTHS_AHEAD // 12, day=1)
    coming = [
        AnnouncedRelease(period, at)
        for period in get_periods_until(until, since=since)
        if period.code not in public
        and period.code not in approved
        and (at := get_announced_time(period, calendar)) > now
    ]
    coming += [AnnouncedRelease(row.period, row.scheduled_for) for row in approved.values() if row.scheduled_for > now]
    return list(islice(sorted(coming, key=lambda row: (row.at, row.period.code)), number))
