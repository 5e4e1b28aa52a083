"""Preparing a release: freeze, count, protect, attack. Somebody else decides on it (services.decisions).

See docs/requirements/statistics.md#releases.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.statistics.choices import DRAFT_STATES, State, Step
from compliance.statistics.code_version import get_code_version
from compliance.statistics.models import Extract, Release
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.announced_dates import get_announced_time, get_last_day
from compliance.statistics.rules.building import BuiltRelease, build_release
from compliance.statistics.rules.counting import count_tables
from compliance.statistics.rules.extract import compute_hash, read_extract
from compliance.statistics.rules.periods import Kind, Period
from compliance.statistics.rules.release_content import read_content, write_content
from compliance.statistics.services.attack_check import AttackResult, attack_release
from compliance.statistics.services.extracts import freeze_extract, get_bounds
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record


def _nothing() -> None:
    pass


def _report_nothing(_step: Step, _checked: int = 0, _to_check: int = 0) -> None:
    pass


def prepare_release(
    *,
    period: Period,
    actor: User,
    at: datetime,
    headline: str = "",
    commentary: str = "",
    note: str = "",
    extract: Extract | None = None,
    on_step: Callable[..., None] = _report_nothing,
    before_storing: Callable[[], None] = _nothing,
    on_stored: Callable[[], None] = _nothing,
) -> Release:
    """Freeze and count a period and store what may be published of it, for a second person to decide on.

    note: what was wrong, where the period is public already and this corrects it.
    extract: one that was frozen before; otherwise the facts are frozen now.
    on_step: called with each Step, and while hidden numbers are checked with how many are and how many there are.
    before_storing, on_stored: called in the transaction that stores it. Raises ActionRefused.
    """
    revision = require_preparable(period, note=note, at=at)
    on_step(Step.COUNTING)
    frozen = extract or freeze_extract(period=period, actor=actor, at=at)
    code = get_code(period, revision)
    beside = get_considered(period, code)
    earlier = load_built(beside)
    on_step(Step.HIDING)
    built = build_release(code, period, read_extract(frozen.content), rules=get_rule_set(), earlier=earlier)
    found = attack_release(built, earlier, on_progress=partial(on_step, Step.CHECKING))
    # What takes long is done: the transaction is short, so that it keeps nobody from writing.
    with transaction.atomic():
        before_storing()
        _replace_drafts(code)
        if require_preparable(period, note=note, at=at) != revision or get_considered(period, code) != beside:
            raise ActionRefused(_("Other figures were prepared or decided on in the meantime. Prepare these again."))
        release = store_release(
            built, period=period, revision=revision, extract=frozen, considered=beside, found=found, actor=actor, at=at,
            headline=headline, commentary=commentary, note=note,
        )  # fmt: skip
        data = {"sha256": release.sha256, "extract": frozen.sha256, "state": release.state}
        record(actor, "statistics.release.prepared", release, data, at=at)
        on_stored()
    return release


def store_release(
    built: BuiltRelease,
    *,
    period: Period,
    revision: int,
    extract: Extract,
    considered: Sequence[Release],
    found: AttackResult,
    actor: User,
    at: datetime,
    headline: str = "",
    commentary: str = "",
    note: str = "",
) -> Release:
    """Store what was built, as the last one prepared; where the attack found something it is unsafe."""
    content = write_content(built.content)
    return Release.objects.create(
        kind=period.kind.value,
        period_code=period.code,
        first_day=get_bounds(period)[0].date(),
        last_day=get_last_day(period),
        revision=revision,
        code=built.release.id,
        position=Release.objects.next_position(),
        state=State.UNSAFE if found.exposed else State.PREPARED,
        extract=extract,
        rule_set=built.content.rule_set,
        code_version=get_code_version(),
        content=content,
        sha256=compute_hash(content),
        hidden=found.hidden,
        exposed=found.exposed,
        considered=[str(release.uuid) for release in considered],
        headline=headline,
        commentary=commentary,
        note=note,
        scheduled_for=get_announced_time(period, get_rule_set().calendar),
        prepared_by=actor,
        prepared_at=at,
    )


def get_code(period: Period, revision: int) -> str:
    return period.code if revision == 1 else f"{period.code}-{revision}"


def get_considered(period: Period, code: str) -> list[Release]:
    """Return the releases that the figures of a code could tell something beside: the others of the same year.

    No period reaches into another year, so that what is public of one says nothing of another.
    """
    known = Release.objects.known().filter(first_day__year=period.year).exclude(code=code)
    return list(known.select_related("extract"))


def load_built(releases: Iterable[Release]) -> list[BuiltRelease]:
    """Return the tables as they are stored, with the exact counts of their extracts."""
    return [
        BuiltRelease(
            read_content(release.content),
            count_tables(read_extract(release.extract.content), get_rule_set(release.rule_set), release.period),
        )
        for release in releases
    ]


def rebuild(release: Release) -> str:
    """Return the text of a release made anew from its extract and from what was considered then; the same bytes."""
    rows = Release.objects.filter(uuid__in=release.considered).select_related("extract").order_by("position")
    built = build_release(
        release.code,
        release.period,
        read_extract(release.extract.content),
        rules=get_rule_set(release.rule_set),
        earlier=load_built(rows),
    )
    return write_content(built.content)


def require_preparable(period: Period, *, note: str, at: datetime) -> int:
    """Return 1, or the number of the correction that has to be made. Raises ActionRefused."""
    if get_last_day(period) >= timezone.localdate(at):
        raise ActionRefused(_("This period has not ended yet."))
    rows = Release.objects.filter(period_code=period.code)
    public = rows.filter(state=State.PUBLISHED).order_by("-revision").first()
    if rows.filter(state=State.APPROVED).exists():
        raise ActionRefused(_("Figures for this period are approved but not yet published. Refuse them first."))
    if public is None:
        if note:
            raise ActionRefused(_("No figures for this period have been published, so there is nothing to correct."))
        return 1
    if period.kind is Kind.MONTH:
        raise ActionRefused(_("Monthly figures are provisional and are not revised. Correct the quarter."))
    if not note:
        raise ActionRefused(_("These figures are already published. Enter what was wrong with them."))
    return public.revision + 1


def _replace_drafts(code: str) -> None:
    drafts = Release.objects.select_for_update().filter(code=code, state__in=DRAFT_STATES)
    drafts.update(state=State.REPLACED)
