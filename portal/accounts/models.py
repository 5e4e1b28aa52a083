"""People who sign in. What they may do is kept elsewhere: on Membership for a business, in groups for our staff."""

from datetime import datetime
from typing import ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import StaffRole
from portal.core.models import PublicIdModel


class UserQuerySet(models.QuerySet["User"]):
    def staff(self) -> "UserQuerySet":
        """Return the people who hold a role of our staff, a superuser among them."""
        return self.filter(Q(is_superuser=True) | Q(groups__name__in=StaffRole.values)).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(PublicIdModel, AbstractUser):
    """A person with an account, known by e-mail address.

    is_staff means only that Wagtail's or Django's screens may know the person; roles of our staff are groups
    (portal.accounts.roles).
    """

    username = None  # type: ignore[assignment]  # the way that Django documents
    email = models.EmailField("email address", unique=True)
    session_epoch = models.PositiveIntegerField(
        default=0, help_text="part of what a web session is checked against: raising it ends every session at once"
    )
    privileges_changed_at = models.DateTimeField(
        null=True, blank=True, help_text="a web session older than this changes its key on the next request"
    )
    must_set_second_factor = models.BooleanField(
        default=False, help_text="the second factors were reset: new ones come before anything else"
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_an_address",
                violation_error_message=_("Another account already uses this email address."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def has_confirmed(self, email: str) -> bool:
        """Return whether a code sent to the address came back; allauth keeps addresses in small letters."""
        return EmailAddress.objects.filter(user_id=self.pk, email=email.lower(), verified=True).exists()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Hash the password, as Django does, together with the session epoch."""
        return salted_hmac(
            "portal.accounts.session", f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


class StaffInvitationQuerySet(models.QuerySet["StaffInvitation"]):
    def open(self) -> "StaffInvitationQuerySet":
        """Return invitations that are neither in force nor withdrawn."""
        return self.filter(granted_at=None, withdrawn_at=None)

    def for_address(self, email: str) -> "StaffInvitationQuerySet":
        return self.filter(email__iexact=email)


class StaffInvitation(PublicIdModel):
    """One role of our staff offered to one address. It is accepted, confirmed where it is a desk role, then in
    force.
    """

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=StaffRole)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = StaffInvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-invited_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("email", "role"),
                condition=Q(granted_at=None, withdrawn_at=None),
                name="one_open_offer_of_a_role",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("invited_by")),
                name="another_person_confirms",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.email}"


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def waiting(self) -> "FactorResetQuerySet":
        return self.filter(done_at=None, stopped_at=None)

    def due(self, now: datetime) -> "FactorResetQuerySet":
        return self.waiting().filter(due_at__lte=now)


class FactorReset(PublicIdModel):
    """A pending or finished removal of the second factors of somebody who lost them, so that they can set new ones."""

    class Route(models.TextChoices):
        COLLEAGUE = "colleague", _("Another administrator of the business")
        STAFF = "staff", _("A check by our staff")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factor_resets")
    route = models.CharField(max_length=10, choices=Route)
    reason = models.CharField(max_length=500)
    allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    allowed_at = models.DateTimeField()
    scope = models.UUIDField(null=True, help_text="uuid of the organisation whose administrator allowed it")
    due_at = models.DateTimeField(help_text="until then the person can stop it")
    done_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        ordering = ("-allowed_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("user",), condition=Q(done_at=None, stopped_at=None), name="one_waiting_reset_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_route_display()}: {self.user}"


class KnownNetwork(models.Model):
    """A network from which an account has signed in, as a keyed hash (portal.accounts.known_networks)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_networks")
    mark = models.CharField(max_length=64)
    last_used_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "mark"), name="one_row_a_known_network")]
        indexes = [models.Index(fields=["mark"], name="accounts_network_mark")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.last_used_on:%Y-%m-%d}"
