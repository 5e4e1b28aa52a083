"""What must not stay unseen."""

from django.db import models
from django.db.models import Q

from compliance.casework.choices import AlarmKind
from compliance.casework.models.base import somebody
from compliance.casework.models.case import CallDraft, Case
from compliance.concerns.models import Concern
from portal.jobs.models import LeasedModel
from portal.vault.models import RandomIdModel

# Of the desk as a whole: there is at most one of each.
DESK_ALARMS = (AlarmKind.NO_WORKER, AlarmKind.NOBODY_UNLOCKED)


class Alarm(RandomIdModel, LeasedModel):
    """Something that must not stay unseen. Its row goes when it ends: noticed_at tells when one arrived.

    failure: what kept the mail or the webhook from going out, in words without content. case: one that a caller called
    about again, until its owner opens it or somebody acts. call: an open call form about somebody at risk that nobody
    has touched, until it is saved or handed in.

    See docs/requirements/helpline.md#alarms.
    """

    kind = models.CharField(max_length=20, choices=AlarmKind)
    concern = models.ForeignKey(Concern, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    call = models.ForeignKey(CallDraft, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
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
            models.UniqueConstraint(fields=("kind", "call"), condition=Q(call__isnull=False), name="one_alarm_a_call"),
            models.UniqueConstraint(
                fields=("kind",), condition=Q(kind__in=DESK_ALARMS), name="one_alarm_a_kind_of_the_desk"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
