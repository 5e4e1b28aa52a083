"""Short phrases for messages to reporters, in plain English. A handler ticks them, then changes what has to be."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance.casework.rules.message_claims import Claim

SNIPPETS: dict[str, Promise] = {
    "thanks": _("Thank you for telling us."),
    "safe": _("Are you safe now? If not, call 999."),
    "safe_to_write": _("Is it safe for you to read and write here?"),
    "where": _("Can you tell us more about where it is?"),
    "when": _("When did you last see this? The day or the month is enough."),
    "no_risk": _("You do not need to find out more. Do not put yourself in danger."),
    "passed_on": _("We passed on what you agreed to, and no more."),
    "exception": _("We told the police or the council. A life or a child was in danger."),
    "not_named": _("We did not say who told us."),
    "no_news": _("We have no news yet. Your report is still open."),
    "no_more": _("We cannot do more with what we know now. If you learn more, tell us here."),
    "call": _("You can call us. It’s free, and we can get an interpreter."),
    "tomorrow": _("Check back here tomorrow."),
    "three_days": _("Check back here in three days. We will write by then."),
    "finished": _("We have done what we can. You can still write to us here."),
}

# What a phrase claims: it is offered, and may be sent, only while the log of the case bears it out
# (rules.message_claims).
SNIPPET_CLAIMS: dict[str, Claim] = {
    "passed_on": Claim.ONLY_AGREED,
    "exception": Claim.EXCEPTION,
    "not_named": Claim.NOT_NAMED,
    "no_news": Claim.NO_NEWS,
    "finished": Claim.FINISHED,
}
