"""The preparation pack for a referral: for whom, with which answers, what it lacks, and how good it is.

An answer is {"value": text or list of codes, "source": whose words, "why": why there is none}. The questions, their
order and which of them are asked are those of portal.reference.nrm.

See docs/requirements/helpline.md#preparation-pack.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from compliance.referrals.choices import Source
from compliance.referrals.rules.referrals import find_numbers, withhold
from portal.core.types import JsonObject
from portal.reference import nrm
from portal.reference.nrm import Question

type Kept = Mapping[str, Mapping[str, Any]]

CHILD, AGE_UNKNOWN, CONSENTS, COOPERATES, ANONYMOUS, UNDECIDED = (
    "child_referral",
    "age_unknown",
    "adult_consent_yes",
    "adult_consent_no_cooperates",
    "adult_consent_no",
    "undecided",
)
WHOLE = frozenset({CHILD, AGE_UNKNOWN, CONSENTS, COOPERATES})
MAY_PREPARE = WHOLE | {ANONYMOUS}
# The first responder fills these in, in the service itself.
THEIR_SECTIONS = frozenset({"first_responder", "referrer"})
CONSENT_ANSWER, AGE_ANSWER, HELPS = "pv-want-to-submit-nrm", "pv-under-age", "authorities-cooperation"
FIXED_SOURCES = {CONSENT_ANSWER: Source.ASKED, AGE_ANSWER: Source.HANDLER, HELPS: Source.ASKED}
COUNCIL = "local-authority-contacted-about-child-local-authority"
# What says who somebody is or where they are reached; a reduced pack has none of it, whatever was typed.
IDENTIFYING = frozenset(
    question.key
    for question in nrm.get_questions()
    if question.section == "contact"
    or question.key.startswith(("pv-name-", "pv-phone-", "pv-dob", "pv-ho-reference"))
    or question.key in {"alternative-number-relation-to-pv", "no-contact-details"}
)
NAMES = ("pv-name-first-name", "pv-name-last-name", "pv-name-nickname", "pv-phone-number-yes",
         "pv-phone-number-alternative", "pv-contact-details-email-input", "pv-contact-details-street")  # fmt: skip

# Of who a person is, as the case keeps it (forms.case_facts): what goes word by word, and what only as it stands.
NAMED, AS_IT_STANDS, REACHED = ("name", "phone", "address"), "born", "how_to_reach"

# Two texts that share so many characters were copied, not told.
COPIED = 120
# A month that is a verb or a stem of one is none: "may" counts with a number beside it.
_WHEN = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[/.]\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?may\b|\bmay\s+\d"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)


class Doubt(StrEnum):
    """What makes a pack a poor one (Home Office toolkit). The page has the words."""

    NO_CHRONOLOGY = "no_chronology"
    NO_SIGNS = "no_signs"
    NO_REASON_FOR_DELAY = "no_reason_for_delay"
    NO_SECOND_CONTACT = "no_second_contact"
    DOCUMENTS_WITHOUT_DATES = "documents_without_dates"
    COPIED = "copied"
    OPINION_WITHOUT_FACTS = "opinion_without_facts"


@dataclass(frozen=True)
class Gap:
    """A question that needs an answer and has none; why is empty where nobody said."""

    question: Question
    why: str


def is_mostly_empty(answered: int, needed: int) -> bool:
    """Return whether fewer than a third of the questions needed are answered.

    See docs/requirements/helpline.md#pack-hand-over.
    """
    return answered * 3 < needed


@dataclass(frozen=True)
class Completeness:
    """needed, answered: required questions of ours, without those that the first responder fills in."""

    needed: int
    answered: int
    gaps: tuple[Gap, ...]

    @property
    def unexplained(self) -> int:
        return sum(not gap.why for gap in self.gaps)


@dataclass(frozen=True)
class CaseFacts:
    """What a case says in codes, for a first draft of the answers. towns, countries: of the form's lists.

    council: the one that was contacted, and whom there. why_no_council: what is known where none was.
    reported: what those ticked who wrote to us themselves, by who they are, as "question:code"; so are sign_codes.
    is_recorded_by_us: no one wrote to us, so that all the codes of the case are a handler's.
    """

    age: str
    still_inside: str = ""
    last_contact: str = ""
    gender: str = ""
    nationalities: Sequence[str] = ()
    towns: Sequence[str] = ()
    other_places: str = ""
    countries: Sequence[str] = ()
    town_now: str = ""
    types: Sequence[str] = ()
    subtypes: Sequence[str] = ()
    is_pay_withheld: bool = False
    signs: Sequence[str] = ()
    sign_codes: Collection[str] = ()
    exploiters: str = ""
    people: int = 1
    council: Mapping[str, str] = field(default_factory=dict)
    why_no_council: str = ""
    reported: Mapping[Source, Collection[str]] = field(default_factory=dict)
    is_recorded_by_us: bool = True


def get_pathway(*, age: str, consent: str, helps_authorities: bool) -> str:
    """Return the pathway: of an adult only their own informed consent makes a referral, and nobody asks a child.

    See docs/requirements/helpline.md#pack-consent.
    """
    if age != "adult":
        return CHILD if age == "under_18" else AGE_UNKNOWN
    if consent == "given":
        return CONSENTS
    if consent in {"refused", "withdrawn"}:
        return COOPERATES if helps_authorities else ANONYMOUS
    return UNDECIDED


def is_reduced(way: str) -> bool:
    """Return whether it is an anonymous notification: no identity, no contact, no reporter."""
    return way == ANONYMOUS


def needs_no_consent(way: str) -> bool:
    """Return whether it is about a child, or somebody who may be one: the form goes on as with a yes that is none.

    See docs/requirements/helpline.md#pack-consent.
    """
    return way in {CHILD, AGE_UNKNOWN}


def get_fixed_values(way: str) -> dict[str, str]:
    """Return the answers that the pathway gives, which nobody types."""
    under = {CHILD: "yes", AGE_UNKNOWN: "not-sure"}.get(way, "no")
    fixed_values = {AGE_ANSWER: under}
    # Who has not decided has not said no.
    if way in MAY_PREPARE:
        fixed_values[CONSENT_ANSWER] = "yes" if way in {CHILD, AGE_UNKNOWN, CONSENTS} else "no"
    if way in {COOPERATES, ANONYMOUS}:
        fixed_values[HELPS] = "yes" if way == COOPERATES else "no"
    return fixed_values


def get_values(way: str, answers: Kept) -> JsonObject:
    """Return the values by key, the fixed ones among them; what is empty is left out."""
    filled = {key: answer.get("value") for key, answer in answers.items() if answer.get("value")}
    if is_reduced(way):
        filled = {key: value for key, value in filled.items() if key not in IDENTIFYING}
    return filled | get_fixed_values(way)


# Any: values of answers: text or codes.
def questions_for(way: str, filled: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return the questions that the service would ask, in its order; a reduced pack has none about who somebody is."""
    return tuple(
        question
        for question in nrm.get_asked_questions(filled)
        if not (is_reduced(way) and question.key in IDENTIFYING)
    )


