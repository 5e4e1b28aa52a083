"""What people are told by mail, each thing once: the day's digest of comments, and the reminders of a date."""

from django.conf import settings
from django.db import models

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.choices import SECTIONS, NoticeKind
from compliance.statements.models.draft import Version


class Notice(models.Model):
    """Something in a thread that one person is told of in the next digest: where, never what was written."""

    organisation_path = "version__statement__organisation"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    section = models.CharField(max_length=20, choices=SECTIONS, blank=True)
    at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.person}"


class Digest(models.Model):
    """That a person had the digest of a day: one a day at most."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("person", "day"), name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"Digest of {self.day} for {self.person}"


class RemindersDay(models.Model):
    """That all reminders of a day were looked at; only the latest day is kept."""

    day = models.DateField(unique=True)

    def __str__(self) -> str:
        return f"Reminders of {self.day}"


class Reminded(models.Model):
    """That the reminder of so many days from the expected date went out (docs/requirements/statements.md#reminders)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField()
    offset_days = models.SmallIntegerField()
    at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("organisation", "due_on", "offset_days"), name="one_reminder_a_day")
        ]

    def __str__(self) -> str:
        return f"Reminder of {self.due_on} to {self.organisation}, {self.offset_days:+d} days"
