"""A group's statement, member by member: who it covers in public, and whether each member approved it itself."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.models.draft import Version
from compliance.statements.models.publication import Publication
from portal.core.models import PublicIdModel


class MemberApproval(PublicIdModel):
    """A member's own approval of the group's text. The Act has no rule for it: it is asked
    for and never demanded. It is bound to the text that was approved, as the group's own approval is.

    See docs/requirements/statements.md#member-approvals.
    """

    organisation_path = "version__statement__organisation"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="member_approvals")
    content_hash = models.CharField(max_length=64, help_text="of the text that was approved")
    member = models.CharField(max_length=170, help_text="its company number, else its folded name")
    legal_name = models.CharField(max_length=160)
    body = models.CharField(max_length=40, help_text="approving_body of the vocabulary")
    body_name = models.CharField(max_length=160, blank=True)
    approved_on = models.DateField()
    reference = models.CharField(max_length=160, blank=True, help_text="minute or resolution; private")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("legal_name",)
        constraints = [
            models.UniqueConstraint(
                fields=("version", "member"), condition=Q(voided_at=None), name="one_standing_approval_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"Approval of {self.version} by {self.legal_name}"


class CoveredQuerySet(models.QuerySet):
    def listed(self) -> "CoveredQuerySet":
        """Return those of statements that are in the register now."""
        return self.filter(Exists(Publication.objects.listed().filter(pk=OuterRef("publication"))))


class Covered(models.Model):
    """One member that a published group statement names; as public as the statement, and made with it."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="members")
    place = models.PositiveSmallIntegerField(help_text="in the statement's own list, from 1")
    slug = models.SlugField(max_length=80)
    legal_name = models.CharField(max_length=160)
    likeness = models.CharField(max_length=160, help_text="equal for names that a reader takes for the same")
    company_number = models.CharField(max_length=8, blank=True)
    scope = models.CharField(max_length=30, help_text="scope_status of the vocabulary")
    is_covered = models.BooleanField(null=True)
    section = models.CharField(max_length=20, blank=True)
    website_url = models.URLField(max_length=1024, blank=True)

    objects = CoveredQuerySet.as_manager()

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=("publication", "slug"), name="one_covered_member_a_slug")]
        indexes = [models.Index(fields=("company_number",), name="covered_by_number")]

    def __str__(self) -> str:
        return f"{self.legal_name} in {self.publication}"
