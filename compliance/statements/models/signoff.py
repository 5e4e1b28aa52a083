"""Approval and signature: separate records, bound to one hash. The Act, s.54(6), says who gives which."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.choices import Way
from compliance.statements.models.draft import Version
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile


class SignoffRecord(PublicIdModel):
    organisation_path = "version__statement__organisation"

    version_number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    way = models.CharField(max_length=10, choices=Way)
    reference = models.CharField(max_length=160, blank=True, help_text="minute or resolution; private")
    page = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="private"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


class Approval(SignoffRecord):
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="approvals")
    body = models.CharField(max_length=40, help_text="approving_body of the vocabulary")
    body_name = models.CharField(max_length=160, blank=True)
    approved_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("version",), condition=Q(voided_at=None), name="one_standing_approval")
        ]

    def __str__(self) -> str:
        return f"Approval of {self.version}"


class Signature(SignoffRecord):
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    first_name = models.CharField(max_length=50)
    last_name = models.CharField(max_length=50)
    job_title = models.CharField(max_length=50)
    role = models.CharField(max_length=30, help_text="signatory_role of the vocabulary")
    is_on_approving_board = models.BooleanField(null=True)
    signed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("version",), condition=Q(voided_at=None), name="one_standing_signature")
        ]

    def __str__(self) -> str:
        return f"Signature of {self.version}"
