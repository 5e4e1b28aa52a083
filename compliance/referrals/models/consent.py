"""What people agreed to share."""

from django.db import models

from compliance.casework.models.base import CaseRow, code, somebody
from compliance.casework.models.people import PersonGroup, Reporter
from compliance.referrals.choices import ConsentState
from portal.vault.fields import SealedField


class Consent(CaseRow):
    """What somebody agreed to, for one recipient. The one in force is the newest."""

    reporter = models.ForeignKey(Reporter, null=True, blank=True, on_delete=models.CASCADE, related_name="consents")
    group = models.ForeignKey(PersonGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="consents")
    recipient = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=ConsentState)
    how_given = code(30)
    language = code(10)
    with_interpreter = models.BooleanField(default=False)
    on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = somebody()
    recorded_at = models.DateTimeField(null=True)
    words = SealedField(blank=True)

    class Meta:
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.case} {self.recipient} {self.state}"
