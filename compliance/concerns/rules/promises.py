"""Which promises a reporter reads about who is told what.

A promise is a code; `compliance/concerns/promise_labels.py` has its sentence. Which codes a page shows follows from the
route, the age, the chosen privacy and the grounds for sharing without consent, and from nothing else. A test,
`tests/compliance/concerns/rules/test_promises.py`, holds each one against the desk's disclosure rules in every
combination.
"""

from collections.abc import Collection
from dataclasses import dataclass

from compliance.concerns.rules import journey, triage
from compliance.concerns.rules.sharing_without_consent import GROUNDS
from compliance.concerns.types import Answers

(
    HELPLINE_READS,
    YOU_CHOOSE,
    CHILD_IS_SHARED,
    TRY_TO_TELL_YOU,
    ANONYMOUS_NAME,
    CONFIDENTIAL_NAME,
    SHARED_NAME,
    NO_RECIPIENT,
    CHOSEN_RECIPIENTS,
    NOT_IMMIGRATION,
    POLICE_MAY_TELL_IMMIGRATION,
    NOT_BUSINESS,
    SUPPORT_NEEDS_YOUR_DETAILS,
    CHILD_SUPPORT_WITHOUT_CONSENT,
    IN_SHORT,
) = PROMISES = (
    "helpline_reads",
    "you_choose",
    "child_is_shared",
    "try_to_tell_you",
    "anonymous_name",
    "confidential_name",
    "shared_name",
    "no_recipient",
    "chosen_recipients",
    "not_immigration",
    "police_may_tell_immigration",
    "not_business",
    "support_needs_your_details",
    "child_support_without_consent",
    "in_short",
)
CHILD, ADULT, UNKNOWN = "child", "adult", ""
_NAME_PROMISES = {"anonymous": ANONYMOUS_NAME, "confidential": CONFIDENTIAL_NAME, "named_share": SHARED_NAME}
_ADVICE_ROUTES = frozenset({"r6"})


@dataclass(frozen=True)
class Reporter:
    """What decides the promises made to one reporter.

    route: r1 to r6, empty before the first answer. age: CHILD also where they are not sure, UNKNOWN before it is asked.
    identity_mode: a code of `IdentityMode`, empty before it is chosen. consent: codes of recipients they agreed to.
    """

    route: str = ""
    age: str = UNKNOWN
    identity_mode: str = ""
    consent: Collection[str] = ()


def reporter_from_answers(answers: Answers) -> Reporter:
    """Return what the answers of a concern, so far, say about the promises."""
    age = UNKNOWN
    if answers.get("age_of_person"):
        age = CHILD if triage.is_child(answers) else ADULT
    return Reporter(
        route=journey.get_route(answers),
        age=age,
        identity_mode=answers.get("identity_mode", ""),
        consent=tuple(answers.get("consent", ())),
    )


def sharing_promises(reporter: Reporter) -> list[str]:
    """Return who may be told, in the order of the page; the grounds for sharing without consent follow YOU_CHOOSE."""
    if reporter.age == CHILD:
        return [HELPLINE_READS, CHILD_IS_SHARED, TRY_TO_TELL_YOU]
    return [HELPLINE_READS, YOU_CHOOSE, TRY_TO_TELL_YOU]


def grounds_shown(reporter: Reporter) -> tuple[str, ...]:
    """Return the grounds on which we may share without consent. All are shown, to everybody: age may yet turn out."""
    return GROUNDS


def authority_promises(reporter: Reporter) -> list[str]:
    """Return what is said of immigration, the business and government support on the page about privacy."""
    if reporter.route in _ADVICE_ROUTES:
        return []
    codes = [NOT_BUSINESS, NOT_IMMIGRATION, POLICE_MAY_TELL_IMMIGRATION]
    if reporter.route == "r1":
        codes.append(CHILD_SUPPORT_WITHOUT_CONSENT if reporter.age == CHILD else SUPPORT_NEEDS_YOUR_DETAILS)
    return codes


def name_promise(identity_mode: str) -> str:
    """Return what is promised about the reporter's name."""
    return _NAME_PROMISES[identity_mode]


def recipients_promise(reporter: Reporter) -> str:
    """Return what the check page says of the people they chose."""
    return CHOSEN_RECIPIENTS if reporter.consent else NO_RECIPIENT
