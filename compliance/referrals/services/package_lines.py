"""What a package says beside the case: when it came, why we may share it, what we ask, by when, and whom to call."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework.choices import Age
from compliance.casework.models import Case
from compliance.casework.selectors.tellers import get_contacts
from compliance.referrals.choices import ConsentState, OverrideGround
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.rules.disclosure import Awareness
from compliance.referrals.rules.privacy import may_learn_who_told
from compliance.referrals.rules.referrals import withhold
from portal.reference import helpline

GRADING = ("source", "assessment", "handling")
DAY = "j F Y"
AWARENESS_SENTENCES: dict[Awareness, Promise] = {
    Awareness.TOLD: gettext_lazy("The person affected knows that we are sharing this."),
    Awareness.NOT_TOLD: gettext_lazy("The person affected does not know that we are sharing this."),
    Awareness.NOT_KNOWN: gettext_lazy("We do not know whether the person affected knows that we are sharing this."),
    Awareness.NOT_ASKED: gettext_lazy("We have not asked whether the person affected knows that we are sharing this."),
}
CONSENT_ANSWERS: dict[ConsentState, Promise] = {
    ConsentState.GIVEN: gettext_lazy("Yes"),
    ConsentState.REFUSED: gettext_lazy("No"),
    ConsentState.WITHDRAWN: gettext_lazy("No: they agreed, then changed their mind"),
    ConsentState.NOT_ASKED: gettext_lazy("Not asked"),
    ConsentState.UNKNOWN: gettext_lazy("Not known"),
    ConsentState.LACKS_CAPACITY: ConsentState.LACKS_CAPACITY.label,
    ConsentState.NOT_REQUIRED: ConsentState.NOT_REQUIRED.label,
}
CHILD_NOT_ASKED = gettext_lazy("We did not ask: a child needs no consent")


@dataclass(frozen=True)
class Request:
    """What the handler asks of the recipient. answer_by: an ISO date, or date and time where hours count.

    source, assessment, handling: a 3x5x2 grading.
    """

    ask: str = field(default="", repr=False)
    answer_by: str = ""
    call_back: str = ""
    source: str = ""
    assessment: str = ""
    handling: str = ""


NO_REQUEST = Request()


def get_package_lines(
    case: Case, *, target: str, ground: str, awareness: Awareness, consent: str, request: Request,
    known: Collection[str],
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """Return label and value of each line. known: what says who told us, taken out of what the handler typed.

    A business reads neither when it came nor of consent: both would tell it who spoke.
    """
    is_open = may_learn_who_told(target)
    agreement = describe_consent(ConsentState(consent), age=case.age_of_person)
    pairs = (
        (_("Received by the helpline"), _received_on(case) if is_open else ""),
        (_("Why we can share it"), _basis(ground, awareness=awareness, consent=consent) if is_open else ""),
        (_("Their agreement"), agreement if is_open and ground else ""),
        (_("What we are asking"), withhold(request.ask, known)),
        (_("Respond by"), format_answer_by(request.answer_by)),
        (_("Call us back on"), request.call_back or settings.HELPLINE_NUMBER),
        (_("Grading (3x5x2)"), _grading(request) if target in rules.INVESTIGATORS else ""),
    )
    return tuple((str(label), value) for label, value in pairs if value)


def keep_time(day: str, answer_by: str) -> str:
    """Return the time that was asked for where its day was not changed; a form asks for the day alone."""
    return answer_by if day and answer_by.startswith(day) else day


def get_day(answer_by: str) -> date:
    """Return the day in London of an answer_by that is not empty: the times are written in London's own."""
    return date.fromisoformat(answer_by[: len("2026-12-01")])


def format_answer_by(answer_by: str) -> str:
    """Return the day in words, with the time in London where hours count.

    See docs/requirements/helpline.md#referral-answers.
    """
    if len(answer_by) <= len("2026-12-01"):
        return date_format(date.fromisoformat(answer_by), DAY) if answer_by else ""
    return date_format(timezone.localtime(datetime.fromisoformat(answer_by)), f"{DAY}, H:i")


def describe_consent(state: ConsentState, *, age: str) -> str:
    """Return whether they agreed, as it is recorded; a child whom we did not ask needs no consent.

    See docs/requirements/helpline.md#pack-consent.
    """
    is_unasked_child = state is ConsentState.NOT_ASKED and age == Age.UNDER_18
    return str(CHILD_NOT_ASKED if is_unasked_child else CONSENT_ANSWERS[state])


def _received_on(case: Case) -> str:
    """Return the day of the first contact."""
    hours = [contact.hour for contact in get_contacts(case)]
    return date_format(timezone.localdate(min(hours)), DAY) if hours else ""


def _basis(ground: str, *, awareness: Awareness, consent: str) -> str:
    if ground:
        return f"{OverrideGround(ground).label}. {AWARENESS_SENTENCES[awareness]}"
    return {
        rules.GIVEN: _("With consent"),
        rules.LACKS_CAPACITY: _("In the best interests of someone who cannot decide"),
    }.get(consent, "")


def _grading(request: Request) -> str:
    """Return the grading in words; empty unless all three parts are there."""
    if not all(getattr(request, name) for name in GRADING):
        return ""
    return _("Source %(source)s; information %(assessment)s; handling %(handling)s") % {
        name: f"{getattr(request, name).upper()}: {helpline.get_label(f'intelligence_{name}', getattr(request, name))}"
        for name in GRADING
    }
