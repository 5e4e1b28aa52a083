"""What is to do about a case."""

from django.db import models
from django.db.models import Q

from compliance.casework.choices import ChildAction, TaskKind
from compliance.casework.models.base import CaseRow, code, somebody
from portal.vault.fields import SealedField


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> "TaskQuerySet":
        return self.filter(done_at=None)

    def contact_requests(self) -> "TaskQuerySet":
        """Return the open wishes to be called."""
        return self.open().filter(kind=TaskKind.CONTACT_REQUEST)


class Task(CaseRow):
    kind = models.CharField(max_length=20, choices=TaskKind)
    child_action = code(choices=ChildAction)
    owner = somebody()
    due_at = models.DateTimeField(null=True, blank=True)
    made_by = somebody()
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = somebody()
    words = SealedField(blank=True, help_text="JSON: what is to do, what came of it")

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "made_at")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "child_action"), condition=~Q(child_action=""), name="one_task_a_child_action"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"
