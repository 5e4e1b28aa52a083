"""The sentences of the promises to reporters, by the codes of `compliance/concerns/rules/promises.py`.

Every page that says who is told what takes its words from here. A new sentence needs a claim in
`tests/compliance/concerns/rules/test_promises.py`, which holds it against the disclosure rules.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from compliance.concerns.rules import promises as rules
from compliance.concerns.rules.sharing_without_consent import (
    CHILD_AT_RISK,
    IMMINENT_DANGER,
    LEGAL_OBLIGATION,
    SERIOUS_CRIME,
)
from compliance.concerns.types import Answers
from portal.core.types import Context

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Text = str | StrPromise

PROMISES: dict[str, Text] = {
    rules.HELPLINE_READS: _("Trained people at the helpline read what you send."),
    rules.YOU_CHOOSE: _(
        "You choose who else we tell. But we may tell the police, the council "
        "or another public body without asking you:"
    ),
    rules.CHILD_IS_SHARED: _(
        "Someone may be under 18. So we may have to tell the police and the council’s children’s services. "
        "We may do this even if you ask us not to. We may also tell the police, the council or another "
        "public body:"
    ),
    rules.TRY_TO_TELL_YOU: _("If we can, and it is safe for you, we will tell you first."),
    rules.ANONYMOUS_NAME: _("We do not ask for your name. We will see it if it is in your answers or in a file."),
    rules.CONFIDENTIAL_NAME: _("We do not pass on your name, unless one of the reasons above applies."),
    rules.SHARED_NAME: _("We may share your name with the people you choose."),
    rules.NO_RECIPIENT: _("You did not choose anyone else to tell."),
    rules.CHOSEN_RECIPIENTS: _("You said we can pass this on to:"),
    rules.NOT_IMMIGRATION: _("We do not tell immigration authorities unless you agree."),
    rules.POLICE_MAY_TELL_IMMIGRATION: _(
        "We cannot promise what others do. The police may tell immigration authorities. So may the Home "
        "Office, if you ask for its support."
    ),
    rules.NOT_BUSINESS: _("We do not tell the business unless you agree."),
    rules.SUPPORT_NEEDS_YOUR_DETAILS: _(
        "You cannot stay anonymous if you want support that the government pays for. Your details go to the "
        "Home Office. No one can ask for this support unless you agree."
    ),
    rules.CHILD_SUPPORT_WITHOUT_CONSENT: _(
        "The police or the council can ask the government for support for anyone under 18. "
        "They do not need your agreement."
    ),
    # For a poster or a card, where there is room for one sentence.
    rules.IN_SHORT: _(
        "You choose who we tell. There are four exceptions: danger, a child at risk, a serious crime, or "
        "when the law says we must."
    ),
}
GROUNDS: dict[str, Text] = {
    IMMINENT_DANGER: _("if someone is in immediate danger"),
    CHILD_AT_RISK: _("if a child is at risk"),
    SERIOUS_CRIME: _("to prevent or report a serious crime"),
    LEGAL_OBLIGATION: _("if the law or a court says we must"),
}


def for_start_page() -> Context:
    """Return the context of the page that nobody has answered yet."""
    return {"sharing": sharing(rules.Reporter())}


def for_privacy_page(answers: Answers) -> Context:
    """Return the context of the page on which a reporter chooses how private to be."""
    reporter = rules.reporter_from_answers(answers)
    return {
        "sharing": sharing(reporter),
        "authority_promises": [PROMISES[code] for code in rules.authority_promises(reporter)],
        "confidential_name": PROMISES[rules.CONFIDENTIAL_NAME],
    }


def for_check_page(answers: Answers) -> Context:
    """Return the context of the page that is read before a concern is sent."""
    reporter = rules.reporter_from_answers(answers)
    return {
        "sharing": sharing(reporter),
        "recipients_promise": PROMISES[rules.recipients_promise(reporter)],
        "name_promise": PROMISES[rules.name_promise(reporter.identity_mode)],
    }


def sharing(reporter: rules.Reporter) -> Context:
    """Return what `concerns/_sharing.html` shows: who reads it, who may be told without consent, and when."""
    read, lead, tell = (PROMISES[code] for code in rules.sharing_promises(reporter))
    return {
        "helpline_reads": read,
        "lead": lead,
        "grounds": [GROUNDS[ground] for ground in rules.grounds_shown(reporter)],
        "try_to_tell_you": tell,
    }
