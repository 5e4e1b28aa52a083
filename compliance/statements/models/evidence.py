"""Evidence: what the registers held on the day a person used it in a draft."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.dateparse import parse_date

from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.choices import EvidenceKind, SectionCode
from compliance.statements.models.draft import Version
from compliance.statements.types import FrozenRow
from portal.core.models import PublicIdModel


class Evidence(PublicIdModel):
    """Private, and never changed: the rows stay as they were, whatever becomes of them. It can be taken away.

    snapshot: sentence, disclosure, numbers, figure, answers, period, day, of, sees_all, and rows with their values.
    """

    organisation_path = "version__statement__organisation"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="evidence")
    section = models.CharField(max_length=20, choices=SectionCode)
    kind = models.CharField(max_length=20, choices=EvidenceKind)
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text="of the snapshot")
    used_at = models.DateTimeField()
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-used_at", "-pk")
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"{self.version} {self.get_section_display()}: {self.get_kind_display()}"

    @property
    def frozen_on(self) -> date | None:
        return parse_date(self.snapshot["on"])

    @property
    def rows(self) -> list[FrozenRow]:
        return self.snapshot["rows"]
