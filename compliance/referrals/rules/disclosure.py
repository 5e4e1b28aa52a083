"""May this go to that recipient, and may it say who told us?

Three identity modes by recipients by consent; what overrides them; who decides. Pure, so that a table can prove it.

See docs/requirements/helpline.md#identity-modes, docs/requirements/helpline.md#who-receives-what.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from compliance.concerns.rules.sharing_without_consent import (
    CHILD_AT_RISK,
    GROUNDS,
    IMMINENT_DANGER,
    LEGAL_OBLIGATION,
    SERIOUS_CRIME,
    may_share_without_consent,
)

P1, ADULT = "p1", "adult"
SHARES, CONFIDENTIAL, ANONYMOUS, NOT_ASKED = "named_share", "confidential", "anonymous", "not_asked"
# Modes in which nobody agreed that a name leaves us, the strictest first.
PRIVATE_MODES = (CONFIDENTIAL, NOT_ASKED)

# Whose consent a kind of recipient needs: codes of referral_target_type to codes of consent_recipient.
RECIPIENT_OF: dict[str, str] = {
    "police": "police",
    "labour_enforcement": "labour_enforcement",
    "national_crime_agency": "national_crime_agency",
    "regional_organised_crime_unit": "national_crime_agency",
    "border_force": "immigration_authority",
    "immigration_enforcement": "immigration_authority",
    "la_children": "local_authority",
    "la_adults": "local_authority",
    "hsc_trust": "local_authority",
    "ictg": "local_authority",
    "first_responder": "first_responder",
    "victim_support_provider": "support_provider",
    "health": "support_provider",
    "legal_advice": "support_provider",
    "immigration_advice": "support_provider",
    "employment_advice": "support_provider",
    "housing": "support_provider",
    "overseas_hotline": "other_helpline",
    "business_remediation": "employer_or_business",
    "other": "other_helpline",
}
# People are told of these and go there themselves; nothing is sent.
SIGNPOST_ONLY = frozenset({"crimestoppers"})

# Kinds of things that may be shared, in the order of a page.
(
    URGENCY,
    HANDLING,
    ACCOUNT,
    PLACE,
    PEOPLE,
    EXPLOITER,
    SUPPLY_CHAIN,
    SIGNS,
    NEEDS,
    AGREED,
    PERSON,
    REPORTER,
    FILE,
    ORIGINAL,
) = KINDS = (
    "urgency",
    "handling",
    "account",
    "place",
    "people",
    "exploiter",
    "supply_chain",
    "signs",
    "needs",
    "agreed",
    "person",
    "reporter",
    "file",
    "original",
)
# Who somebody is: never shown before it is asked for, and a second person decides.
IDENTITIES = frozenset({PERSON, REPORTER})
# A file as it came may say who made it: it goes for a written reason, and a second person decides on it as on a name.
FILES = frozenset({FILE, ORIGINAL})
IDENTIFYING_KINDS = IDENTITIES | {ORIGINAL}
_TO_PROTECT = frozenset({URGENCY, ACCOUNT, PLACE, PEOPLE, SIGNS, NEEDS, AGREED, PERSON, REPORTER, FILE})
_TO_INVESTIGATE = _TO_PROTECT | {HANDLING, EXPLOITER, SUPPLY_CHAIN, ORIGINAL}
_TO_HELP = frozenset({URGENCY, PLACE, PEOPLE, NEEDS, AGREED, PERSON, REPORTER, FILE})
INVESTIGATORS = frozenset(
    {
        "police",
        "labour_enforcement",
        "national_crime_agency",
        "regional_organised_crime_unit",
        "border_force",
        "immigration_enforcement",
        "overseas_hotline",
    }
)
PROTECTORS = frozenset({"la_children", "la_adults", "hsc_trust", "ictg"})
# Of a child, or somebody who may be one, these are told without asking anybody.
# See docs/requirements/helpline.md#children-first.
CHILD_PROTECTORS = frozenset({"police", "la_children", "hsc_trust", "ictg"})

# Danger to a life or to a child: somebody may act alone (docs/requirements/helpline.md#small-teams).
LIFE_SAVING_GROUNDS = frozenset({IMMINENT_DANGER, CHILD_AT_RISK})
GIVEN, LACKS_CAPACITY = "given", "lacks_capacity"
HOLDING = "holding"
# What a form answers where nothing but the consent of whom it is about is relied on.
BY_CONSENT = "consent"
UNDER_18 = "under_18"
# The lawful basis and the condition for special categories (UK GDPR articles 6 and 9), by what is done and why.
LAW: dict[str, tuple[str, str]] = {
    HOLDING: ("recognised_legitimate_interest", "sch1_para18"),
    GIVEN: ("consent", "explicit_consent"),
    LACKS_CAPACITY: ("recognised_legitimate_interest", "sch1_para18"),
    IMMINENT_DANGER: ("vital_interests", "vital_interests"),
    CHILD_AT_RISK: ("recognised_legitimate_interest", "sch1_para18"),
    LEGAL_OBLIGATION: ("legal_obligation", "sch1_para6"),
    SERIOUS_CRIME: ("recognised_legitimate_interest", "sch1_para10"),
}


class Awareness(StrEnum):
    """Whether the person concerned knows that we share it."""

    TOLD = "told"
    NOT_TOLD = "not_told"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"


def get_awareness(*, is_told: bool | None, why_not_told: str) -> Awareness:
    """Return whether the person knows; where is_told is None nobody knows, or without why_not_told nobody asked."""
    if is_told is None:
        return Awareness.NOT_KNOWN if why_not_told.strip() else Awareness.NOT_ASKED
    return Awareness.TOLD if is_told else Awareness.NOT_TOLD


class Refused(StrEnum):
    """Why nothing may go yet. The page has the words."""

    SIGNPOST = "signpost"
    NO_GROUND = "no_ground"
    NO_FACTS = "no_facts"
    NO_CHILD = "no_child"
    NEEDS_CONSENT = "needs_consent"
    NOT_TOLD_WHY = "not_told_why"
    NOTHING_CHOSEN = "nothing_chosen"
    NO_NAME_KNOWN = "no_name_known"
    NAME_IS_CONFIDENTIAL = "name_is_confidential"
    NAME_NOT_ASKED = "name_not_asked"
    NO_FILE_REASON = "no_file_reason"


@dataclass(frozen=True)
class Wish:
    """What somebody wants to pass on. consent: its state for this recipient, empty where nobody asked.

    kinds: of what is ticked. ground, facts: of an override, empty without one. is_told: of the person concerned.
    file_reason: why a file goes as it came.
    """

    target: str
    identity_mode: str
    level: str
    age: str
    kinds: Collection[str]
    consent: str = ""
    ground: str = ""
    facts: str = ""
    is_told: bool | None = None
    why_not_told: str = ""
    file_reason: str = ""

    @property
    def has_consent(self) -> bool:
        """Return whether consent was given, or decided in the interests of somebody who cannot decide."""
        return self.consent in {GIVEN, LACKS_CAPACITY}

    @property
    def shows_reporter(self) -> bool:
        return REPORTER in self.kinds

    @property
    def shows_identity(self) -> bool:
        return bool(IDENTIFYING_KINDS & set(self.kinds))

    @property
    def may_not_wait(self) -> bool:
        """Return whether it saves a life, or a child; what may say who told us is no part of that."""
        is_for_child = self.ground == CHILD_AT_RISK and self.target in CHILD_PROTECTORS
        is_urgent = is_for_child or (self.level == P1 and self.ground in LIFE_SAVING_GROUNDS)
        return is_urgent and not {REPORTER, ORIGINAL} & set(self.kinds)


@dataclass(frozen=True)
class Verdict:
    """refused: reasons, the gravest first; nothing may go while there is one.

    approval: what a second person decides on, as an ApprovalKind; empty where none has to.
    waits: whether it waits for them. What saves a life in a p1 case, and what protects a child, goes at once, and they
    look at it within a day: the level alone, which one person sets, is no reason.

    See docs/requirements/helpline.md#small-teams.
    """

    refused: tuple[Refused, ...]
    basis: str
    condition: str
    approval: str = ""
    waits: bool = False


def get_kinds(target: str) -> frozenset[str]:
    """Return the kinds of things that may be offered for this recipient; the rest it never gets."""
    if target in SIGNPOST_ONLY:
        return frozenset()
    if target == "business_remediation":
        return frozenset({AGREED})
    if target in INVESTIGATORS:
        return _TO_INVESTIGATE
    return _TO_PROTECT if target in PROTECTORS or target == "first_responder" else _TO_HELP


def get_grounds(*, age: str, target: str) -> tuple[str, ...]:
    """Return the grounds on which this recipient may be told without consent, in a case about somebody of this age."""
    return tuple(
        ground
        for ground in GROUNDS
        if (ground != CHILD_AT_RISK or age != ADULT) and may_share_without_consent(ground=ground, target=target)
    )


def is_reason_for(reason: str, *, target: str, age: str, consented: Collection[str]) -> bool:
    """Return whether this recipient may be told for this reason: a ground, or BY_CONSENT.

    consented: codes of consent_recipient that somebody agreed to.
    """
    if reason == BY_CONSENT:
        return RECIPIENT_OF.get(target) in consented
    return reason in get_grounds(age=age, target=target)


def propose_ground(*, age: str, local: Collection[str], consented: Collection[str]) -> str:
    """Return the reason that a form proposes; empty where a person has to think about it first.

    Consent comes first where it covers everybody who has a duty there (local: codes of referral_target_type); then the
    risk to a child. That somebody may be a child is proposed to nobody as a fact.
    """
    if local and {RECIPIENT_OF.get(target) for target in local} <= set(consented):
        return BY_CONSENT
    if age == UNDER_18:
        return CHILD_AT_RISK
    return BY_CONSENT if consented else ""


def judge(wish: Wish) -> Verdict:
    basis, condition = LAW.get(wish.ground or wish.consent, ("", ""))
    approval = "override" if wish.ground else "identity_release" if wish.shows_identity else ""
    return Verdict(
        refused=tuple(_refusals(wish)),
        basis=basis,
        condition=condition,
        approval=approval,
        waits=bool(approval) and not wish.may_not_wait,
    )


def may_go_alone(*, ground: str, level: str) -> bool:
    """Whether what waits may go ahead with nobody else on shift: to save a life, or in immediate danger
    with the consent of whom it is about.

    See docs/requirements/helpline.md#small-teams.
    """
    return ground in LIFE_SAVING_GROUNDS or (not ground and level == P1)


def _refusals(wish: Wish) -> list[Refused]:
    if wish.target in SIGNPOST_ONLY:
        return [Refused.SIGNPOST]
    refusals: list[Refused] = []
    if not (wish.has_consent or wish.ground):
        refusals.append(Refused.NO_GROUND)
    if wish.ground:
        refusals += _of_ground(wish)
    if not set(wish.kinds) & get_kinds(wish.target):
        refusals.append(Refused.NOTHING_CHOSEN)
    if wish.shows_reporter:
        refusals += _of_name(wish)
    if ORIGINAL in wish.kinds and not wish.file_reason.strip():
        refusals.append(Refused.NO_FILE_REASON)
    return refusals


def _of_ground(wish: Wish) -> list[Refused]:
    refusals = []
    if wish.ground == CHILD_AT_RISK and wish.age == ADULT:
        refusals.append(Refused.NO_CHILD)
    elif not (wish.has_consent or may_share_without_consent(ground=wish.ground, target=wish.target)):
        refusals.append(Refused.NEEDS_CONSENT)
    if not wish.facts.strip():
        refusals.append(Refused.NO_FACTS)
    if not wish.is_told and not wish.why_not_told.strip():
        refusals.append(Refused.NOT_TOLD_WHY)
    return refusals


def _of_name(wish: Wish) -> list[Refused]:
    if wish.identity_mode == ANONYMOUS:
        return [Refused.NO_NAME_KNOWN]
    if wish.identity_mode in PRIVATE_MODES and not may_share_without_consent(ground=wish.ground, target=wish.target):
        return [Refused.NAME_NOT_ASKED if wish.identity_mode == NOT_ASKED else Refused.NAME_IS_CONFIDENTIAL]
    return []
