"""Checking what a message to a reporter claims against what the case has on record."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework.hooks import registered
from compliance.casework.models import Case
from compliance.casework.rules import message_claims as rules
from compliance.casework.rules.message_claims import Claim, DisclosureLog
from portal.core.exceptions import ActionRefused

LABELS = {
    Claim.NOT_NAMED: gettext_lazy("that we did not say who told us, but something we sent named them, or may have"),
    Claim.ONLY_AGREED: gettext_lazy("that only what they agreed to was passed on, but the log says otherwise"),
    Claim.EXCEPTION: gettext_lazy(
        "that the police or the council were told because of danger, but the log does not show this"
    ),
    Claim.NOTHING_SHARED: gettext_lazy("that nothing was passed on, but “Referrals” shows that something was"),
    Claim.NO_NEWS: gettext_lazy("that there is no news, but a partner has answered"),
    Claim.FINISHED: gettext_lazy("that we have done what we can, but a partner’s answer is still due"),
}


def get_log(case: Case) -> DisclosureLog:
    """Return what the apps above casework have on record about sharing."""
    logs = (hooks.get_log(case) for hooks in registered())
    return next((log for log in logs if log is not None), DisclosureLog())


def get_untrue_claims(case: Case, text: str) -> list[str]:
    """Return a label for each claim of the text that the log denies."""
    return [str(LABELS[claim]) for claim in rules.find_untrue_claims(text, get_log(case))]


def require_true_claims(case: Case, text: str) -> None:
    """Raise ActionRefused where a message claims what the log denies."""
    if claims := get_untrue_claims(case, text):
        raise ActionRefused(_("The message says %(claims)s. Change it.") % {"claims": "; ".join(claims)})
