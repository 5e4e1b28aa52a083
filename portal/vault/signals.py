"""Receiver of Django's sign-out signal: signing out locks."""

from django.contrib.auth.signals import user_logged_out

from portal.vault.services import unlocking


def signed_out(sender, request, user, **kwargs) -> None:
    unlocking.lock_session(session_key=request.session.session_key)


def connect_signals() -> None:
    user_logged_out.connect(signed_out)
