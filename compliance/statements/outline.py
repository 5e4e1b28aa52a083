"""Which tasks a draft has, in which order, and which answers each needs. Pure."""

from collections.abc import Mapping
from typing import Any

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.vocabulary import Field

BEFORE = (SectionCode.PERIOD, SectionCode.ORGANISATIONS, SectionCode.SIGNOFF, SectionCode.WEB)
WRITING = (SectionCode.INTRO, *AREAS, SectionCode.COVERAGE)
# What the public text is made of when no steps were taken: s.54(4)(b) asks for no more.
NO_STEPS = frozenset({*BEFORE, SectionCode.INTRO})
OPTIONAL = frozenset({SectionCode.INTRO})
NEEDED = frozenset({"to start", "to publish"})
# Of each described risk, for the section to be called completed (domain guide 3.1).
OF_A_RISK = ("source", "targets", "countries")

Answers = Mapping[str, Any]


def sections(kind: str, *, is_short: bool) -> list[SectionCode]:
    """The tasks that this kind of statement asks for, in the order they are walked."""
    codes = [*BEFORE, *WRITING]
    if kind == "no_steps":
        codes = [code for code in codes if code in NO_STEPS]
    if is_short and kind != "no_steps":  # there it is the one place for words of their own
        codes.remove(SectionCode.INTRO)
    return codes


def kind_of(period: Answers) -> str:
    return period.get("statement_kind") or "steps_taken"


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def missing(code: SectionCode, answers: Answers, others: Answers) -> list[str]:
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
    asked = sections(kind_of(answers.get(SectionCode.PERIOD, {})), is_short=False)
    known = {"legal_form": legal_form} | {
        name: value for code in asked for name, value in answers.get(code, {}).items()
    }
    return [
        vocabulary.field(name)
        for code in asked
        for name in missing(code, known, known)
        if not name.startswith("signatory_") and vocabulary.field(name).required in NEEDED
    ]
