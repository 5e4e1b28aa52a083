"""{% load sharing %}: why something cannot be sent, and what would make a pack better, in words."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance.referrals.rules.disclosure import Awareness, Refused
from compliance.referrals.rules.nrm import Doubt

register = template.Library()

REFUSED = {
    Refused.SIGNPOST: _(
        "You cannot refer people to this service. Tell them about it so they can contact it themselves."
    ),
    Refused.NO_GROUND: _("No one has agreed to this, and you have not given a reason to share without consent."),
    Refused.NO_FACTS: _("Enter the facts you rely on."),
    Refused.NO_CHILD: _("This case does not involve a child or anyone who may be a child."),
    Refused.NEEDS_CONSENT: _("You need consent to share with this recipient. There is no other reason you can use."),
    Refused.NOT_TOLD_WHY: _("Say why the person was not told."),
    Refused.NOTHING_CHOSEN: _("Select at least one thing you can share with this recipient."),
    Refused.NO_NAME_KNOWN: _("The person who told us is anonymous, so there is no name to share."),
    Refused.NAME_IS_CONFIDENTIAL: _(
        "The person who told us asked us not to share their name. Remove it, or give a reason."
    ),
    Refused.NAME_NOT_ASKED: _(
        "No one has asked the person who told us whether we can share their name. Remove it, or give a reason."
    ),
    Refused.NO_FILE_REASON: _("Say why you must send the original file, or send the cleaned copy."),
}
DOUBTS = {
    Doubt.NO_CHRONOLOGY: _("Say when it happened, with months or years, in order."),
    Doubt.NO_SIGNS: _("Describe the signs that were seen or reported."),
    Doubt.NO_REASON_FOR_DELAY: _("Say why it was not reported sooner."),
    Doubt.NO_SECOND_CONTACT: _("Name a second professional they can contact."),
    Doubt.DOCUMENTS_WITHOUT_DATES: _("Give the date of each document."),
    Doubt.COPIED: _("Another pack has the same wording. Write about each person separately."),
    Doubt.OPINION_WITHOUT_FACTS: _("Give the facts that support your view."),
}
AWARENESS = {
    Awareness.TOLD: _("Yes, they were told"),
    Awareness.NOT_TOLD: _("No"),
    Awareness.NOT_KNOWN: _("Not known"),
    Awareness.NOT_ASKED: _("Not asked"),
}


@register.filter
def awareness_word(awareness: Awareness) -> str | Promise:
    return AWARENESS[awareness]


@register.filter
def refused_word(reason: Refused) -> str | Promise:
    return REFUSED[reason]


@register.filter
def doubt_word(doubt: Doubt) -> str | Promise:
    return DOUBTS[doubt]
