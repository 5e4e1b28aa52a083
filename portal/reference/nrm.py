"""What the Home Office's referral service asks and accepts, for a pack that prepares a referral.

The portal makes no referral: only trained staff of a first responder organisation do, in that service. Its keys and the
labels of its lists are facts and are never translated; sections, short questions and plain answers are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from portal.core.types import JsonObject
from portal.reference import helpline, places, safeguarding
from portal.reference.tables import read_table

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
        """Return whether the service asks it, given the answers so far by key."""
        return not self.when or any(
            all(_is_among(answers.get(key), wanted) for key, wanted in condition.items()) for condition in self.when
        )

    def form_keys(self) -> tuple[str, ...]:
        """Return the service's own keys for the answers; a set of boxes or of towns has one for each."""
        if self.repeat > 1:
            return tuple(f"{self.key}-{number}" for number in range(1, self.repeat + 1))
        if self.type == "boxes" and self.list:
            return tuple(f"{self.key}-{code}" for code in get_options(self))
        return (self.key,)


@cache
def get_form_version() -> str:
    """Return the version of the service's form that the questions are of, as 2026-v2; a pack keeps it."""
    return read_table("nrm_questions")["version"]


@cache
def get_questions() -> tuple[Question, ...]:
    """Return the questions in the service's order."""
    return tuple(
        Question(**row | {"when": tuple(row.get("when", ())), "options": tuple(row.get("options", ()))})
        for row in read_table("nrm_questions")["questions"]
    )


@cache
def get_question(key: str) -> Question:
    """Return the question of a key. Raises KeyError for a key that is none of a question."""
    return {question.key: question for question in get_questions()}[key]


@cache
def get_sections() -> dict[str, str]:
    """Return label by code, in the service's order."""
    return _labels(read_table("nrm_questions")["sections"])


def get_asked_questions(answers: Answers) -> tuple[Question, ...]:
    """Return those that the service asks, given the answers by key."""
    return tuple(question for question in get_questions() if question.is_asked(answers))


@cache
def get_options(question: Question) -> dict[str, str]:
    """Return label by code of what may be chosen; empty where the person writes."""
    match question.list:
        case "":
            words = _labels(read_table("nrm_questions")["answers"])
            return {code: words[code] for code in question.options}
        case "organisations":
            return {responder.code: responder.name for responder in first_responders()}
        case "councils":
            trusts = {trust.code: trust.name for trust in safeguarding.get_trusts()}
            return {council.code: council.official_name for council in places.get_councils()} | trusts
        case "police_forces":
            return {force.code: force.name for force in places.get_police_forces().values()}
        case "countries":
            return {code: label for code, label in get_accepted_labels("countries").items() if code != UNITED_KINGDOM}
        case name:
            return get_accepted_labels(name) if name in LISTS else helpline.get_labels(name)


@cache
def get_accepted_labels(name: str) -> dict[str, str]:
    """Return the service's label by our code, of nationalities, countries, towns or counties of the United Kingdom."""
    return read_table("nrm_lists")[name]


@cache
def first_responders() -> tuple[FirstResponder, ...]:
    """Return every organisation that may refer."""
    table = read_table("nrm_first_responders")
    group = {kind: row["code"] for row in table["groups"] for kind in row["kinds"]}
    nations: dict[str, list[str]] = {}
    for nation, codes in table["nations"].items():
        for code in codes:
            nations.setdefault(code, []).append(nation)
    return tuple(
        FirstResponder(code, name, kind, group[kind], tuple(nations[code]) if code in nations else None)
        for kind, providers_of_kind in table["organisations"].items()
        for code, name in providers_of_kind.items()
    )


@cache
def _get_routes() -> JsonObject:
    """Return which kinds of organisation a pack goes to, by nation."""
    return read_table("nrm_first_responders")["routes"]


def first_responders_for(*, nation: str, is_child: bool) -> tuple[FirstResponder, ...]:
    """Return those to whom a pack may go in the nation: none of another nation; for a child none that helps adults
    only.

    nation: empty where it is not known; then those of every nation are here.
    """
    table = _get_routes()
    left_out = {*table["abolished"], *(table["adults_only"] if is_child else ())}
    nations = (nation,) if nation else tuple(helpline.get_labels("nation"))
    return tuple(
        responder
        for responder in first_responders()
        if responder.code not in left_out and any(_refers_in(responder, name) for name in nations)
    )


def _refers_in(responder: FirstResponder, nation: str) -> bool:
    table = _get_routes()
    if responder.kind in table["not_kinds"].get(nation, ()):
        return False
    if responder.kind == "non_statutory":
        return responder.code in table["charities"][nation]
    if responder.nations is None:
        return responder.kind in table["everywhere"] or nation in table["else"]
    return nation in responder.nations


@cache
def work_domains(code: str) -> tuple[str, ...]:
    """Return where people of a first responder have their work addresses; empty where that is not certain.

    Of a council also its own name under gov.uk: no other body is given it. Raises KeyError for a code that is none.
    """
    responder = {row.code: row for row in first_responders()}[code]
    table = read_table("nrm_first_responders")["domains"]
    domains = [*table["kinds"].get(responder.kind, ()), *table["organisations"].get(code, ())]
    initials = "".join(word for word in re.findall(r"[a-z]+", responder.name.lower()) if word not in NO_NAMES)
    if responder.kind == "local_government" and initials and not domains:
        domains.append(f"{initials}.gov.uk")
    return tuple(domains)


@cache
def first_responder_groups() -> dict[str, str]:
    """Return label by code (docs/requirements/helpline.md#first-responders)."""
    return _labels(read_table("nrm_first_responders")["groups"])


def get_boxes(
    *, types: Sequence[str], subtypes: Sequence[str], is_pay_withheld: bool, is_child: bool = False
) -> tuple[str, ...]:
    """Return the form's boxes for a case's exploitation_type and exploitation_subtype codes, in the form's order.

    A subtype speaks for its type. Every type has its own box in the table; "other" is that of types which nothing of
    the form fits, and what is not known ticks nothing.
    """
    table = read_table("nrm_questions")
    spoken_for = {helpline.get_exploitation_type(subtype) for subtype in subtypes}
    box_of = table["type_boxes"] | (table["child_type_boxes"] if is_child else {})
    boxes = {table["subtype_boxes"][subtype] for subtype in subtypes}
    boxes |= {box_of[kind] for kind in types if kind not in spoken_for and box_of[kind]}
    if is_pay_withheld and "labour" in spoken_for.union(types):
        boxes.add(table["withheld_wages_box"])
    return tuple(box for box in helpline.get_labels("nrm_exploitation_component") if box in boxes)


def _is_among(answer: Answer, wanted: Sequence[str]) -> bool:
    values = (answer,) if isinstance(answer, str) else tuple(answer or ())
    return any(values) and (ANY in wanted or any(value in wanted for value in values))


def _labels(rows: list[JsonObject]) -> dict[str, str]:
    return {row["code"]: row["label"] for row in rows}
