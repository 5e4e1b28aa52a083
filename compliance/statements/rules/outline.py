"""Which tasks a draft has, in which order, and which answers each needs. Pure."""

from collections.abc import Mapping, Sequence

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, EXTRAS, SectionCode
from compliance.statements.types import Answers
from compliance.statements.vocabulary import Field

BEFORE = (SectionCode.PERIOD, SectionCode.ORGANISATIONS, SectionCode.SIGNOFF, SectionCode.WEB)
# What a section of the organisation's own can stand after.
ANCHORS = (SectionCode.INTRO, *AREAS)
# Which of them a statement has is told by the answer extra_sections of this section, that no page of its own asks.
EXTRA = "extra"
# What the public text is made of when no steps were taken: s.54(4)(b) asks for no more.
NO_STEPS = frozenset({*BEFORE, SectionCode.INTRO})
OPTIONAL = frozenset({SectionCode.INTRO})
REQUIRED_TO_PUBLISH = frozenset({"to start", "to publish"})
# Of each described risk, for the section to be called completed (docs/requirements/statements.md#section-completed).
RISK_PARTS = ("source", "targets", "countries")


def section_codes(answers: Mapping[str, Answers], *, is_short: bool) -> list[str]:
    """Return the tasks that this statement asks for, in the order they are walked. answers: by section."""
    kind = statement_kind(answers.get(SectionCode.PERIOD, {}))
    codes = [*BEFORE, *reading_order(get_custom_sections(answers)), SectionCode.COVERAGE]
    if kind == "no_steps":
        codes = [code for code in codes if code in NO_STEPS or code in EXTRAS]
    elif is_short:  # otherwise it is the one place for words of their own
        codes.remove(SectionCode.INTRO)
    return codes


def get_custom_sections(answers: Mapping[str, Answers]) -> Sequence[Answers]:
    """Return the organisation's own sections, each with code, heading and after; answers: by section."""
    return answers.get(EXTRA, {}).get("extra_sections") or ()


def reading_order(extra: Sequence[Answers]) -> list[str]:
    """Return introduction, areas and the organisation's own sections, as they are read."""
    return [code for area in ANCHORS for code in (area, *(item["code"] for item in extra if item["after"] == area))]


def move_section(order: Sequence[str], code: str, steps: int) -> list[str]:
    """Return the order with one code a step further up (-1) or down (1); nothing comes before the introduction."""
    others = [item for item in order if item != code]
    index = min(max(list(order).index(code) + steps, 1), len(others))
    return [*others[:index], code, *others[index:]]


def section_title(code: str, answers: Mapping[str, Answers]) -> str:
    """Return the title of a section that the draft has. answers: by section."""
    headings = {custom_section["code"]: custom_section["heading"] for custom_section in get_custom_sections(answers)}
    return str(headings.get(code) or SectionCode(code).label)


def statement_kind(period: Answers) -> str:
    return period.get("statement_kind") or "steps_taken"


def is_empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def missing_questions(code: str, answers: Answers, others: Answers) -> list[str]:
    """Return codes of questions that a completed section needs and lacks; "risks" for one in the list too.

    others: the answers of the other sections, flat, for conditions that look there.
    """
    known = {**others, **answers}
    codes = [
        field.code
        for field in vocabulary.fields(code)
        if not field.prefix
        and field.is_asked(known)
        and (field.required in REQUIRED_TO_PUBLISH or field.is_needed(known))
        and is_empty(answers.get(field.code))
    ]
    if code == SectionCode.RISK and not answers.get("no_risks"):
        codes += ["risks"] if any(missing_risk_parts(risk) for risk in answers.get("risks") or ()) else []
    return codes


def missing_risk_parts(risk: Answers) -> list[str]:
    """Return the parts of a described risk that a completed section needs and lacks."""
    return [name for name in RISK_PARTS if is_empty(risk.get(name))]


def unanswered_questions(answers: Mapping[str, Answers], *, legal_form: str) -> list[Field]:
    """Return what publication needs answered and is not, in order. Who signs is told by the signature.

    answers: by section. legal_form: of the organisation, which stands where the draft names none.
    """
    asked_codes = section_codes(answers, is_short=False)
    known = {"legal_form": legal_form} | {
        name: value for code in asked_codes for name, value in answers.get(code, {}).items()
    }
    return [
        vocabulary.field(name)
        for code in asked_codes
        for name in missing_questions(code, known, known)
        if not name.startswith("signatory_") and vocabulary.field(name).required in REQUIRED_TO_PUBLISH
    ]