def get_handed_over_values(
    way: str, answers: Kept, reporter: Collection[str], people: Iterable[Mapping[str, object]] = ()
) -> JsonObject:
    """Return the answers as they leave: those of asked questions only, in the form's order, by our keys.

    reporter: what says who told us, without that of the person of the pack themselves (is_own_pack). It leaves in no
    pack; the names of the person stay, also where a relative who told us bears the same. people: who those affected
    are, as the case keeps it; of a reduced pack that goes from every text, as what was answered of it does.
    """
    filled = get_values(way, answers)
    known, phrases = _withheld(way, answers, reporter, people)
    return {
        question.key: _clean(question, filled[question.key], known, phrases)
        for question in questions_for(way, filled)
        if question.key in filled
        and question.section not in THEIR_SECTIONS
        and not (question.key == CONSENT_ANSWER and needs_no_consent(way))
    }


def get_handed_over_reasons(
    way: str, answers: Kept, reporter: Collection[str], people: Iterable[Mapping[str, object]] = ()
) -> dict[str, str]:
    """Return why an answer is missing, by key, as it leaves: without the words that the answers leave out."""
    known, phrases = _withheld(way, answers, reporter, people)
    return {
        key: withhold(str(answer["why"]), known, phrases=phrases)
        for key, answer in answers.items()
        if answer.get("why")
    }


