"""The corrective actions of a finding, and the link by which a supplier answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.audits.choices import FindingStatus, OwnerRole, Progress, VerificationMethod
from compliance.audits.models.audit import Finding, sort_due_on
from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.suppliers.models import Supplier
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile


class Action(PublicIdModel):
    """One corrective action of a finding. Closed is what the site says; verified is what somebody else saw."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField(default=1, help_text="1 to 50")
    root_cause = models.CharField(max_length=2000, blank=True)
    corrective_action = models.CharField(max_length=2000, blank=True)
    preventive_action = models.CharField(max_length=2000, blank=True)
    responsible_name = models.CharField(max_length=100, blank=True)
    responsible_email = models.EmailField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=FindingStatus, default=FindingStatus.OPEN)
    completed_on = models.DateField(null=True, blank=True)
    closed_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="who said that it is done, and so cannot verify it",
    )
    verification_method = models.CharField(max_length=15, choices=VerificationMethod, blank=True)
    verified_by = models.CharField(max_length=100, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    evidence_name = models.CharField(max_length=200, blank=True, help_text="file that a workbook promised")
    comment = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="last, by the supplier's link")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    # The database writes these (triggers.py), for the list by due date.
    organisation = models.ForeignKey(
        Organisation, null=True, editable=False, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    site_name = models.CharField(max_length=200, blank=True, editable=False)
    is_outstanding = models.BooleanField(
        default=False, editable=False, help_text="open, of a finding in an audit that counts"
    )
    is_unverified = models.BooleanField(
        default=False, editable=False, help_text="closed and not verified, of a finding in an audit that counts"
    )
    sort_due_on = sort_due_on()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("finding", "number"), name="one_action_a_number")]
        indexes = [
            models.Index(
                fields=("organisation", "sort_due_on", "site_name", "number", "id"),
                condition=Q(is_outstanding=True),
                name="audits_actions_by_due_date",
            ),
            models.Index(
                fields=("organisation", "completed_on", "id"),
                condition=Q(is_unverified=True),
                name="audits_actions_unverified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} action {self.number}"


class ActionFile(PublicIdModel):
    """Evidence for an action, from the business or by the supplier's link."""

    organisation_path = "action__finding__audit__organisation"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    came_by_link = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("added_at",)

    def __str__(self) -> str:
        return str(self.file)


class CarPlan(models.Model):
    """The plan of a collaborative action: a review instead of a due date, and, where workers paid fees, what is owed
    and repaid.
    """

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="car", primary_key=True)
    progress = models.PositiveSmallIntegerField(choices=Progress, default=Progress.NOT_STARTED)
    review_on = models.DateField(help_text="180 days after the audit, then after each review")
    workers_owed = models.PositiveIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217")
    amount_owed = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    amount_repaid = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    last_repayment_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    # The database writes it (triggers.py), for the list by review.
    organisation = models.ForeignKey(
        Organisation, null=True, editable=False, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=("organisation", "review_on", "finding"), name="audits_plans_by_review")]

    def __str__(self) -> str:
        return f"{self.finding} {self.get_progress_display()}"


class CarOwner(PublicIdModel):
    """One of those who share a collaborative action."""

    organisation_path = "plan__finding__audit__organisation"

    plan = models.ForeignKey(CarPlan, on_delete=models.CASCADE, related_name="owners")
    role = models.CharField(max_length=15, choices=OwnerRole)
    name = models.CharField(max_length=200)
    share_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    next_step = models.CharField(max_length=500, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"


class SupplierLink(PublicIdModel):
    """A link for one supplier without an account: its open actions, nothing else.

    The token is stored as a hash, to find it by, and encrypted, so that reminders can repeat the link.
    """

    organisation_path = "supplier__organisation"

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    token_sealed = models.BinaryField(default=bytes, help_text="encrypted; reminders repeat the same link")
    language = models.CharField(max_length=10, blank=True, help_text="of its mails and pages; empty: English")
    sent_to = models.EmailField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    reply_by = models.DateField()
    next_reminder_on = models.DateField(null=True, blank=True, db_index=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    workbook_taken_at = models.DateTimeField(null=True, blank=True, help_text="last downloaded by the supplier")
    workbook_returned_at = models.DateTimeField(null=True, blank=True, help_text="last sent back and read")
    rows_taken = models.PositiveIntegerField(default=0, help_text="of all workbooks that came back")
    rows_refused = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at",)

    def __str__(self) -> str:
        return f"{self.supplier} {self.sent_at:%Y-%m-%d}"


class AuditRequest(PublicIdModel):
    """A mail that asked a supplier for a social audit by a day. An audit that ended later answers it."""

    organisation_path = "supplier__organisation"

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="audit_requests")
    sent_to = models.EmailField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "-pk")
        indexes = [models.Index(fields=("supplier", "-requested_at"), name="audits_newest_request")]

    def __str__(self) -> str:
        return f"{self.supplier} {self.due_on}"


class VerifierMail(models.Model):
    """A mail of one day to the verifiers of an organisation: one a day at most."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("organisation", "day"), name="one_verifier_mail_a_day")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.day}"
