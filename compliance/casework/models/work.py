"""What is done about a case: tasks, notes, what was sent, who may read it, what two people decided."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from compliance.casework.choices import AlarmKind, ApprovalKind, ApprovalState, ChildAction, Marking, NoteKind, TaskKind
from compliance.casework.models.base import CaseRow, SealedRow, code, own_key, somebody
from compliance.casework.models.case import Case
from compliance.concerns.models import Concern
from portal.core.leases import LeasedModel
from portal.vault.fields import SealedField
from portal.vault.models import RandomIdModel


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> "TaskQuerySet":
        return self.filter(done_at=None)


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


class Note(CaseRow):
    """A decision is never changed: triggers.py has the database refuse it."""

    kind = models.CharField(max_length=12, choices=NoteKind)
    by = somebody()
    at = models.DateTimeField()
    text = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"


class Signpost(CaseRow):
    """A guidance page or a service of the directory that the reporter was told of, kept by its address.

    code: of service_type, what the service is for; a coded fact, which stays when the address is emptied.
    """

    kind = models.CharField(max_length=10, help_text="guidance or service")
    code = code()
    by = somebody()
    at = models.DateTimeField()
    address = SealedField(blank=True, help_text="JSON: address, title")

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"


class CaseRestriction(CaseRow):
    """Why a case is for named people only. One at a time; what was lifted stays as history."""

    marking = models.CharField(max_length=12, choices=Marking)
    set_by = somebody()
    set_at = models.DateTimeField()
    lifted_by = somebody()
    lifted_at = models.DateTimeField(null=True, blank=True)
    reason = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("case",), condition=Q(lifted_at=None), name="one_restriction_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.marking}"


class CaseReader(RandomIdModel):
    """Somebody named for a restricted case; or kept from a case, for they know the people in it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_kept_out = models.BooleanField(default=False)
    named_by = somebody()
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case", "user"), name="one_word_a_reader")]

    def __str__(self) -> str:
        return f"{self.case} {self.user}"


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def waiting(self) -> "ApprovalQuerySet":
        return self.filter(state=ApprovalState.WAITING)

    def to_review(self) -> "ApprovalQuerySet":
        """Went ahead without a second person; somebody has to look within a day (decision 25)."""
        return self.filter(state=ApprovalState.WENT_AHEAD, reviewed_at=None)


class Approval(SealedRow):
    """One act that a second person decides; nobody decides their own, and the database says so too.

    data: codes only (what is asked for). reason, answer: under the case's key, or the approval's own without a case.
    used_at: an approval is spent by the act that it allows.
    """

    data_key = own_key()
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="approvals")
    kind = models.CharField(max_length=20, choices=ApprovalKind)
    state = models.CharField(max_length=12, choices=ApprovalState, default=ApprovalState.WAITING)
    data = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = somebody()
    decided_at = models.DateTimeField(null=True, blank=True)
    second_by = somebody()
    second_at = models.DateTimeField(null=True, blank=True)
    review_due_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = somebody()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    reason = SealedField()
    answer = SealedField(blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="nobody_approves_their_own"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | (~Q(second_by=F("asked_by")) & ~Q(second_by=F("decided_by"))),
                name="the_second_approver_is_another",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("asked_by")), name="nobody_reviews_their_own"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case or ''} {self.get_kind_display()}".strip()

    @property
    def keeper(self) -> Any:
        return self.case or self


class LegalHold(CaseRow):
    """Nothing of the case is deleted while one is in force."""

    set_by = somebody()
    set_at = models.DateTimeField()
    review_on = models.DateField(null=True, blank=True)
    lifted_by = somebody()
    lifted_at = models.DateTimeField(null=True, blank=True)
    reason = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case",), condition=Q(lifted_at=None), name="one_hold_a_case")]

    def __str__(self) -> str:
        return f"{self.case} hold"


class HandoverNote(SealedRow):
    """What one shift tells the next, shown on the queue."""

    data_key = own_key()
    by = somebody()
    at = models.DateTimeField()
    text = SealedField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.at:%d %B %Y %H:%M}"


# Of the desk as a whole: there is at most one of each.
DESK_ALARMS = (AlarmKind.NO_WORKER, AlarmKind.NOBODY_UNLOCKED)


class Alarm(RandomIdModel, LeasedModel):
    """Something that must not stay unseen (decision 21). Its row goes when it ends: noticed_at tells when one arrived.

    failure: what kept the mail or the webhook from going out, in words without content. case: one that a caller called
    about again, until its owner opens it or somebody acts.
    """

    kind = models.CharField(max_length=20, choices=AlarmKind)
    concern = models.ForeignKey(Concern, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    user = somebody()
    noticed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    seen_by = somebody()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("noticed_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "concern"), condition=Q(concern__isnull=False), name="one_alarm_a_concern"
            ),
            models.UniqueConstraint(fields=("kind", "case"), condition=Q(case__isnull=False), name="one_alarm_a_case"),
            models.UniqueConstraint(
                fields=("kind",), condition=Q(kind__in=DESK_ALARMS), name="one_alarm_a_kind_of_the_desk"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
