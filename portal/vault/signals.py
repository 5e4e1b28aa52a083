"""Signing out locks: Django says by signal that a web session ends, the only way it has."""

from django.contrib.auth.signals import user_logged_out

from portal.vault.services import unlocking


def signed_out(sender, request, user, **kwargs) -> None:
    unlocking.lock(session_key=request.session.session_key)


def listen() -> None:
    user_logged_out.connect(signed_out)
