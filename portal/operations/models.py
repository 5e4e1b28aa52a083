"""Models of the sweep: what it remembers between two rounds."""

from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone


class ChoreQuerySet(models.QuerySet["Chore"]):
    def claim(self, name: str, *, not_since: datetime, now: datetime) -> bool:
        """Return whether this process is the one to do the chore, which nobody has begun since then."""
        stale = Q(begun_at__lt=not_since)
        if self.filter(stale, name=name).update(begun_at=now, done_at=None, problem=""):
            return True
        try:
            with transaction.atomic():
                self.create(name=name, begun_at=now)
        except IntegrityError:
            return False
        return True

    def record(self, name: str, *, begun_at: datetime, problem: str = "") -> None:
        """Record that a chore which the operator runs has ended; problem: why it failed."""
        facts = {"begun_at": begun_at, "done_at": timezone.now(), "problem": problem[:300]}
        self.update_or_create(name=name, defaults=facts)


class Chore(models.Model):
    """Something done once a day, and how it went."""

    name = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = ChoreQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
