"""Businesses, the people in them, and how each came to be trusted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.organisations.choices import LegalForm, ProofMethod, ProofState, Role
from compliance.organisations.owned import OwnedQuerySet
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile


class OrganisationQuerySet(models.QuerySet):
    def for_member(self, user) -> "OrganisationQuerySet":
        """Those in which the user is an active member."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__ended_at=None)

    def confirmed(self) -> "OrganisationQuerySet":
        return self.exclude(confirmed_at=None)


class Organisation(PublicIdModel):
    """A business, charity or public body. Unconfirmed until it proves control of its name (decision 17)."""

    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=80, unique=True)
    legal_form = models.CharField(max_length=30, choices=LegalForm)
    company_number = models.CharField(
        max_length=8, blank=True, help_text="8 characters; kept by one confirmed organisation only"
    )
    address = models.CharField(max_length=500, blank=True)
    country = models.CharField(max_length=2, default="GB", help_text="ISO 3166-1 alpha-2")
    website = models.URLField(max_length=1024, blank=True)
    sectors = models.JSONField(default=list, help_text="codes of the Section 54 sector list")
    sectors_other = models.CharField(max_length=128, blank=True)
    turnover_band = models.CharField(max_length=20, blank=True)
    year_end_on = models.DateField(null=True, blank=True, help_text="end of the latest or current financial year")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="subsidiaries")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=10, choices=ProofMethod, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=("company_number",),
                condition=Q(confirmed_at__isnull=False) & ~Q(company_number=""),
                name="one_confirmed_organisation_a_company_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class MembershipQuerySet(OwnedQuerySet):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None, user__is_active=True)


class Membership(PublicIdModel):
    """One person in one business: a role, and marks beside it (decision 15)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=15, choices=Role, default=Role.VIEWER)
    is_safeguarding_lead = models.BooleanField(default=False)
    is_verifier = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("joined_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "user"), condition=Q(ended_at=None), name="one_active_membership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Invitation(PublicIdModel):
    """A link sent to an address; only its hash is kept. It never signs anybody in by itself."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=15, choices=Role, default=Role.VIEWER)
    is_safeguarding_lead = models.BooleanField(default=False)
    is_verifier = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at",)

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"


class JoinRequest(PublicIdModel):
    """Somebody asks to join a business that is already here; an administrator answers."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_accepted = models.BooleanField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "user"), condition=Q(decided_at=None), name="one_open_join_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} asks to join {self.organisation}"


class ControlProof(PublicIdModel):
    """An organisation's attempt to show that it speaks for its name (decision 17)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="proofs")
    method = models.CharField(max_length=10, choices=ProofMethod)
    state = models.CharField(max_length=10, choices=ProofState, default=ProofState.OPEN)
    code = models.CharField(max_length=64, blank=True)
    domain = models.CharField(max_length=253, blank=True)
    evidence = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    is_dispute = models.BooleanField(
        default=False, help_text="another confirmed organisation holds this company number or name"
    )
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500, blank=True, help_text="what the organisation is told")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.get_method_display()}: {self.organisation}"


class ScopeAnswer(PublicIdModel):
    """The questionnaire's answer for one financial year: answers, outcome, reason and ruleset are kept together."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="scope_answers")
    period_end_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    answers = models.JSONField()
    outcome = models.CharField(max_length=30)
    reason = models.TextField()
    rule = models.PositiveSmallIntegerField(help_text="number of the rule that matched")
    ruleset = models.CharField(max_length=40)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-answered_at",)

    def __str__(self) -> str:
        return f"{self.outcome} ({self.organisation})"
