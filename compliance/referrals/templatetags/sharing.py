"""{% load sharing %}: why something cannot be sent, and what would make a pack better, in words."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance.referrals.rules.disclosure import Refused
from compliance.referrals.rules.nrm import Doubt

register = template.Library()

REFUSED = {
    Refused.SIGNPOST: _("People are told of this one, and go there themselves."),
    Refused.NO_GROUND: _("Nobody has agreed to it, and no ground is given for going without."),
    Refused.NO_FACTS: _("The facts that you rely on are missing."),
    Refused.NO_CHILD: _("Nobody in this case is a child, or may be one."),
    Refused.NEEDS_CONSENT: _("This recipient may only be told with consent. No ground replaces it."),
    Refused.NOT_TOLD_WHY: _("Say why the person was not told."),
    Refused.NOTHING_CHOSEN: _("Nothing is ticked that this recipient may get."),
    Refused.NO_NAME_KNOWN: _("Who told us is anonymous: there is no name to give."),
    Refused.NAME_IS_CONFIDENTIAL: _("Who told us is known to us only. Take their name out, or give a ground."),
    Refused.NO_FILE_REASON: _("Say why a file has to go as it came, or take the cleaned copy."),
}
DOUBTS = {
    Doubt.NO_CHRONOLOGY: _("Say when it happened, with months or years, in order."),
    Doubt.NO_SIGNS: _("Name the signs that were seen or told of."),
    Doubt.NO_REASON_FOR_DELAY: _("Say why it was not reported sooner."),
    Doubt.NO_SECOND_CONTACT: _("Name a second professional who can be asked."),
    Doubt.DOCUMENTS_WITHOUT_DATES: _("Give each document its date."),
    Doubt.COPIED: _("The same words stand in another pack. Each person has their own."),
    Doubt.OPINION_WITHOUT_FACTS: _("Your view stands there without the facts that it rests on."),
}


@register.filter
def refused_word(reason: Refused) -> str | Promise:
    return REFUSED[reason]


@register.filter
def doubt_word(doubt: Doubt) -> str | Promise:
    return DOUBTS[doubt]
