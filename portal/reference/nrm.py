"""What the Home Office's referral service asks and accepts, for a pack that prepares a referral.

The portal makes no referral: only trained staff of a first responder organisation do, in that service. Its keys and the
labels of its lists are facts and are never translated; sections, short questions and plain answers are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from portal.reference import helpline, places, safeguarding
from portal.reference.tables import read

type Answer = str | Sequence[str] | None
type Answers = Mapping[str, Answer]

UNITED_KINGDOM = "united_kingdom"
ANY = "*"
# Words that say of a council what it is, not which.
NO_NAMES = frozenset(
    {"council", "borough", "district", "county", "city", "metropolitan", "london", "royal", "of", "the"}
)
LISTS = ("nationalities", "countries", "towns", "counties")


@dataclass(frozen=True)
class FirstResponder:
    """An organisation that may refer. group is one of first_responder_groups(); nations is None where not known."""

    code: str
    name: str
    kind: str
    group: str
    nations: tuple[str, ...] | None


@dataclass(frozen=True)
class Question:
    """type: line, text, email, phone, number, date, choice, boxes, tick or files. repeat: how many answers it takes.

    rule: required, conditional (required when asked) or optional. when: asked if one of these holds, each by all of its
    keys having one of the answers; empty is always. list, if any, is what options() gives; limit counts characters.
    """

    key: str
    section: str
    question: str
    type: str
    rule: str
    when: tuple[Mapping[str, Sequence[str]], ...] = field(default=(), hash=False)
    options: tuple[str, ...] = ()
    list: str = ""
    repeat: int = 1
    limit: int = 15_000
    note: str = ""

    def is_asked(self, answers: Answers) -> bool:
        """Whether the service asks it, given the answers so far by key."""
        return not self.when or any(
            all(_is_among(answers.get(key), wanted) for key, wanted in one.items()) for one in self.when
        )

    def form_keys(self) -> tuple[str, ...]:
        """The service's own keys for the answers; a set of boxes or of towns has one for each."""
        if self.repeat > 1:
            return tuple(f"{self.key}-{number}" for number in range(1, self.repeat + 1))
        if self.type == "boxes" and self.list:
            return tuple(f"{self.key}-{code}" for code in options_of(self))
        return (self.key,)


@cache
def version() -> str:
    """Of the service's form that the questions are of, as 2026-v2; a pack keeps it."""
    return read("nrm_questions")["version"]


@cache
def questions() -> tuple[Question, ...]:
    """In the service's order."""
    return tuple(
        Question(**row | {"when": tuple(row.get("when", ())), "options": tuple(row.get("options", ()))})
        for row in read("nrm_questions")["questions"]
    )


@cache
def question(key: str) -> Question:
    """Raises KeyError for a key that is none of a question."""
    return {one.key: one for one in questions()}[key]


@cache
def sections() -> dict[str, str]:
    """Label by code, in the service's order."""
    return _labels(read("nrm_questions")["sections"])


def asked(answers: Answers) -> tuple[Question, ...]:
    """Those that the service asks, given the answers by key."""
    return tuple(one for one in questions() if one.is_asked(answers))


def missing(answers: Answers) -> tuple[Question, ...]:
    """Those that the service needs an answer to, and has none."""
    return tuple(one for one in asked(answers) if one.rule != "optional" and not answers.get(one.key))


@cache
def options_of(question: Question) -> dict[str, str]:
    """Label by code of what may be chosen; empty where the person writes."""
    match question.list:
        case "":
            words = _labels(read("nrm_questions")["answers"])
            return {code: words[code] for code in question.options}
        case "organisations":
            return {one.code: one.name for one in first_responders()}
        case "councils":
            trusts = {one.code: one.name for one in safeguarding.trusts()}
            return {one.code: one.official_name for one in places.councils()} | trusts
        case "police_forces":
            return {one.code: one.name for one in places.police_forces().values()}
        case "countries":
            return {code: label for code, label in accepted("countries").items() if code != UNITED_KINGDOM}
        case name:
            return accepted(name) if name in LISTS else helpline.codes(name)


