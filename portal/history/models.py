"""The append-only log: who did what, when. Rows are added, never changed (security 3.14)."""

import uuid

from django.db import models


class EntryQuerySet(models.QuerySet):
    def for_scope(self, scope: uuid.UUID) -> "EntryQuerySet":
        """Entries about one organisation."""
        return self.filter(scope=scope)


class Entry(models.Model):
    """One line of history, chained to the one before by its hash.

    The target is a label and an id, not a key: the log outlives what it names. Never a victim's words.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=254)
    action = models.CharField(max_length=80, db_index=True)
    object_type = models.CharField(max_length=80)
    object_uuid = models.UUIDField(null=True)
    object_label = models.CharField(max_length=254)
    scope = models.UUIDField(null=True, db_index=True)
    detail = models.JSONField(default=dict)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("seq",)
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.object_label}"


class Head(models.Model):
    """The end of the chain; its one row is locked while an entry is added, so that the chain has no forks."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
