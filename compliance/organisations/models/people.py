"""The members of an organisation, and how people join it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.organisations.models.organisation import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile


class MembershipQuerySet(OwnedQuerySet):
    """Queries of memberships."""

    def active(self) -> "MembershipQuerySet":
        """Return current memberships of organisations that have not left the portal."""
        return self.including_closed().filter(organisation__closed_at=None)

    def including_closed(self) -> "MembershipQuerySet":
        """Return current memberships, with those of closed organisations, which can still be reopened."""
        return self.filter(ended_at=None, user__is_active=True)

    def administrators(self) -> "MembershipQuerySet":
        """Return the active memberships of administrators."""
        return self.active().filter(role=Role.ADMINISTRATOR)


class Membership(PublicIdModel):
    """One person in one business: a role, and marks beside it (docs/requirements/statements.md#business-roles)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=15, choices=Role, default=Role.VIEWER)
    is_safeguarding_lead = models.BooleanField(default=False)
    is_verifier = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("joined_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "user"), condition=Q(ended_at=None), name="one_active_membership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class InvitationQuerySet(OwnedQuerySet):
    """Queries of invitations."""

    def pending(self) -> "InvitationQuerySet":
        """Return those neither accepted nor withdrawn; an expired one still waits to be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(PublicIdModel):
    """A link sent to an address; only its hash is stored. It never signs anybody in by itself."""

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

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_waiting_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"

    def has_expired(self, at: datetime) -> bool:
        """Return whether the link is too old at that time."""
        return at >= self.expires_at

    def is_over(self, at: datetime) -> bool:
        """Return whether the link was used, withdrawn or is too old, or its organisation left the portal."""
        return bool(self.accepted_at or self.withdrawn_at) or self.has_expired(at) or self.organisation.is_closed


class RequestQuerySet(OwnedQuerySet):
    """Queries of requests that somebody decides."""

    def open(self) -> "RequestQuerySet":
        """Return the requests without an answer."""
        return self.filter(decided_at=None)


class JoinRequest(PublicIdModel):
    """A request to join a business on the portal, which an administrator answers."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    message = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_accepted = models.BooleanField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "user"), condition=Q(decided_at=None), name="one_open_join_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} asks to join {self.organisation}"


class Handover(PublicIdModel):
    """A request to our staff to become administrator, where no administrator can be reached.

    See docs/requirements/statements.md#lost-administrator.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="handovers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.CharField(max_length=1000)
    evidence = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_accepted = models.BooleanField(null=True)
    reason = models.CharField(max_length=500, blank=True, help_text="what the person is told")

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "user"), condition=Q(decided_at=None), name="one_open_handover"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} asks to administer {self.organisation}"
