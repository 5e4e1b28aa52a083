"""Receivers of allauth's signals. Our own acts are recorded in services."""

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa_signals

from portal.accounts import hooks, mfa, session_lifetime
from portal.accounts.forms import PENDING_TOTP_SESSION_KEY
from portal.accounts.known_networks import remember_network


def factor_changed(sender, request, user, authenticator, signal, **kwargs) -> None:
    """Close the other web sessions after a new or removed factor, and write it to history."""
    what = {
        mfa_signals.authenticator_added: "added",
        mfa_signals.authenticator_removed: "removed",
        mfa_signals.authenticator_reset: "renewed",
    }[signal]
    if what == "added" and authenticator.type in mfa.FACTOR_TYPES and user.must_set_second_factor:
        user.must_set_second_factor = False
        user.save(update_fields=["must_set_second_factor"])
    if what == "added" and authenticator.type in mfa.FACTOR_TYPES:
        # Setting it up took a code or a touch: nobody is asked for it again a moment later.
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=str(authenticator.type))
    request.session.pop(mfa.HAS_FACTOR_SESSION_KEY, None)
    request.session.pop(PENDING_TOTP_SESSION_KEY, None)
    session_lifetime.close_other_sessions(request, user)
    hooks.record(user, f"accounts.factor.{what}", user, {"type": str(authenticator.type)})


def password_changed(sender, request, user, signal, **kwargs) -> None:
    """Record the change. Other web sessions have ended already: they were checked against the old password."""
    how = {account_signals.password_changed: "changed", account_signals.password_reset: "reset"}.get(signal, "set")
    hooks.record(user, f"accounts.password.{how}", user)


def email_changed(sender, request, user, from_email_address, to_email_address, **kwargs) -> None:
    hooks.record(user, "accounts.email.changed", user)


def signed_up(sender, request, user, **kwargs) -> None:
    hooks.record(user, "accounts.user.signed_up", user)
    # The password was chosen in this session a moment ago: nobody is asked for it again before a few minutes are over.
    record_authentication(request, user, method="password")


def was_signed_in(sender, request, user, **kwargs) -> None:
    """Record the sign-in: every factor that the account demands has been shown by now."""
    remember_network(request, user)


def was_reset_by_mail(sender, request, user, **kwargs) -> None:
    """Forget strangers' wrong passwords: the link in the mail shows that the account's owner is here."""
    remember_network(request, user)


def connect_signals() -> None:
    for signal in (mfa_signals.authenticator_added, mfa_signals.authenticator_removed, mfa_signals.authenticator_reset):
        signal.connect(factor_changed)
    for signal in (
        account_signals.password_changed,
        account_signals.password_set,
        account_signals.password_reset,
    ):
        signal.connect(password_changed)
    account_signals.email_changed.connect(email_changed)
    account_signals.user_signed_up.connect(signed_up)
    account_signals.user_logged_in.connect(was_signed_in)
    account_signals.password_reset.connect(was_reset_by_mail)