def _withheld(
    way: str, answers: Kept, reporter: Collection[str], people: Iterable[Mapping[str, Any]]
) -> tuple[list[str], list[str]]:
    """What leaves in no text: word by word, and only as it stands."""
    known, phrases = [*reporter], []
    if is_reduced(way):
        known += [str(answers[key]["value"]) for key in NAMES if answers.get(key, {}).get("value")]
        for person in people:
            known += [str(person[name]) for name in NAMED if person.get(name)]
            known += find_numbers(str(person.get(REACHED) or ""))
            phrases.append(str(person.get(AS_IT_STANDS) or ""))
    return known, phrases


def is_own_pack(way: str, answers: Kept, details: Mapping[str, str]) -> bool:
    """Return whether a victim who told us is the person of this pack: by first name, nickname, phone or e-mail address.

    A surname is no sign: brothers and sisters have a pack each. Of a reduced pack nobody is.
    """
    if is_reduced(way):
        return False
    filled = {key: str(answer.get("value") or "") for key, answer in answers.items()}
    first = _words(" ".join(filled.get(key, "") for key in ("pv-name-first-name", "pv-name-nickname")))
    email = filled.get("pv-contact-details-email-input", "").strip().lower()
    phone, theirs = _digits(filled.get("pv-phone-number-yes", "")), _digits(details.get("phone", ""))
    return (
        bool(first & _words(details.get("name", "")))
        or bool(phone and phone == theirs)
        or bool(email and email == details.get("email", "").strip().lower())
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold()))


def _digits(text: str) -> str:
    """Return the part of a phone number that is the same with and without the country's code."""
    return re.sub(r"\D", "", text)[-9:]


# Any: values of answers: text or codes.
def get_form_answers(filled: Mapping[str, Any]) -> JsonObject:
    """Return the answers by the service's own keys: a set of boxes or of towns has one for each."""
    form_values: JsonObject = {}
    for key, value in filled.items():
        question = nrm.get_question(key)
        if question.repeat > 1:
            chosen = [value] if isinstance(value, str) else value
            form_values |= {f"{key}-{number}": code for number, code in enumerate(chosen, start=1)}
        elif question.list == "councils":
            form_values[key] = nrm.get_options(question).get(value, value)
        elif question.type == "boxes" and question.list:
            form_values |= {f"{key}-{code}": True for code in value}
        else:
            form_values[key] = value
    return form_values


def assess_completeness(way: str, answers: Kept) -> Completeness:
    filled = get_values(way, answers)
    needed = [
        question
        for question in questions_for(way, filled)
        if question.rule != "optional" and question.section not in THEIR_SECTIONS
    ]
    gaps = tuple(
        Gap(question, str(answers.get(question.key, {}).get("why") or "").strip())
        for question in needed
        if not filled.get(question.key)
    )
    return Completeness(needed=len(needed), answered=len(needed) - len(gaps), gaps=gaps)


def find_doubts(way: str, answers: Kept, *, others: Collection[str] = ()) -> list[Doubt]:
    """Return what makes the pack a poor one. others: long texts of other packs; equal words are nobody's own."""
    filled = get_values(way, answers)
    when = " ".join(str(filled.get(key, "")) for key in (
        "when-did-the-exploitation-take-place", "when-did-the-exploitation-take-place-multiple"))  # fmt: skip
    signs = str(filled.get("modern-slavery-indicators-details", ""))
    papers = str(filled.get("what-evidence-you-will-submit", ""))
    second = str(filled.get("are-others-involved-details", ""))
    checks = {
        Doubt.NO_CHRONOLOGY: not _WHEN.search(when),
        Doubt.NO_SIGNS: not signs.strip(),
        Doubt.NO_REASON_FOR_DELAY: filled.get("is-this-the-first-chance-to-report") == "no"
        and not filled.get("why-report-now"),
        Doubt.NO_SECOND_CONTACT: not second.strip(),
        Doubt.DOCUMENTS_WITHOUT_DATES: bool(papers.strip()) and not _WHEN.search(papers),
        Doubt.COPIED: any(_is_copied(str(text), others) for text in filled.values() if isinstance(text, str)),
        Doubt.OPINION_WITHOUT_FACTS: bool(filled.get("professional-insight")) and not signs.strip(),
    }
    return [doubt for doubt, is_so in checks.items() if is_so]


