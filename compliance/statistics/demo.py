"""The demo's figures: two years of invented releases with their frozen extracts, and a month that waits for a lead."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from compliance.statistics.choices import State
from compliance.statistics.code_version import get_code_version
from compliance.statistics.demo_facts import FIRST_MONTH, MONTHS
from compliance.statistics.demo_releases import DemoPeriod, make_demo_periods, read_file
from compliance.statistics.models import Extract, PhoneFigures, Release
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.announced_dates import add_months, get_announced_time, get_last_day
from compliance.statistics.rules.building import MEDIAN_WAITS
from compliance.statistics.rules.extract import compute_hash, write_extract
from compliance.statistics.rules.periods import Kind
from compliance.statistics.services.extracts import count_facts, get_bounds
from portal.accounts.models import User
from portal.accounts.roles import StaffRole

COMMENTARY = "These figures are invented. They show what a release looks like."
PREPARED_BEFORE, DECIDED_BEFORE = timedelta(days=9), timedelta(days=6)
CORRECTED_LATER = timedelta(days=91)


def seed(*, today: date) -> None:
    """Load every release that was announced for a day before today."""
    statistician, lead = _find(StaffRole.STATISTICIAN), _find(StaffRole.TRIAGE_LEAD)
    if statistician is None or lead is None or Release.objects.exists():
        return
    stored = read_file()
    periods = [demo for demo in make_demo_periods() if timezone.localdate(_announced(demo)) < today]
    extracts = Extract.objects.bulk_create(_make_extract(demo, statistician) for demo in periods)
    releases: list[Release] = []
    for position, (demo, extract) in enumerate(zip(periods, extracts, strict=True), start=1):
        release = _make_release(demo, extract, position, statistician, lead)
        release.content = stored[demo.code]["content"]
        release.hidden, release.headline = stored[demo.code]["hidden"], stored[demo.code]["headline"]
        release.sha256 = compute_hash(release.content)
        release.considered = [str(other.uuid) for other in releases if other.first_day.year == demo.period.year]
        releases.append(release)
    Release.objects.bulk_create(releases)
    PhoneFigures.objects.bulk_create(
        _make_phone_figures(demo, statistician) for demo in periods if demo.period.kind is Kind.MONTH
    )


def _find(role: StaffRole) -> User | None:
    return User.objects.filter(groups__name=role, email__endswith="@helpline.example").order_by("pk").first()


def _announced(demo: DemoPeriod) -> datetime:
    at = get_announced_time(demo.period, get_rule_set().calendar)
    return at if demo.revision == 1 else at + CORRECTED_LATER


def _make_extract(demo: DemoPeriod, statistician: User) -> Extract:
    content = write_extract(demo.period.code, demo.units)
    return Extract(
        period=demo.period.code,
        content=content,
        sha256=compute_hash(content),
        facts=count_facts(demo.units),
        rule_set=get_rule_set().version,
        code_version=get_code_version(),
        frozen_at=_announced(demo) - PREPARED_BEFORE,
        frozen_by=statistician,
    )


def _make_release(demo: DemoPeriod, extract: Extract, position: int, statistician: User, lead: User) -> Release:
    at, last = _announced(demo), add_months(FIRST_MONTH, MONTHS - 1)
    is_decided = demo.period.months[-1] <= last
    return Release(
        kind=demo.period.kind.value,
        period_code=demo.period.code,
        first_day=get_bounds(demo.period)[0].date(),
        last_day=get_last_day(demo.period),
        revision=demo.revision,
        code=demo.code,
        position=position,
        state=State.PUBLISHED if is_decided else State.PREPARED,
        extract=extract,
        rule_set=get_rule_set().version,
        code_version=get_code_version(),
        commentary=COMMENTARY,
        note=demo.note,
        scheduled_for=at,
        prepared_by=statistician,
        prepared_at=at - PREPARED_BEFORE,
        decided_by=lead if is_decided else None,
        decided_at=at - DECIDED_BEFORE if is_decided else None,
        published_at=at if is_decided else None,
    )


def _make_phone_figures(demo: DemoPeriod, statistician: User) -> PhoneFigures:
    code = demo.period.code
    calls = {str(fact[1]): number for fact, number in demo.units["calls"].rows.items()}
    return PhoneFigures(
        month=code,
        offered=sum(calls.values()),
        median_wait_seconds=demo.units[MEDIAN_WAITS].rows[(code,)],
        saved_by=statistician,
        saved_at=_announced(demo) - PREPARED_BEFORE,
        **calls,
    )
