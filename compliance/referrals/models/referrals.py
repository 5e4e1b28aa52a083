"""What was passed to a recipient, and what they answered."""

from django.db import models

from compliance.casework.choices import ApprovalState
from compliance.casework.models.approvals import Approval
from compliance.casework.models.base import CaseRow, SealedRow, code, own_key, somebody
from compliance.referrals.choices import UNSENT_LABELS, ReferralKind, ReferralStatus, Route
from compliance.referrals.models.disclosures import Disclosure
from compliance.referrals.models.partners import Partner
from portal.vault.fields import SealedField


class Referral(CaseRow):
    """Something passed to one recipient. Who that is tells the place, so it is sealed; its kind is a coded fact.

    package: what a partner with an account may open, under a key of its own sealed to the partner; nothing else.
    """

    kind = models.CharField(max_length=20, choices=ReferralKind)
    target_type = models.CharField(max_length=40)
    route = code(20, choices=Route)
    status = models.CharField(max_length=20, choices=ReferralStatus, default=ReferralStatus.DRAFT)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    disclosure = models.OneToOneField(Disclosure, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approval = models.ForeignKey(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = somebody()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    response_due_at = models.DateTimeField(null=True, blank=True)
    call_back_due_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    outcome = code(40)
    outcome_on = models.DateField(null=True, blank=True)
    package = SealedField(null=True)
    package_key = SealedField(null=True)
    package_expires_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    target = SealedField(help_text="JSON: force or council or service, name, phone, email, office hours")
    fields = SealedField(blank=True, help_text="JSON: what is shared, each field with its value, while it is a draft")
    call = SealedField(blank=True, help_text="JSON: who took it, when, their reference, call-back number")

    class Meta:
        ordering = ("-made_at",)
        indexes = [models.Index(fields=("status", "response_due_at"), name="casework_referral_due")]

    def __str__(self) -> str:
        return f"{self.case} {self.target_type}"

    @property
    def state_label(self) -> str:
        """Where it stands, with the second person's answer while it is not sent."""
        approval, is_unsent = self.approval, self.status in {ReferralStatus.DRAFT, ReferralStatus.APPROVAL_PENDING}
        if not is_unsent or approval is None or approval.used_at is not None:
            return self.get_status_display()
        return str(UNSENT_LABELS.get(ApprovalState(approval.state), ReferralStatus(self.status).label))


class ReferralAnswer(SealedRow):
    """What the recipient answered, in their words. It has a key of its own: an agency seals to the team, reads nothing.

    by: whoever wrote it down, of the agency or of our desk.
    """

    data_key = own_key()
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="answers")
    status = models.CharField(max_length=20, choices=ReferralStatus)
    outcome = code(40)
    on = models.DateField()
    by = somebody()
    at = models.DateTimeField()
    words = SealedField(blank=True, help_text="JSON: text, their own reference")

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.referral} answer {self.status}"
