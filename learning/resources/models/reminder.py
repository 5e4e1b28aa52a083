from django.conf import settings
from django.db import models

from learning.resources.models.pages import GuidancePage


class Reminder(models.Model):
    """A record that somebody was asked to check a page again: so many days before it was due, once."""

    page = models.ForeignKey(GuidancePage, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField()
    days = models.PositiveSmallIntegerField(help_text="before the day that it was due: rules.review")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("page", "due_on", "days", "person"), name="one_reminder_each"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.days} days before {self.due_on}"
