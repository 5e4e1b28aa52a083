"""Checking what a message to a reporter claims against what the case has on record."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework.choices_sharing import UNANSWERED
from compliance.casework.models import Case, Contact, Disclosure, Referral
from compliance.casework.rules import claims as rules
from compliance.casework.rules.claims import Claim, Log, Shared
from compliance.casework.rules.disclosure import ORIGINAL, PERSON
from compliance.casework.services import whole
from compliance.casework.services.steps import Refusal

LABELS = {
    Claim.NOT_NAMED: gettext_lazy("that we did not say who told us. Something that went out named them, or may have"),
    Claim.ONLY_AGREED: gettext_lazy("that only what they agreed to was passed on. The log says otherwise"),
    Claim.EXCEPTION: gettext_lazy(
        "that the police or the council were told because of danger. The log has no such line"
    ),
    Claim.NOTHING_SHARED: gettext_lazy("that nothing was passed on. Something was, as “Referrals” shows"),
    Claim.NO_NEWS: gettext_lazy("that there is no news. A partner has answered"),
    Claim.FINISHED: gettext_lazy("that we have done what we can. An answer from a partner is still due"),
}


def log_for(case: Case) -> Log:
    """Return what the case, with all that was merged into it, has on record about sharing."""
    contacts = whole.of(Contact.objects.all(), case)
    is_own_story = contacts.filter(
        Q(reporter_type="potential_victim") | Q(reporter_proximity="self") | Q(purpose="seeking_help_self")
    ).exists()
    rows = whole.of(Disclosure.objects.all(), case)
    columns = ("recipient_type", "basis", "override_ground", "shows_reporter", "fields_sent")
    shared = tuple(
        Shared(
            recipient=recipient,
            is_agreed=basis == "consent",
            ground=ground,
            may_name_teller=shows or _may_name(recipient, fields, is_own_story=is_own_story),
        )
        for recipient, basis, ground, shows, fields in rows.values_list(*columns)
    )
    referrals = whole.of(Referral.objects.all(), case)
    return Log(
        shared=shared,
        has_answer=referrals.exclude(outcome="").exists(),
        is_waiting=referrals.filter(status__in=UNANSWERED).exists(),
    )


def untrue(case: Case, text: str) -> list[str]:
    """Return a label for each claim of the text that the log denies."""
    return [str(LABELS[claim]) for claim in rules.untrue_claims(text, log_for(case))]


def require_true(case: Case, text: str) -> None:
    """Raise Refusal where a message claims what the log denies."""
    if found := untrue(case, text):
        raise Refusal(_("The message says %(claims)s. Change it.") % {"claims": "; ".join(found)})


def _may_name(recipient: str, fields: list[str], *, is_own_story: bool) -> bool:
    """A file as it came may say who made it; whoever tells of themselves is named where the person is."""
    kinds = {name.partition(":")[0] for name in fields}
    return ORIGINAL in kinds or (is_own_story and (PERSON in kinds or recipient == "first_responder"))
