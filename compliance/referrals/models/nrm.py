"""Preparation packs for first responders."""

from django.db import models
from django.db.models import Q

from compliance.casework.models.approvals import Approval
from compliance.casework.models.base import CaseRow, somebody
from compliance.casework.models.people import PersonGroup
from compliance.referrals.choices import (
    PackStage,
    Pathway,
)
from compliance.referrals.models.consent import Consent
from portal.vault.fields import SealedField


class NrmPackQuerySet(models.QuerySet["NrmPack"]):
    def drop_links(self) -> int:
        """What a link would have opened goes; the pack itself stays. How many."""
        return self.filter(link_package__isnull=False).update(link_package=None)


class NrmPack(CaseRow):
    """A preparation pack for a first responder, one a person. Never a referral.

    See docs/requirements/helpline.md#preparation-pack.
    """

    group = models.ForeignKey(PersonGroup, on_delete=models.CASCADE, related_name="packs")
    pathway = models.CharField(max_length=30, choices=Pathway)
    stage = models.CharField(max_length=30, choices=PackStage, default=PackStage.PACK_IN_PREPARATION)
    form_edition = models.CharField(max_length=20)
    answered = models.PositiveSmallIntegerField(default=0)
    needed = models.PositiveSmallIntegerField(default=0)
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approval = models.ForeignKey(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = somebody()
    made_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    delete_on = models.DateField(null=True, blank=True, help_text="28 days after the hand-over was confirmed")
    deleted_at = models.DateTimeField(null=True, blank=True, help_text="its answers went; stage and dates stay")
    stage_dates = models.JSONField(default=dict, blank=True)
    link_hash = models.CharField(max_length=64, blank=True)
    link_expires_at = models.DateTimeField(null=True, blank=True)
    link_used_at = models.DateTimeField(null=True, blank=True)
    link_package = SealedField(null=True, help_text="under a key that is in the link only")
    version = models.PositiveIntegerField(default=1)
    answers = SealedField(blank=True, help_text="JSON: form key to value, whose words they are, why it is missing")
    recipient = SealedField(blank=True, help_text="JSON: first responder, person, work email, their reference")

    objects = NrmPackQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.UniqueConstraint(fields=("link_hash",), condition=~Q(link_hash=""), name="one_pack_a_link")
        ]

    def __str__(self) -> str:
        return f"{self.case} pack {self.pk}"
