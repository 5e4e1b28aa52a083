"""Which second factors an account has. Recovery codes alone are none: they only stand in for a lost one."""

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

# A web session remembers by this key that its user has a factor; each change of factors forgets it.
SEEN = "portal_has_second_factor"
FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def factors_of(user) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user, type__in=FACTORS)


def has_factor(user) -> bool:
    return factors_of(user).exists()
