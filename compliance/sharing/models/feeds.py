"""One export under an agreement, from its preparation to the partner's word that it is deleted.

See docs/requirements/helpline.md#feeds.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.casework.choices import ApprovalState
from compliance.casework.models.approvals import Approval
from compliance.casework.models.base import SealedRow, code, codes, own_key, somebody
from compliance.sharing.choices import FeedKind, FeedState
from compliance.sharing.models.agreements import Agreement
from portal.vault.fields import SealedField


class Feed(SealedRow):
    """content: the file as it will leave, under the team's key, until it is sent; then only the partner's key opens it.

    package, package_key: the same bytes for the partner. sha256: of these bytes. selection: what the rows were chosen
    by, in codes and dates. left_out: number of cases by the reason why they are not in it.
    """

    data_key = own_key()
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="feeds")
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=FeedKind)
    columns = codes()
    selection = models.JSONField(default=dict, blank=True)
    rows = models.PositiveIntegerField()
    left_out = models.JSONField(default=dict, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    prepared_by = somebody()
    prepared_at = models.DateTimeField()
    approval = models.ForeignKey(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_by = somebody()
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    delete_by = models.DateField(null=True, blank=True)
    deletion_confirmed_by = somebody()
    deletion_confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = somebody()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    content = SealedField(null=True)
    package = SealedField(null=True)
    package_key = SealedField(null=True)

    class Meta:
        ordering = ("-prepared_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | (Q(content=None) & Q(expires_at__isnull=False)),
                name="a_sent_feed_is_no_longer_held_for_the_team",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        """Return what its file is called outside."""
        return f"{self.reference.lower()}.zip"

    def get_state(self, now: datetime) -> FeedState:
        if self.withdrawn_at is not None:
            return FeedState.WITHDRAWN
        if self.sent_at is None:
            return self._get_unsent_state()
        if self.deletion_confirmed_at is not None:
            return FeedState.DELETED
        if self.downloads.all():
            return FeedState.DOWNLOADED
        return FeedState.EXPIRED if self.expires_at and self.expires_at <= now else FeedState.SENT

    def _get_unsent_state(self) -> FeedState:
        states = {
            ApprovalState.WAITING: FeedState.WAITING,
            ApprovalState.APPROVED: FeedState.AGREED,
            ApprovalState.REFUSED: FeedState.REFUSED,
        }
        state = ApprovalState(self.approval.state) if self.approval else ApprovalState.WITHDRAWN
        return states.get(state, FeedState.PREPARED)


class FeedDownload(models.Model):
    """That one person of the agency has taken the feed. Each person takes it once."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="downloads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = [models.UniqueConstraint(fields=("feed", "by"), name="a_feed_is_taken_once_a_person")]

    def __str__(self) -> str:
        return f"{self.feed} {self.by}"


class FeedAnswer(SealedRow):
    """What the agency did with a feed. Its words are sealed to the team: the agency reads them no more."""

    data_key = own_key()
    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="answers")
    outcome = code(40)
    by = somebody()
    at = models.DateTimeField()
    words = SealedField(blank=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.feed} {self.outcome}"
