"""An audit of a site, and its findings."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from compliance.audits.choices import (
    NOTE_GRADES,
    OPEN_STATUSES,
    Announcement,
    AuditStatus,
    AuditType,
    CommissionedBy,
    FindingStatus,
    Freshness,
    Grade,
)
from compliance.audits.rules import dates
from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.suppliers.models import Site, WorkerFigures
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile
from portal.reference.audits import Issue, code_areas, issues, schemes


def sort_due_on() -> models.GeneratedField:
    """Return a column that repeats due_on; what has no due date sorts last."""
    return models.GeneratedField(
        expression=Coalesce("due_on", Value(date.max, output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )


class Audit(PublicIdModel):
    """A visit to a site, measured against a code. One audit replaces none: history is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="audits")
    audit_ref = models.CharField(max_length=64)
    key = models.CharField(max_length=64, help_text="the reference folded")
    scheme = models.CharField(max_length=30, help_text="code of the audit schemes")
    scheme_version = models.CharField(max_length=20, blank=True)
    audit_type = models.CharField(max_length=20, choices=AuditType, blank=True)
    announcement = models.CharField(max_length=20, choices=Announcement, default=Announcement.UNKNOWN)
    commissioned_by = models.CharField(max_length=25, choices=CommissionedBy, blank=True)
    audit_company = models.CharField(max_length=200, blank=True)
    auditor_number = models.CharField(max_length=40, blank=True, help_text="APSCA")
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True, help_text="by the scheme, unless the report says otherwise")
    overall_result = models.CharField(max_length=50, blank=True)
    status = models.CharField(max_length=12, choices=AuditStatus, default=AuditStatus.COMPLETE)
    is_stub = models.BooleanField(default=False, help_text="known from the supplier list only, without findings")
    has_no_findings = models.BooleanField(default=False, help_text="the report says that there were none")
    rows_left_out = models.PositiveIntegerField(default=0, help_text="of its last file, that could not be imported")
    figures = models.ForeignKey(WorkerFigures, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    management_grades = models.JSONField(default=dict, blank=True, help_text="MSA grade by code area and part")
    notes = models.CharField(max_length=2000, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-ended_on", "-pk")
        constraints = [models.UniqueConstraint(fields=("organisation", "key"), name="one_audit_a_reference")]
        indexes = [models.Index(fields=("organisation", "-ended_on", "-id"), name="audits_newest_first")]

    def __str__(self) -> str:
        return self.audit_ref

    @property
    def counts_until(self) -> date:
        """Return the last day on which the audit is valid: the report's own, else the scheme's."""
        return self.expires_on or dates.audit_expires_on(
            scheme=self.scheme, ended_on=self.ended_on, result=self.overall_result
        )

    def freshness_on(self, today: date) -> Freshness:
        """Return how recent the audit is on that day."""
        return dates.audit_freshness(
            scheme=self.scheme,
            ended_on=self.ended_on,
            expires_on=self.counts_until,
            today=today,
            result=self.overall_result,
        )

    def get_scheme_display(self) -> str:
        """Return the name of the scheme."""
        scheme = schemes().get(self.scheme)
        return scheme.name if scheme else self.scheme


class AuditFile(PublicIdModel):
    """A report, photograph or signed plan of an audit; served cleaned, as a download only."""

    organisation_path = "audit__organisation"

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("added_at",)

    def __str__(self) -> str:
        return str(self.file)


class FindingQuerySet(OwnedQuerySet):
    """Queries of findings."""

    def open(self):
        """Return findings that need work, in audits that count."""
        return self.filter(status__in=OPEN_STATUSES, audit__status=AuditStatus.COMPLETE)


class Finding(PublicIdModel):
    """One finding of an auditor. version rises with each change; a download carries it (R018)."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="findings")
    finding_ref = models.CharField(max_length=64)
    key = models.CharField(max_length=64, help_text="the reference folded")
    position = models.PositiveIntegerField(default=0)
    code_area = models.CharField(max_length=4, blank=True, help_text="SMETA 7 code area")
    wr_reference = models.CharField(max_length=20, blank=True)
    issue_code = models.CharField(max_length=8)
    issue_is_suggested = models.BooleanField(default=False, help_text="from the words; no person confirmed it")
    grade = models.CharField(max_length=30, choices=Grade)
    grade_as_written = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=200, blank=True)
    description = models.TextField(max_length=5000)
    evidence = models.TextField(max_length=5000, blank=True)
    law_or_code = models.CharField(max_length=1000, blank=True)
    workers_affected = models.PositiveIntegerField(null=True, blank=True)
    is_carried = models.BooleanField(default=False)
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=20, choices=FindingStatus, default=FindingStatus.OPEN)
    due_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    extra = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    # The database writes these (triggers.py), for the lists and their chart.
    organisation = models.ForeignKey(
        Organisation, null=True, editable=False, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    audit_ended_on = models.DateField(null=True, editable=False)
    is_unplanned = models.BooleanField(
        default=False, editable=False, help_text="an open breach, in an audit that counts, without an action"
    )
    opened_month = models.CharField(
        max_length=7, blank=True, editable=False, help_text="of a breach that counts, like 2026-03"
    )
    closed_month = models.CharField(max_length=7, blank=True, editable=False, help_text="empty while it is open")
    sort_due_on = sort_due_on()

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("audit", "key"), name="one_finding_a_reference"),
            models.CheckConstraint(
                condition=~Q(status=FindingStatus.VERIFIED_CLOSED) | Q(closed_on__isnull=False),
                name="a_verified_finding_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=("audit", "position", "id"), name="audits_findings_in_order"),
            models.Index(
                fields=("organisation", "-audit_ended_on", "-audit", "position", "id"), name="audits_findings_newest"
            ),
            models.Index(
                fields=("organisation", "sort_due_on", "id"), condition=Q(is_unplanned=True), name="audits_unplanned"
            ),
            models.Index(
                fields=("organisation", "status"), condition=Q(issue_is_suggested=True), name="audits_to_name"
            ),
            models.Index(
                fields=("organisation", "opened_month", "grade"), condition=~Q(opened_month=""), name="audits_opened"
            ),
            models.Index(
                fields=("organisation", "closed_month", "grade"), condition=~Q(closed_month=""), name="audits_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audit} {self.finding_ref}"

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to work on it."""
        return self.status in OPEN_STATUSES

    @property
    def is_note(self) -> bool:
        """Return whether it is no breach, so that nobody has to put it right."""
        return self.grade in NOTE_GRADES

    @property
    def issue(self) -> Issue | None:
        """Return its kind, or None for an unknown code."""
        return issues().get(self.issue_code)

    @property
    def area_name(self) -> str:
        """Return the name of its area of the code."""
        return code_areas().get(self.code_area, "")

    @property
    def heading(self) -> str:
        """Return its title, or the name of its kind."""
        return self.title or (self.issue.title if self.issue else self.finding_ref)
