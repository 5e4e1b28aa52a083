"""What a partner agency and the helpline agreed to share.

See docs/requirements/helpline.md#sharing-agreements.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from compliance.casework.models.approvals import Approval
from compliance.casework.models.base import code, codes, somebody
from compliance.referrals.models import Partner
from compliance.sharing.choices import AgreementState
from compliance.sharing.rules import agreements as rules
from portal.vault.models import RandomIdModel


class Agreement(RandomIdModel):
    """columns: of each kind of feed, the codes of the columns that may go; a kind that is not there never goes.

    gateways: codes of compliance.sharing.gateways. agreed_at: when a second person's yes was used.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="sharing_agreements")
    reference = models.CharField(max_length=12, unique=True)
    purpose = models.CharField(max_length=40)
    description = models.TextField(max_length=2000)
    lawful_basis = models.CharField(max_length=40)
    condition = code(40)
    gateways = codes()
    columns = models.JSONField(default=dict)
    retention_days = models.PositiveSmallIntegerField(help_text="how long the partner may keep a feed")
    onward_sharing = models.TextField(max_length=1000)
    security = models.TextField(max_length=1000)
    breach_contact = models.CharField(max_length=200)
    our_contact = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    review_on = models.DateField()
    made_by = somebody()
    made_at = models.DateTimeField()
    approval = models.ForeignKey(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = somebody()

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(review_on__lte=F("ends_on")), name="agreement_is_reviewed_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_state(self, today: date) -> AgreementState:
        """Return where it stands; a partner that is none any more has no live agreement."""
        state = rules.get_state(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            is_agreed=self.agreed_at is not None,
            is_revoked=self.revoked_at is not None or self.partner.ended_at is not None,
            today=today,
        )
        return AgreementState(state)

    def is_live(self, today: date) -> bool:
        return self.get_state(today) == AgreementState.LIVE
