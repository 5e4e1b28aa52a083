"""What was shown to somebody outside."""

from django.db import models

from compliance.casework.models.approvals import Approval
from compliance.casework.models.base import CaseRow, code, codes, somebody
from compliance.referrals.choices import OverrideGround
from compliance.referrals.models.consent import Consent
from portal.vault.fields import SealedField


class Disclosure(CaseRow):
    """That something of a case was shown to somebody outside, on which ground, and exactly which fields."""

    recipient_type = models.CharField(max_length=40)
    basis = code(40)
    condition = code(40)
    override_ground = code(choices=OverrideGround)
    approval = models.ForeignKey(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fields_sent = codes("names of the fields, not their values")
    shows_reporter = models.BooleanField(default=False)
    file_hash = models.CharField(max_length=64, blank=True)
    is_person_told = models.BooleanField(null=True)
    by = somebody()
    at = models.DateTimeField()
    words = SealedField(help_text="JSON: recipient, facts relied on, why the person was not told")

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.case} {self.recipient_type}"
