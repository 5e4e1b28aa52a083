"""The append-only log: who did what, when. Rows are added, never changed (docs/requirements/security.md#history)."""

import uuid

from django.db import models
from django.db.models import Q

from portal.history.chain import FIRST_PREVIOUS_HASH, format_instant


class EntryQuerySet(models.QuerySet):
    def for_scope(self, scope: uuid.UUID) -> "EntryQuerySet":
        """Return entries about one organisation."""
        return self.filter(scope=scope)

    def by(self, user) -> "EntryQuerySet":
        """Return what one person did."""
        return self.filter(actor_id=user.pk)

    def newest_first(self) -> "EntryQuerySet":
        return self.order_by("-seq")


class Entry(models.Model):
    """One line of history, chained to the one before by its hash, and to the one before in its own organisation.

    The target is a label and an id, not a key: the log outlives what it names. Never a victim's words.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=254)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_uuid = models.UUIDField(null=True)
    object_label = models.CharField(max_length=254)
    scope = models.UUIDField(null=True)
    scope_seq = models.BigIntegerField(null=True, help_text="its number among those of the same organisation")
    scope_prev = models.CharField(max_length=64, default=FIRST_PREVIOUS_HASH)
    detail = models.JSONField(default=dict)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("seq",)
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=("scope", "scope_seq"), condition=Q(scope__isnull=False), name="one_entry_a_scope_number"
            ),
            models.UniqueConstraint(fields=("prev",), name="no_fork_in_history"),
        ]
        # The log, and an organisation's part of it, as their filters narrow them.
        indexes = [
            models.Index(fields=("actor_id", "-seq"), name="history_by_person"),
            models.Index(fields=("action", "-seq"), name="history_by_action"),
            models.Index(fields=("scope", "actor_id", "-scope_seq"), name="history_of_scope_by_person"),
            models.Index(fields=("scope", "action", "-scope_seq"), name="history_of_scope_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.object_label}"

    def hashed_fields(self) -> dict[str, object]:
        return {
            "at": format_instant(self.at),
            "actor_id": self.actor_id,
            "actor": self.actor,
            "action": self.action,
            "object_type": self.object_type,
            "object_uuid": str(self.object_uuid) if self.object_uuid else None,
            "object_label": self.object_label,
            "scope": str(self.scope) if self.scope else None,
            "scope_seq": self.scope_seq,
            "scope_prev": self.scope_prev,
            "detail": self.detail,
        }


class Head(models.Model):
    """The end of the chain; its one row is locked while an entry is added, so that the chain has no forks."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=FIRST_PREVIOUS_HASH)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
