"""The words of a package about who told us, from the facts that rules.privacy decides on."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework.selectors.tellers import Teller
from compliance.concerns.rules.tellers import CODE_WORD
from compliance.referrals.rules import privacy as rules
from compliance.referrals.rules.privacy import Notice, TellerFacts
from compliance.referrals.rules.referrals import withhold
from portal.reference import helpline

NOTICE_LABELS: dict[Notice, Promise] = {
    Notice.NOT_SAID: gettext_lazy(
        "We do not say who told us. Do not try to find out, and do not ask workers or anyone else who it was."
    ),
    Notice.VICTIM_TOLD: gettext_lazy("The person affected told us about themselves."),
    Notice.AT_RISK: gettext_lazy(
        "They are a person at risk, not an informant. Do not tell anyone around them that they contacted us."
    ),
    Notice.OTHER_TOLD: gettext_lazy("Someone other than the person affected told us."),
    Notice.DO_NOT_LOOK: gettext_lazy(
        "Do not try to find out who told us, and do not ask the people named in this referral who it was."
    ),
    Notice.NOT_KNOWN_WHO: gettext_lazy("We do not know who told us: the person affected, or someone else."),
    Notice.MAY_BE_AT_RISK: gettext_lazy(
        "They may be at risk. Do not try to find out who they are, and do not tell anyone that they contacted us."
    ),
    Notice.NAMED: gettext_lazy("This referral identifies them. Ask us before you share that with anyone."),
    Notice.NAME_SHARED: gettext_lazy("They agreed that we can share their name."),
    Notice.NAME_OVERRIDDEN: gettext_lazy(
        "They asked us not to share their name. We have shared it for a reason that the law allows."
    ),
    Notice.NAME_LEFT_OUT: gettext_lazy("This referral does not include their name. If you need it, ask us."),
    Notice.NAME_KEPT: gettext_lazy("They asked us not to share their name. If you need to contact them, ask us."),
    Notice.PRIVACY_NOT_ASKED: gettext_lazy(
        "We have not asked them whether we can share their name. This referral does not include it."
    ),
    Notice.NAME_WITHOUT_ASKING: gettext_lazy(
        "We have not asked them whether we can share their name. We have shared it for a reason that the law allows."
    ),
    Notice.NO_NAME: gettext_lazy("They did not give us their name. We can contact them only if they come back to us."),
}


def get_teller_facts(teller: Teller, *, is_named: bool) -> TellerFacts:
    """Return what decides the privacy text. What would say who they are is taken out unless they are named."""
    known = () if is_named else tuple(teller.details.values())
    word = str(teller.safety.get("code_word") or "")
    may_say_word = is_named and may_ring(teller)
    return TellerFacts(
        role=teller.role,
        identity_mode=teller.mode,
        is_named=is_named,
        safety=tuple(teller.safety.get("contact_safety") or ()) + ((CODE_WORD,) if word else ()),
        safe_times=withhold(str(teller.safety.get("safe_times") or ""), known),
        code_word=word if may_say_word and withhold(word, known) == word else "",
    )


def may_ring(teller: Teller) -> bool:
    """Return whether there is a number of theirs that somebody may ring; without one the agreed word goes nowhere.

    See docs/requirements/helpline.md#safe-calls.
    """
    return teller.may_phone and bool(teller.details.get("phone"))


def build_privacy_text(tellers: Iterable[TellerFacts], *, target: str) -> str:
    """Return the privacy text of a package, a paragraph a line. target: a code of referral_target_type."""
    facts = rules.sort_tellers(tellers)
    if not facts or not rules.may_learn_who_told(target):
        return str(NOTICE_LABELS[Notice.NOT_SAID])
    lines = [_sentences(teller) for teller in facts]
    lines += [describe_safe_contact(teller) for teller in facts if teller.may_be_contacted]
    return "\n".join(dict.fromkeys(lines))


def describe_safe_contact(teller: TellerFacts) -> str:
    """Return their rules for safe contact as a line, with the agreed word itself."""
    labels = [str(helpline.get_label("contact_safety", code)) for code in teller.safety if code != CODE_WORD]
    if teller.safe_times:
        labels.append(_("Safe times: %(times)s") % {"times": teller.safe_times})
    if teller.code_word:
        labels.append(_("Say this agreed word first: “%(word)s”") % {"word": teller.code_word})
    elif teller.has_code_word:
        labels.append(_("There is an agreed word: ask us for it first"))
    if not labels:
        return _("We do not know how to contact them safely. Ask us before you do.")
    return _("How to contact them safely: %(rules)s.") % {"rules": "; ".join(labels)}


def _sentences(teller: TellerFacts) -> str:
    return " ".join(str(NOTICE_LABELS[notice]) for notice in rules.get_notices(teller))
