"""Which second factors an account has. Recovery codes alone are none: they only stand in for a lost one."""

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def factors_of(user) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user, type__in=FACTORS)


def has_factor(user) -> bool:
    return factors_of(user).exists()


def has_passkey(user) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
