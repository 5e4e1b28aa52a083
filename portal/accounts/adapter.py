"""Connects allauth to the portal: mails, the order of reauthentication methods, the encryption of second-factor
secrets.
"""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from portal.accounts import mfa
from portal.accounts.current_user import get_current_user
from portal.accounts.known_networks import is_known_network, network_mark
from portal.accounts.permissions import needs_second_factor
from portal.accounts.reauthentication import is_recently_authenticated
from portal.accounts.services import recovery
from portal.core import mail
from portal.core.fernet import DecryptionError
from portal.core.fernet import decrypt as decrypt_bytes
from portal.core.fernet import encrypt as encrypt_bytes

# What a mail may know, of all that allauth offers: no request, no key, no name of the browser.
MAIL_FACTS = ("code", "password_reset_url", "from_email", "to_email", "deleted_email", "timestamp")


# What the account's web sessions were checked against when a sign-in began.
SIGN_IN_SESSION_KEY = "portal_sign_in"


class CannotReadFactor(ValidationError):
    """The sealed secret of a second factor does not open; a form shows it, AccountPagesMiddleware shows a page."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("Check your email address and password. One of them is not correct."),
        "enter_current_password": _("Enter your current password. The one you entered is not correct."),
        "incorrect_code": _("Check the code. It is not correct or has expired."),
        "incorrect_password": _("Check your password. It is not correct."),
        "duplicate_email": _("Enter another email address. This account already uses this one."),
        "email_taken": _("Enter another email address. You cannot use this one."),
        "same_as_current": _("Enter another email address. This is the one we emailed."),
        "too_many_login_attempts": _(
            "You have tried too many times. Wait 10 minutes, then try again. You can also sign in with a "
            "passkey or reset your password."
        ),
        "rate_limited": _("You have asked too many times. Wait 3 minutes, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send allauth's mail in our words (templates/email/accounts/<name>.txt), by the outbox."""
        facts = {name: context[name] for name in MAIL_FACTS if name in context}
        mail.send(to=email, template=f"accounts/{template_prefix.rpartition('/')[2]}", context=facts)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address of the reset page on SITE_URL, whatever host the request named."""
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return settings.SITE_URL + path

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords where strangers cannot use up the tries of the account's owner.

        Whoever is signed in already, and whoever comes from a network that the account has signed in from, is counted
        apart from everybody else. SITE_URL stands in for the Host header, by which one could be counted anew.
        """
        email = str(credentials.get("email", "")).lower()
        if request.user.is_authenticated and get_current_user(request).email.lower() == email:
            counted_with = "signed-in"
        elif is_known_network(request, email):
            counted_with = network_mark(request, email)
        else:
            counted_with = "strangers"
        return f"{settings.SITE_URL}:{email}:{counted_with}"

    def is_ajax(self, request: HttpRequest) -> bool:
        """Return whether the visitor asks for JSON, as a passkey's sign-in does and no other account page."""
        return request.path == reverse("mfa_login_webauthn") and super().is_ajax(request)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Return the strongest method first; the password only where there is no second factor."""
        methods = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        by_factor = [methods[name] for name in ("mfa_reauthenticate:webauthn", "mfa_reauthenticate") if name in methods]
        words = {
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
            "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
            "reauthenticate": _("Use your password"),
        }
        return [method | {"description": words[method["id"]]} for method in by_factor or methods.values()]

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Decide as our own pages do: allauth by itself disregards what was shown a moment ago, at sign-in."""
        return not is_recently_authenticated(context.request) and super().is_reauthentication_required(
            app=app, **kwargs
        )

    def pre_login(self, request: HttpRequest, user, **kwargs):
        """Carry out a reset of lost factors that has waited its time, before a factor is asked for."""
        if user.is_active and recovery.finish_due_resets(user=user, at=timezone.now()):
            user.refresh_from_db()
        request.session[SIGN_IN_SESSION_KEY] = user.get_session_auth_hash()
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user) -> None:
        """Sign in, unless the password or a factor was changed, or the account closed, since the sign-in began.

        Minutes may lie between the password and the second factor. A form that the session keeps stays there.
        """
        begun_with = request.session.pop(SIGN_IN_SESSION_KEY, "")
        if not constant_time_compare(begun_with, user.get_session_auth_hash()):
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Your role needs two-step verification. Add another method before you remove this one."
        ),
        "incorrect_code": _("Check the code. It is not correct or has expired."),
        "unverified_email": _("Confirm your email address first. You can then set up two-step verification."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt_bytes(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return decrypt_bytes(encrypted_text.encode()).decode()
        except DecryptionError as error:
            raise CannotReadFactor(
                _(
                    "We cannot read the two-step verification stored for this account. Use another way, or ask "
                    "us for help."
                ),
                code="cannot_read",
            ) from error

    def can_delete_authenticator(self, authenticator) -> bool:
        """Refuse to delete the last factor of an account that has to have one."""
        user = authenticator.user
        if mfa.get_factors(user).exclude(pk=authenticator.pk).exists():
            return True
        return not (settings.SECOND_FACTOR_DEMANDED and needs_second_factor(user))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.PORTAL_NAME}

    def generate_authenticator_name(self, user, type) -> str:  # noqa: A002
        number = mfa.get_factors(user).filter(type=type).count() + 1
        return str(_("My passkey")) if number == 1 else str(_("My passkey {number}").format(number=number))
