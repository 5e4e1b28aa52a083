"""Agencies that we refer to, and their people."""

from django.conf import settings
from django.db import models

from compliance.casework.models.base import codes, somebody
from portal.vault.fields import SealedField
from portal.vault.models import RandomIdModel


class Partner(RandomIdModel):
    """An agency that we refer to by an account of its own, under a key that it made at its onboarding.

    private_key: under a passphrase that only the agency knows. A partner gets single
    referrals; more than these needs an agreement (compliance.sharing).

    See docs/requirements/helpline.md#partner-agencies.
    """

    name = models.CharField(max_length=160)
    target_type = models.CharField(max_length=40)
    places = codes("codes of the forces or councils that it covers")
    email_domains = codes("where its people have their work addresses")
    emergency_line = models.CharField(max_length=60, blank=True)
    public_key = models.BinaryField(null=True)
    private_key = SealedField(null=True)
    key_salt = models.BinaryField(null=True)
    added_by = somebody()
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class PartnerMember(RandomIdModel):
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="members")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.partner}: {self.user}"
