"""Alerts: a finding that may mean that people are in danger, and what the business did about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.audits.choices import AlertClosing, AlertLevel
from compliance.audits.models.audit import Finding
from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.suppliers.models import Site
from portal.core.models import PublicIdModel


def user_foreign_key() -> models.ForeignKey:
    """Return a nullable foreign key to a user, without a reverse accessor."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class Alert(PublicIdModel):
    """An alert, raised when a file is read, also before it is applied; the key is the finding's key and issue code.

    So the same file twice raises it once. site and finding are empty until the audit is in the register.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=1, choices=AlertLevel)
    issue_code = models.CharField(max_length=8)
    audit_key = models.CharField(max_length=64)
    finding_key = models.CharField(max_length=64)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.SET_NULL, related_name="alerts")
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.SET_NULL, related_name="alerts")
    site_name = models.CharField(max_length=200, blank=True, help_text="as the file has it")
    supplier_name = models.CharField(max_length=200, blank=True, help_text="until the site is known")
    file_name = models.CharField(max_length=255, blank=True, help_text="of the upload; empty: recorded by hand")
    sheet = models.CharField(max_length=100, blank=True)
    row_number = models.PositiveIntegerField(null=True, blank=True, help_text="in the file, as Excel counts")
    sent_by = user_foreign_key()
    excerpt = models.CharField(max_length=500, blank=True, help_text="the words it rests on")
    is_provisional = models.BooleanField(default=False, help_text="from the words of a file, not yet confirmed")
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = user_foreign_key()
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="safeguarding leads, after 4 hours")
    escalated_at = models.DateTimeField(null=True, blank=True, help_text="administrators, after 24 hours")
    helpline_told_at = models.DateTimeField(null=True, blank=True, help_text="only where agreed; without content")
    reported_at = models.DateTimeField(null=True, blank=True, help_text="as the business itself recorded")
    closing_reason = models.CharField(max_length=30, choices=AlertClosing, blank=True)
    closing_note = models.CharField(max_length=2000, blank=True)
    closing_asked_at = models.DateTimeField(null=True, blank=True)
    closing_asked_by = user_foreign_key()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = user_foreign_key()
    is_single_person = models.BooleanField(default=False, help_text="closed alone by the only member")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("level", "raised_at")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "audit_key", "finding_key", "issue_code"), name="one_alert_a_finding"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closing_reason=""), name="a_closed_alert_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Alert {self.level}"

    @property
    def site_label(self) -> str:
        """Return the site as the register names it now, else as the file does."""
        return self.site.name if self.site else self.site_name

    @property
    def supplier_label(self) -> str:
        """Return the supplier as the register names it now, else as it was when the file was read."""
        return self.site.supplier.name if self.site else self.supplier_name


class AlertSettings(models.Model):
    """The choices that an organisation made about alerts when it joined.

    See docs/requirements/suppliers.md#alert-escalation.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="alert_settings", primary_key=True
    )
    tells_helpline = models.BooleanField(
        default=False, help_text="after 24 hours the duty lead learns that an alert is unread, and nothing of it"
    )

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation}"


class ConcernNote(PublicIdModel):
    """The business's own note that it raised a concern. It is no link: only what was typed.

    See docs/requirements/helpline.md#business-concern-notes.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    sent_by = user_foreign_key()
    subject_sealed = models.BinaryField()
    code_ending = models.CharField(max_length=4, blank=True, help_text="last four digits of the receipt")
    notes_sealed = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_on", "-pk")

    def __str__(self) -> str:
        return f"{self.sent_on}"
