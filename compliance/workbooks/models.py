"""Store an upload, its rows while they wait, and what a business told us about its columns.

The Import row is the truth of the job; the queue only wakes a worker.

See docs/requirements/security.md#one-transaction, docs/requirements/security.md#background-jobs.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.suppliers.models import Supplier
from compliance.workbooks.choices import WRITING, Kind, Outcome, PackageState, State
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile
from portal.jobs.models import LeasedJob


def optional_user_field() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


# The message of a file whose reading took too long, or fell with its worker.
TIMEOUT_CODE = "F014"


class Import(PublicIdModel, LeasedJob):
    """Store one upload of a workbook, from its arrival to the register, and back where it is undone."""

    # Longer than a step between two renewals takes; reading has no step in between, and a claim lasts for it.
    LEASE, READING_LEASE = timedelta(seconds=20), timedelta(seconds=75)
    BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(unique=True, help_text="of the page it was sent from: sent twice, it is one upload")
    file = models.OneToOneField(StoredFile, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.AUTO)
    state = models.CharField(max_length=20, choices=State, default=State.RECEIVED)
    uploaded_by = optional_user_field()
    from_supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.CASCADE, related_name="+", help_text="returned by its link"
    )
    received_at = models.DateTimeField()
    waits_since = models.DateTimeField(null=True, blank=True, help_text="a person waits; empty once told by mail")
    progress = models.PositiveIntegerField(default=0, help_text="rows done in this step")
    total = models.PositiveIntegerField(default=0, help_text="rows of this step; 0 is not known yet")
    cursor = models.PositiveIntegerField(default=0, help_text="rows put into the register so far")
    encoding = models.CharField(max_length=20, blank=True, help_text="of a CSV file, as a person chose it")
    guessed_encoding = models.CharField(max_length=20, blank=True, help_text="of a CSV file that is not in UTF-8")
    unread = models.JSONField(
        default=list, blank=True, help_text="visible sheets that look like data and were not read"
    )
    heads = models.JSONField(default=list, blank=True, help_text="first rows of sheets that a person is asked about")
    given = models.JSONField(default=dict, blank=True, help_text="of the audit, as a person said for this file alone")
    sheets = models.JSONField(default=dict, blank=True, help_text="kind and row of the header, by sheet")
    result = models.OneToOneField(
        StoredFile, null=True, on_delete=models.SET_NULL, related_name="+", help_text="their file, marked by us"
    )
    counts = models.JSONField(default=dict, blank=True, help_text="rows by outcome, and warnings")
    messages = models.JSONField(default=list, blank=True, help_text="of the file and its sheets as a whole")
    error = models.JSONField(null=True, blank=True, help_text="F code and message")
    all_or_nothing = models.BooleanField(default=False)
    load_as_draft = models.BooleanField(default=False)
    ends_others = models.BooleanField(default=False, help_text="suppliers that are not in the file are ended")
    compared_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="of what its rows would do, as last compared")
    is_compared_again = models.BooleanField(
        default=False, help_text="the register changed after somebody had said yes, and with it what rows would do"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = optional_user_field()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = optional_user_field()
    undone = models.JSONField(
        default=dict, blank=True, help_text="stage and position that an undo has reached, its counts, and what stayed"
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(state__in=WRITING), name="one_apply_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=("state", "next_at"), name="workbooks_due"),
            models.Index(fields=("organisation", "-received_at", "-id"), name="workbooks_newest_first"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_retryable(self) -> bool:
        """Return whether reading the file once more may help: it took too long, and it is still there."""
        return self.state == State.FAILED and (self.error or {}).get("code") == TIMEOUT_CODE and self.file is not None


class StagedRow(models.Model):
    """Store a row as it was read, and what it would do. changes: [what, field, old, new], old null for what is new."""

    upload = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField(help_text="from 1, in the file's order")
    sheet = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField(help_text="Excel's row; 0 is of no row")
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=200, blank=True, help_text="the folded references that name the record")
    group = models.CharField(max_length=64, blank=True, help_text="audit: its rows are applied together or not at all")
    values = models.JSONField()
    extra = models.JSONField(default=dict)
    messages = models.JSONField(default=list)
    outcome = models.CharField(max_length=6, choices=Outcome)
    changes = models.JSONField(default=list)
    is_held = models.BooleanField(default=False, help_text="good, but another row of its audit is not")
    is_early = models.BooleanField(default=False, help_text="its supplier went in before its turn")

    organisation_path = "upload__organisation"
    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("upload", "position"), name="one_staged_row_a_position")]
        indexes = [models.Index(fields=("upload", "outcome"), name="workbooks_outcome")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"


class Package(PublicIdModel, LeasedJob):
    """Store the workbooks of all suppliers with open actions in one ZIP file, owed to somebody who asked for it."""

    LEASE = timedelta(seconds=60)
    BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=PackageState, default=PackageState.WAITING)
    asked_by = optional_user_field()
    asked_at = models.DateTimeField()
    progress = models.PositiveIntegerField(default=0, help_text="suppliers done")
    total = models.PositiveIntegerField(default=0)
    file = models.OneToOneField(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("organisation",),
                condition=Q(state__in=[PackageState.WAITING, PackageState.MAKING]),
                name="one_package_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.asked_at:%Y-%m-%d}"


class SavedMapping(models.Model):
    """Store which column is which in files with these headers, as somebody answered once.

    columns: field by header, empty for one that is not used (headers.Answer).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind)
    columns = models.JSONField()
    constants = models.JSONField(default=dict, blank=True, help_text="what holds for every row, by column")
    answered_by = optional_user_field()
    answered_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-answered_at",)
        constraints = [models.UniqueConstraint(fields=("organisation", "fingerprint"), name="one_mapping_a_header_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"
