"""The figures of one period, from their preparation until they are public."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q

from compliance.statistics.choices import DRAFT_STATES, KNOWN_STATES, STATE_STEPS, State
from compliance.statistics.models.extracts import Extract
from compliance.statistics.rules.periods import Kind, Period, parse_period
from portal.core.models import PublicIdModel

CODE_LENGTH = 12


class ReleaseQuerySet(models.QuerySet["Release"]):
    def published(self) -> "ReleaseQuerySet":
        return self.filter(state=State.PUBLISHED)

    def known(self) -> "ReleaseQuerySet":
        """Return what is public or may become so, in the order in which it was prepared."""
        return self.filter(state__in=KNOWN_STATES).order_by("position")

    def due(self, now: datetime) -> "ReleaseQuerySet":
        return self.filter(state=State.APPROVED, scheduled_for__lte=now)

    def without_content(self) -> "ReleaseQuerySet":
        """Return, for lists, all columns but the tables."""
        return self.defer("content", "hidden", "exposed")

    def newest_period_first(self) -> "ReleaseQuerySet":
        """Order by the last day of the period, a year before its last quarter and that before its last month."""
        return self.order_by("-last_day", "first_day", "-revision", "-position")

    def next_position(self) -> int:
        return (self.aggregate(last=Max("position"))["last"] or 0) + 1


class Release(PublicIdModel):
    """Tables of one period, protected before they were stored: no page of figures can reach a case.

    code: names it among all releases and in addresses, such as 2026-q1, or 2026-q1-2 for its first correction.
    content: the canonical text of what is published (rules.release_content); sha256 is of it.
    hidden: of each hidden cell the table, index, reason and bounds, for staff.
    exposed: of each cell that the attack pinned down, the same; empty unless it is unsafe.
    considered: uuids of the releases that it was made to tell nothing beside, which a rebuild needs.
    position: in the order of preparation; a later one considers every earlier one that may be public.

    See docs/requirements/statistics.md#releases.
    """

    kind = models.CharField(max_length=7, choices=[(kind.value, kind.value) for kind in Kind])
    period_code = models.CharField(max_length=7)
    first_day = models.DateField()
    last_day = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=CODE_LENGTH)
    position = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=State)
    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="releases")
    rule_set = models.PositiveSmallIntegerField()
    code_version = models.CharField(max_length=64)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    hidden = models.JSONField(default=list)
    exposed = models.JSONField(default=list, blank=True)
    considered = models.JSONField(default=list, blank=True)
    headline = models.CharField(max_length=300, blank=True)
    commentary = models.TextField(max_length=5000, blank=True)
    note = models.CharField(max_length=1000, blank=True, help_text="of a correction: what was wrong and why")
    scheduled_for = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True, help_text="of a refusal")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-position",)
        constraints = [
            models.UniqueConstraint(
                fields=("code",), condition=Q(state__in=sorted(KNOWN_STATES)), name="one_release_a_code"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("prepared_by")), name="nobody_releases_their_own_figures"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPROVED, State.PUBLISHED, State.REFUSED])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decision_says_whose_it_is",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REFUSED) | ~Q(reason=""), name="a_refusal_of_figures_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state=State.PUBLISHED, published_at__isnull=False)
                | (~Q(state=State.PUBLISHED) & Q(published_at=None)),
                name="published_figures_say_when",
            ),
            models.CheckConstraint(condition=Q(revision=1) | ~Q(note=""), name="a_correction_says_what_was_wrong"),
        ]
        indexes = [models.Index(fields=("state", "-last_day"), name="statistics_public")]

    def __str__(self) -> str:
        return self.code

    @property
    def period(self) -> Period:
        return parse_period(self.period_code)

    @property
    def is_draft(self) -> bool:
        return self.state in DRAFT_STATES

    def can_become(self, state: State) -> bool:
        return state in STATE_STEPS[State(self.state)]