def find_long_texts(answers: Kept) -> list[str]:
    """Return the long texts with which another pack is compared."""
    texts = (answer.get("value") for answer in answers.values())
    return [text for text in texts if isinstance(text, str) and len(text) >= COPIED]


def propose_answers(facts: CaseFacts) -> dict[str, JsonObject]:
    """Return a first draft from what the case holds in codes; the handler goes through all of it.

    The account is nobody's answer to one question: the handler splits it.

    See docs/requirements/helpline.md#preparation-pack.
    """
    inside = {"yes": "yes", "no": "no"}.get(facts.still_inside, "")
    gender = {"exclusively_female": "female", "exclusively_male": "male"}.get(facts.gender, "")
    place = {(True, False): "uk", (False, True): "overseas", (True, True): "uk-and-overseas"}
    has_uk = bool(facts.towns or facts.other_places)
    filled: JsonObject = {
        "still-in-exploitative-situation": inside,
        "when-last-contact": facts.last_contact,
        "pv-gender": gender,
        "pv-nationality": next(iter(facts.nationalities), ""),
        "pv-nationality-second": next(iter(facts.nationalities[1:]), ""),
        "where-exploitation-happened": place.get((has_uk, bool(facts.countries)), ""),
        "where-exploitation-happened-uk-city": list(facts.towns)[:10],
        "where-exploitation-happened-other-uk-other-location": facts.other_places,
        "where-exploitation-happened-overseas-country": list(facts.countries)[:10],
        "current-pv-location-uk-city": facts.town_now,
        "types-of-exploitation": list(
            nrm.get_boxes(
                types=facts.types,
                subtypes=facts.subtypes,
                is_pay_withheld=facts.is_pay_withheld,
                is_child=facts.age != "adult",
            )
        ),
        "modern-slavery-indicators": "yes" if facts.signs else "",
        "modern-slavery-indicators-details": "\n".join(facts.signs),
        "who-exploited-pv": facts.exploiters,
        "any-other-pvs": "yes" if facts.people > 1 else "",
    }  # fmt: skip
    codes = {
        "still-in-exploitative-situation": [f"still_in_situation:{facts.still_inside}"],
        "pv-gender": [f"group_gender:{facts.gender}"],
        "types-of-exploitation": [
            *(f"exploitation_type:{code}" for code in facts.types),
            *(f"exploitation_subtype:{code}" for code in facts.subtypes),
        ],
        "modern-slavery-indicators": facts.sign_codes,
        "modern-slavery-indicators-details": facts.sign_codes,
    }
    proposed = {
        key: {"value": value, "source": _get_source(facts, codes.get(key, ())).value, "why": ""}
        for key, value in filled.items()
        if value
    }
    # A handler recorded whom they contacted.
    for part, text in facts.council.items():
        proposed[f"{COUNCIL}-{part}"] = {"value": text, "source": Source.HANDLER.value, "why": ""}
    if facts.why_no_council and not facts.council:
        proposed[f"{COUNCIL}-name"] = {"value": "", "source": "", "why": facts.why_no_council}
    return proposed


def _get_source(facts: CaseFacts, codes: Collection[str]) -> Source:
    """Return where an answer comes from: of those who wrote to us themselves only what they ticked.

    A row of a case does not say who coded it, so that what they did not tick has no known source.
    """
    if facts.is_recorded_by_us:
        return Source.HANDLER
    if codes:
        for source, ticked in facts.reported.items():
            if set(codes) <= set(ticked):
                return source
    return Source.NOT_RECORDED


def _clean(question: Question, value: Any, known: Collection[str], phrases: Collection[str]) -> Any:
    """Codes stay; texts lose what is nobody's to pass on."""
    is_text = question.type in {"line", "text", "email", "phone"} and isinstance(value, str)
    if question.key.startswith("pv-name-"):
        return value
    return withhold(value, known, phrases=phrases) if is_text else value


def _is_copied(text: str, others: Collection[str]) -> bool:
    return len(text) >= COPIED and any(text == other or text in other or other in text for other in others)
