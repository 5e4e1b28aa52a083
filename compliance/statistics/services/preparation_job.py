"""Preparing figures in the background, as a row asks: the linear programs of a year take a while.

See docs/requirements/security.md#background-jobs.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from compliance.statistics.choices import Step
from compliance.statistics.models import Preparation
from compliance.statistics.rules.periods import Period
from compliance.statistics.services.preparation import prepare_release, require_preparable
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.jobs import leases, protocol
from portal.jobs.protocol import JobKind

JOB = JobKind(
    model=Preparation,
    label=gettext_lazy("Preparing published figures"),
    owed=Q(done_at=None),
    task="compliance.statistics.tasks.prepare",
    put_aside=lambda preparation, now: {},
    restart=lambda preparation, now: {},
    related=("asked_by",),
    queued_at="asked_at",
)


def request_preparation(
    *, period: Period, actor: User, at: datetime, headline: str = "", commentary: str = "", note: str = ""
) -> Preparation:
    """Have a period prepared. Asking twice meanwhile prepares it once. Raises ActionRefused."""
    require_preparable(period, note=note, at=at)
    words = {"headline": headline, "commentary": commentary, "note": note}
    try:
        with transaction.atomic():
            asked = Preparation.objects.create(period_code=period.code, asked_by=actor, asked_at=at, **words)
            transaction.on_commit(partial(protocol.wake, JOB, asked.pk))
    except IntegrityError:
        return Preparation.objects.get(period_code=period.code, done_at=None, put_aside_at=None)
    return asked


def run(pk: int, *, clock: Callable[[], datetime]) -> None:
    """Prepare what is asked for, unless another worker is at it. The same the second time."""
    claimed = protocol.claim(JOB, pk=pk, now=clock())
    if claimed is not None:
        protocol.attempt(JOB, claimed, partial(_prepare, clock=clock), clock=clock)


def _prepare(claimed: Preparation, *, clock: Callable[[], datetime]) -> None:
    try:
        prepare_release(
            period=claimed.period,
            actor=claimed.asked_by,
            at=clock(),
            headline=claimed.headline,
            commentary=claimed.commentary,
            note=claimed.note,
            on_step=partial(_save_step, claimed),
            before_storing=partial(leases.lock, claimed),
            on_stored=lambda: protocol.release(claimed, done_at=clock()),
        )
    except ActionRefused as refusal:
        protocol.release(claimed, done_at=clock(), refusal=refusal.sentence[:300])


def _save_step(claimed: Preparation, step: Step, checked: int = 0, to_check: int = 0) -> None:
    """Let whoever looks at the page see how far it is. Raises LeaseLost."""
    leases.update(claimed, step=step, checked=checked, to_check=to_check)
