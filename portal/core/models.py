"""Models that know no business; every app may use them."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.jobs.models import LeasedJob


class PublicIdModel(models.Model):
    """A row that URLs name by a random id, so that they tell neither order nor number."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Outbox(LeasedJob):
    """A mail that is owed to somebody. The row is the truth; a task or the sweep only wakes the sender.

    The body is sealed, for it may hold a code or a link that signs somebody in, and it is wiped once it has left.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        NEEDS_ATTENTION = "needs_attention", _("Needs attention")

    # For an hour it is tried so often that, once the post is back, all that was owed leaves within five minutes. After
    # the last attempt a person has to look.
    # See docs/requirements/security.md#mail-delivery, docs/requirements/security.md#background-jobs.
    BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), *[timedelta(minutes=4)] * 15, timedelta(hours=1))
    LEASE = timedelta(minutes=2)

    message_id = models.CharField(max_length=120, unique=True)
    template = models.CharField(max_length=80)
    to = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=300)
    body = models.BinaryField(default=bytes)
    stop = models.BinaryField(default=bytes, help_text="sealed: the address at which one press ends such mails")
    created_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    sent_at = models.DateTimeField(null=True)
    is_urgent = models.BooleanField(default=False, help_text="it leaves before all others, in a loop of its own")

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"], name="core_outbox_due")]
        verbose_name = _("email in the outbox")
        verbose_name_plural = _("emails in the outbox")

    def __str__(self) -> str:
        return f"{self.template} {self.message_id}"


class Heartbeat(models.Model):
    """When a background process was last seen alive; one row a kind of process (portal.core.heartbeat)."""

    name = models.CharField(max_length=20, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
