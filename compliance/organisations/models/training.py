"""The courses that an organisation assigns to its people. learning.training knows what they completed.

See docs/requirements/statements.md#training-assignments.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import models

from compliance.organisations.choices import ReminderKind, TrainingGroup
from compliance.organisations.models.organisation import Organisation
from compliance.organisations.models.people import Membership
from compliance.organisations.querysets import OwnedQuerySet
from learning.training.models import Course
from portal.core.models import PublicIdModel


class TrainingAssignmentQuerySet(OwnedQuerySet):
    """Queries of assignments."""

    def current(self) -> "TrainingAssignmentQuerySet":
        """Return the assignments that have not ended."""
        return self.filter(ended_at=None)


class TrainingAssignment(PublicIdModel):
    """A course assigned to everybody who has one of the roles, now or later, and to the members named."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="training_assignments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=20, choices=TrainingGroup)
    due_on = models.DateField()
    roles = models.JSONField(default=list, help_text="codes of Role")
    members = models.ManyToManyField(Membership, related_name="+", blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TrainingAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return f"{self.course} by {self.due_on}"

    def get_assignees(self, members: Iterable[Membership]) -> list[Membership]:
        """Return those of the members whom it is for. The named ones take one query, or none if prefetched."""
        named = {member.pk for member in self.members.all()}
        return [member for member in members if member.role in self.roles or member.pk in named]


class TrainingReminder(models.Model):
    """A mail about an assignment that was sent to a member."""

    assignment = models.ForeignKey(TrainingAssignment, on_delete=models.CASCADE, related_name="reminders")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ReminderKind)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("assignment", "membership", "kind"), name="training_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.assignment}"
