"""Which tasks a draft has, in which order, and which answers each needs. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, EXTRAS, SectionCode
from compliance.statements.vocabulary import Field

BEFORE = (SectionCode.PERIOD, SectionCode.ORGANISATIONS, SectionCode.SIGNOFF, SectionCode.WEB)
# What a section of the organisation's own can stand after.
ANCHORS = (SectionCode.INTRO, *AREAS)
# Which of them a statement has is told by the answer extra_sections of this section, that no page of its own asks.
EXTRA = "extra"
# What the public text is made of when no steps were taken: s.54(4)(b) asks for no more.
NO_STEPS = frozenset({*BEFORE, SectionCode.INTRO})
OPTIONAL = frozenset({SectionCode.INTRO})
NEEDED = frozenset({"to start", "to publish"})
# Of each described risk, for the section to be called completed (domain guide 3.1).
OF_A_RISK = ("source", "targets", "countries")

Answers = Mapping[str, Any]


def sections(answers: Mapping[str, Answers], *, is_short: bool) -> list[str]:
    """The tasks that this statement asks for, in the order they are walked. answers: by section."""
    kind = kind_of(answers.get(SectionCode.PERIOD, {}))
    codes = [*BEFORE, *in_order(own(answers)), SectionCode.COVERAGE]
    if kind == "no_steps":
        codes = [code for code in codes if code in NO_STEPS or code in EXTRAS]
    elif is_short:  # otherwise it is the one place for words of their own
        codes.remove(SectionCode.INTRO)
    return codes


def own(answers: Mapping[str, Answers]) -> Sequence[Answers]:
    """The organisation's own sections, each with code, heading and after; answers: by section."""
    return answers.get(EXTRA, {}).get("extra_sections") or ()


def in_order(extra: Sequence[Answers]) -> list[str]:
    """Introduction, areas and the organisation's own sections, as they are read."""
    return [code for area in ANCHORS for code in (area, *(one["code"] for one in extra if one["after"] == area))]


def moved(order: Sequence[str], code: str, steps: int) -> list[str]:
    """The same with one code a step further up (-1) or down (1); nothing stands before the introduction."""
    others = [one for one in order if one != code]
    place = min(max(list(order).index(code) + steps, 1), len(others))
    return [*others[:place], code, *others[place:]]


def title(code: str, answers: Mapping[str, Answers]) -> str:
    """Of a section that the draft has. answers: by section."""
    headings = {one["code"]: one["heading"] for one in own(answers)}
    return str(headings.get(code) or SectionCode(code).label)


def kind_of(period: Answers) -> str:
    return period.get("statement_kind") or "steps_taken"


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def missing(code: str, answers: Answers, others: Answers) -> list[str]:
    """Codes of questions that a completed section needs answered and that are not; "risks" for one in the list too.

    others: the answers of the other sections, flat, for conditions that look there.
    """
    known = {**others, **answers}
    found = [
        field.code
        for field in vocabulary.fields(code)
        if not field.prefix
        and field.is_asked(known)
        and (field.required in NEEDED or field.is_needed(known))
        and is_empty(answers.get(field.code))
    ]
    if code == SectionCode.RISK and not answers.get("no_risks"):
        found += ["risks"] if any(missing_of_risk(risk) for risk in answers.get("risks") or ()) else []
    return found


def missing_of_risk(risk: Answers) -> list[str]:
    """Parts of a described risk that a completed section needs."""
    return [name for name in OF_A_RISK if is_empty(risk.get(name))]


def unanswered(answers: Mapping[str, Answers], *, legal_form: str) -> list[Field]:
    """What publication needs answered and is not, in the order it is asked. Who signs is told by the signature.

    answers: by section. legal_form: of the organisation, which stands where the draft names none.
    """
    asked = sections(answers, is_short=False)
    known = {"legal_form": legal_form} | {
        name: value for code in asked for name, value in answers.get(code, {}).items()
    }
    return [
        vocabulary.field(name)
        for code in asked
        for name in missing(code, known, known)
        if not name.startswith("signatory_") and vocabulary.field(name).required in NEEDED
    ]