@cache
def accepted(name: str) -> dict[str, str]:
    """The service's label by our code, of nationalities, countries, towns or counties of the United Kingdom."""
    return read("nrm_lists")[name]


@cache
def first_responders() -> tuple[FirstResponder, ...]:
    table = read("nrm_first_responders")
    group = {kind: row["code"] for row in table["groups"] for kind in row["kinds"]}
    nations: dict[str, list[str]] = {}
    for nation, codes in table["nations"].items():
        for code in codes:
            nations.setdefault(code, []).append(nation)
    return tuple(
        FirstResponder(code, name, kind, group[kind], tuple(nations[code]) if code in nations else None)
        for kind, found in table["organisations"].items()
        for code, name in found.items()
    )


def first_responders_for(*, nation: str, is_child: bool) -> tuple[FirstResponder, ...]:
    """Those to whom a pack may go in the nation: none of another nation, for a child none that helps adults only.

    nation: empty where it is not known; then those of every nation are here.
    """
    table = read("nrm_first_responders")["routes"]
    left_out = {*table["abolished"], *(table["adults_only"] if is_child else ())}
    nations = (nation,) if nation else tuple(helpline.codes("nation"))
    return tuple(
        one for one in first_responders() if one.code not in left_out and any(_refers_in(one, name) for name in nations)
    )


def _refers_in(one: FirstResponder, nation: str) -> bool:
    table = read("nrm_first_responders")["routes"]
    if one.kind in table["not_kinds"].get(nation, ()):
        return False
    if one.kind == "non_statutory":
        return one.code in table["charities"][nation]
    if one.nations is None:
        return one.kind in table["everywhere"] or nation in table["else"]
    return nation in one.nations


@cache
def work_domains(code: str) -> tuple[str, ...]:
    """Where people of a first responder have their work addresses; empty where that is not certain.

    Of a council also its own name under gov.uk: no other body is given it. Raises KeyError for a code that is none.
    """
    one = {row.code: row for row in first_responders()}[code]
    table = read("nrm_first_responders")["domains"]
    found = [*table["kinds"].get(one.kind, ()), *table["organisations"].get(code, ())]
    own = "".join(word for word in re.findall(r"[a-z]+", one.name.lower()) if word not in NO_NAMES)
    if one.kind == "local_government" and own and not found:
        found.append(f"{own}.gov.uk")
    return tuple(found)


@cache
def first_responder_groups() -> dict[str, str]:
    """Label by code (helpline 3.2)."""
    return _labels(read("nrm_first_responders")["groups"])


def boxes_for(
    *, types: Sequence[str], subtypes: Sequence[str], is_pay_withheld: bool, is_child: bool = False
) -> tuple[str, ...]:
    """The form's boxes for a case's exploitation_type and exploitation_subtype codes, in the form's order.

    A subtype speaks for its type. Every type has its own box in the table; "other" is that of types which nothing of
    the form fits, and what is not known ticks nothing.
    """
    table = read("nrm_questions")
    spoken_for = {helpline.exploitation_type_of(subtype) for subtype in subtypes}
    box_of = table["type_boxes"] | (table["child_type_boxes"] if is_child else {})
    found = {table["subtype_boxes"][subtype] for subtype in subtypes}
    found |= {box_of[kind] for kind in types if kind not in spoken_for and box_of[kind]}
    if is_pay_withheld and "labour" in spoken_for.union(types):
        found.add(table["withheld_wages_box"])
    return tuple(box for box in helpline.codes("nrm_exploitation_component") if box in found)


def _is_among(answer: Answer, wanted: Sequence[str]) -> bool:
    given = (answer,) if isinstance(answer, str) else tuple(answer or ())
    return any(given) and (ANY in wanted or any(one in wanted for one in given))


def _labels(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["code"]: row["label"] for row in rows}
