"""What the public pages read of several releases at once, and the files of one."""

from datetime import datetime

from compliance.statistics.choices import FileKind, State
from compliance.statistics.models import Release, ReleaseFile
from compliance.statistics.rules.periods import Kind, Period

MAX_MONTHS = 24


def get_latest_months(number: int = MAX_MONTHS) -> list[Release]:
    """Return the latest published months with their tables, the oldest first. Months are never revised."""
    rows = Release.objects.published().filter(kind=Kind.MONTH.value).order_by("-last_day").defer("hidden", "exposed")
    return list(rows[:number])[::-1]


def get_newest(kind: Kind) -> Release | None:
    """Return the newest published release of a kind with its tables, its latest revision."""
    rows = Release.objects.published().filter(kind=kind.value).order_by("-last_day", "-revision")
    return rows.defer("hidden", "exposed").first()


def get_all_with_tables(*, since: datetime | None = None) -> list[Release]:
    """Return every published release with its tables, in the order in which they were made.

    since: only those that were published at this moment or later.
    """
    rows = Release.objects.published()
    if since:
        rows = rows.filter(published_at__gte=since)
    return list(rows.order_by("position").defer("hidden", "exposed"))


def get_year_before(period: Period) -> Release | None:
    """Return the latest revision of the same period a year earlier, where it is published."""
    rows = Release.objects.published().filter(period_code=Period(period.kind, period.year - 1, period.number).code)
    return rows.order_by("-revision").defer("hidden", "exposed").first()


def find_file(code: str, kind: FileKind) -> ReleaseFile | None:
    """Return a file of a published release that was written already."""
    return ReleaseFile.objects.filter(release__code=code, release__state=State.PUBLISHED, kind=kind).first()
