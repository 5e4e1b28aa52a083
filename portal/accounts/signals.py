"""What allauth tells us by signal, the only way it has. Our own acts are said in services."""

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa_signals

from portal.accounts import hooks, session_lifetime
from portal.accounts import mfa as accounts_mfa
from portal.accounts.forms import WAITING_KEY
from portal.accounts.known_networks import remember_network


def factor_changed(sender, request, user, authenticator, signal, **kwargs) -> None:
    """A new or removed factor ends the other web sessions and is written to history."""
    what = {
        mfa_signals.authenticator_added: "added",
        mfa_signals.authenticator_removed: "removed",
        mfa_signals.authenticator_reset: "renewed",
    }[signal]
    if what == "added" and authenticator.type in accounts_mfa.FACTORS and user.must_set_second_factor:
        user.must_set_second_factor = False
        user.save(update_fields=["must_set_second_factor"])
    if what == "added" and authenticator.type in accounts_mfa.FACTORS:
        # Setting it up took a code or a touch: nobody is asked for it again a moment later.
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=str(authenticator.type))
    request.session.pop(accounts_mfa.SEEN, None)
    request.session.pop(WAITING_KEY, None)
    session_lifetime.end_others(request, user)
    hooks.record(user, f"accounts.factor.{what}", user, {"type": str(authenticator.type)})


def password_changed(sender, request, user, signal, **kwargs) -> None:
    """Other web sessions have ended already, for they were checked against the old password."""
    how = {account_signals.password_changed: "changed", account_signals.password_reset: "reset"}.get(signal, "set")
    hooks.record(user, f"accounts.password.{how}", user)


def email_changed(sender, request, user, from_email_address, to_email_address, **kwargs) -> None:
    hooks.record(user, "accounts.email.changed", user)


def signed_up(sender, request, user, **kwargs) -> None:
    hooks.record(user, "accounts.user.signed_up", user)


def was_signed_in(sender, request, user, **kwargs) -> None:
    """Every factor that the account demands has been shown by now."""
    remember_network(request, user)


def was_reset_by_mail(sender, request, user, **kwargs) -> None:
    """The link in the mail shows that the account's owner is here: strangers' wrong passwords hold them up no more."""
    remember_network(request, user)


def listen() -> None:
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
