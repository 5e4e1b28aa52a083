import time
from datetime import datetime, timedelta

import factory
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.accounts import session_lifetime
from portal.accounts.models import FactorReset, StaffInvitation, User
from portal.accounts.roles import StaffRole

PASSWORD = "correct horse battery staple"


class UserFactory(DjangoModelFactory):
    """A person whose address is confirmed, with the password PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    first_name = factory.Sequence(lambda n: f"Person{n}")
    last_name = "Example"
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @factory.post_generation
    def role(self, create, extracted: StaffRole | None, **kwargs):
        """One of our staff: UserFactory(role=StaffRole.HANDLER)."""
        if create and extracted:
            group, _ = Group.objects.get_or_create(name=extracted.value)
            self.groups.add(group)


def sign_in(client: Client, user: User, *, seconds_ago: float = 0, method: str = "password") -> Client:
    """Sign in without the form, as somebody who showed who they are just now; seconds_ago for one who did long ago.

    method: "mfa" for somebody who showed a second factor.
    """
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": time.time() - seconds_ago}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


def start_session(client: Client, user: User, *, at: datetime) -> None:
    """Begin the web session as the first page that they open would, were its writing not undone.

    Each page of a shared world would begin it again.
    """
    request = HttpRequest()
    request.session, request.user = client.session, user
    session_lifetime.start_session(request, now=at)
    request.session.save()


class StaffInvitationFactory(DjangoModelFactory):
    """An offer of a role at the desk; accepted=True for one that waits for a second person."""

    class Meta:
        model = StaffInvitation

    class Params:
        accepted = False

    email = factory.Maybe(
        "accepted", factory.SelfAttribute("user.email"), factory.Sequence("offer{}@example.org".format)
    )
    role = StaffRole.HANDLER
    invited_by = factory.SubFactory(UserFactory, role=StaffRole.SITE_ADMINISTRATOR)
    invited_at = factory.LazyFunction(timezone.now)
    user = factory.Maybe("accepted", factory.SubFactory(UserFactory), None)
    accepted_at = factory.Maybe("accepted", factory.LazyFunction(timezone.now), None)


class FactorResetFactory(DjangoModelFactory):
    class Meta:
        model = FactorReset

    user = factory.SubFactory(UserFactory)
    route = FactorReset.Route.COLLEAGUE
    reason = "Lost the phone."
    allowed_at = factory.LazyFunction(timezone.now)
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=24))
