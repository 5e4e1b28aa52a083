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


class LearnerQuerySet(OwnedQuerySet):
    """Queries of learners."""

    def active(self) -> "LearnerQuerySet":
        """Return those who still learn here, of organisations that have not left the portal."""
        return self.filter(ended_at=None, organisation__closed_at=None)


class Learner(PublicIdModel):
    """A person whom an organisation asks to take courses and who has no other role: its pages are closed to them.

    user: the account of that confirmed address, found when there is one.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="learners")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.EmailField()
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=20, choices=TrainingGroup)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LearnerQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "email"), condition=models.Q(ended_at=None), name="one_active_learner"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrainingAssignmentQuerySet(OwnedQuerySet):
    """Queries of assignments."""

    def current(self) -> "TrainingAssignmentQuerySet":
        """Return the assignments that have not ended."""
        return self.filter(ended_at=None)


class TrainingAssignment(PublicIdModel):
    """A course assigned to everybody who has one of the roles or is a learner of one of the groups, now or later, and
    to the members and learners named.

    repeat_months: after how many months a completion runs out and the course is due again; 0 for never.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="training_assignments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=20, choices=TrainingGroup)
    due_on = models.DateField()
    roles = models.JSONField(default=list, help_text="codes of Role")
    members = models.ManyToManyField(Membership, related_name="+", blank=True)
    learner_groups = models.JSONField(default=list, blank=True, help_text="codes of TrainingGroup")
    learners = models.ManyToManyField(Learner, related_name="+", blank=True)
    repeat_months = models.PositiveSmallIntegerField(default=0)
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

    def get_learners(self, learners: Iterable[Learner]) -> list[Learner]:
        """Return those of the learners whom it is for. The named ones take one query, or none if prefetched."""
        named = {learner.pk for learner in self.learners.all()}
        return [learner for learner in learners if learner.group in self.learner_groups or learner.pk in named]


class TrainingAssignee(models.Model):
    """A person whom an assignment was for, and since when: what they are asked later changes no year before.

    See docs/requirements/statements.md#training-figures.
    """

    assignment = models.ForeignKey(TrainingAssignment, on_delete=models.CASCADE, related_name="assignees")
    membership = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    learner = models.ForeignKey(Learner, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("assignment", "membership"), name="one_assignee_a_member"),
            models.UniqueConstraint(fields=("assignment", "learner"), name="one_assignee_a_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.membership or self.learner}: {self.assignment}"


class TrainingReminder(models.Model):
    """A mail about an assignment that was sent to a member, or to a learner."""

    assignment = models.ForeignKey(TrainingAssignment, on_delete=models.CASCADE, related_name="reminders")
    membership = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    learner = models.ForeignKey(Learner, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ReminderKind)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("assignment", "membership", "kind"), name="training_reminder_once"),
            models.UniqueConstraint(fields=("assignment", "learner", "kind"), name="learner_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.assignment}"
