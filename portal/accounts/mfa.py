"""Second factors of an account. Recovery codes alone are none: they only stand in for a lost one."""

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

# A web session remembers by this key that its user has a factor; each change of factors forgets it.
HAS_FACTOR_SESSION_KEY = "portal_has_second_factor"
FACTOR_TYPES = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def get_factors(user) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user, type__in=FACTOR_TYPES)


def has_factor(user) -> bool:
    return get_factors(user).exists()
