"""Recovery of lost second factors: another administrator or our staff let the person set new ones."""

import uuid
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts import hooks, mfa
from portal.accounts.models import FactorReset, User
from portal.accounts.services import sessions
from portal.core import mail
from portal.core.exceptions import ActionRefused

# Long enough to read the mail and stop what one did not ask for.
RESET_DELAY = timedelta(hours=24)


@transaction.atomic
def schedule_reset(*, user: User, by: User, reason: str, scope: uuid.UUID, at: datetime) -> FactorReset:
    """Schedule the reset that an administrator of the same business allows; it happens after RESET_DELAY unless
    stopped.

    scope: uuid of the organisation; its history keeps the line. The caller has checked that `by` may. Raises
    ActionRefused.
    """
    reset = _create_reset(
        user=user, by=by, reason=reason, scope=scope, at=at, due_at=at + RESET_DELAY, route=FactorReset.Route.COLLEAGUE
    )
    mail.send(to=user.email, template="accounts/factor_reset_waiting", context={"reset": reset})
    return reset


@transaction.atomic
def reset_by_staff(*, user: User, by: User, reason: str, at: datetime) -> FactorReset:
    """Reset the factors at once: our staff have checked who is asking. Raises ActionRefused."""
    reset = _create_reset(user=user, by=by, reason=reason, scope=None, at=at, due_at=at, route=FactorReset.Route.STAFF)
    _remove_factors(reset, at=at)
    return reset


@transaction.atomic
def cancel_reset(*, reset: FactorReset, at: datetime) -> bool:
    """Cancel a waiting reset, for the person or whoever reads their mail. Return False when it no longer waits."""
    waiting = FactorReset.objects.select_for_update().waiting().filter(pk=reset.pk).first()
    if waiting is None:
        return False
    waiting.stopped_at = at
    waiting.save(update_fields=["stopped_at"])
    hooks.record("stopped from the mail", "accounts.factor_reset.stopped", waiting.user, scope=waiting.scope)
    mail.send(to=waiting.user.email, template="accounts/factor_reset_stopped")
    return True


@transaction.atomic
def stop_resets_allowed_by(user: User, *, actor: User, at: datetime, scope: uuid.UUID | None = None) -> None:
    """Stop the waiting resets that somebody allowed who may no longer do so.

    scope: uuid of the organisation that they no longer administer; without one, every reset that they allowed.
    """
    waiting = FactorReset.objects.select_for_update(of=("self",)).waiting().filter(allowed_by=user)
    for reset in waiting.filter(scope=scope) if scope else waiting:
        reset.stopped_at = at
        reset.save(update_fields=["stopped_at"])
        hooks.record(actor, "accounts.factor_reset.stopped", reset.user, scope=reset.scope)
        mail.send(to=reset.user.email, template="accounts/factor_reset_withdrawn")


@transaction.atomic
def finish_due_resets(*, user: User, at: datetime) -> bool:
    """Carry out the resets that have waited long enough; signing in asks for it. Return whether any was."""
    due = FactorReset.objects.select_for_update().due(at).filter(user=user).first()
    if due is not None:
        _remove_factors(due, at=at)
    return due is not None


def _create_reset(
    *, user: User, by: User, reason: str, scope, at: datetime, due_at: datetime, route: str
) -> FactorReset:
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.pk == by.pk:
        raise ActionRefused(
            _("You cannot reset your own two-step verification. Ask another administrator, or contact us.")
        )
    if not mfa.has_factor(person):
        raise ActionRefused(_("This account does not have two-step verification to reset."))
    if person.factor_resets.waiting().exists():
        raise ActionRefused(_("A reset is already in progress for this account."))
    reset = FactorReset.objects.create(
        user=person, route=route, reason=reason, allowed_by=by, allowed_at=at, scope=scope, due_at=due_at
    )
    hooks.record(by, "accounts.factor_reset.allowed", person, {"route": str(route), "reason": reason}, scope=scope)
    return reset


def _remove_factors(reset: FactorReset, *, at: datetime) -> None:
    person = reset.user
    Authenticator.objects.filter(user=person).delete()
    person.must_set_second_factor = True
    person.save(update_fields=["must_set_second_factor"])
    sessions.close_all_sessions(user=person)
    reset.done_at = at
    reset.save(update_fields=["done_at"])
    hooks.record(reset.allowed_by or "system", "accounts.factor_reset.done", person, scope=reset.scope)
    mail.send(to=person.email, template="accounts/factor_reset_done", context={"reset": reset})
