"""Feedback of readers on a page, without who they are; and subscriptions to changes."""

from typing import ClassVar, Self

from django.db import models

from learning.resources.models.pages import GuidancePage


class Feedback(models.Model):
    """Whether a page was useful to somebody. Nothing in the row points at a person but what they typed themselves."""

    # Of the form: sent twice, it counts once.
    token = models.UUIDField(unique=True)
    page = models.ForeignKey(GuidancePage, on_delete=models.CASCADE, related_name="+")
    is_useful = models.BooleanField()
    words_sealed = models.BinaryField(default=bytes)
    sent_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"{self.page_id} {self.sent_on}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)


class Subscription(models.Model):
    """An email address that is told of changes. The row goes when its reader says so."""

    # Finds the row of an address, and of a link, without holding either.
    address_key = models.CharField(max_length=64, unique=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(help_text="the address, and the secret of its links")
    topics = models.JSONField(default=list)
    asked_at = models.DateTimeField(help_text="when a mail with the link was sent last")
    confirmed_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True, db_index=True, help_text="what was published until then is told")

    objects: ClassVar = SubscriptionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"subscription {self.pk}"
