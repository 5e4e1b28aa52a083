"""Every question that the vocabulary needs answered to publish is asked for before the text is frozen or published."""

import pytest

from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode, State
from compliance.statements.models import Section
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.rules import outline
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT, state_of
from tests.factories.signed import full_sections, signed_version

# Held by the records of approval, signature and publication, each with its own rule; and members, by their list's form.
IN_RECORDS = frozenset({"approval", "signature", "registry"})
NEEDED = [
    question
    for question in vocabulary.fields()
    if question.required in ("to start", "to publish")
    and question.section not in IN_RECORDS
    and not question.prefix
    and not question.code.startswith("signatory_")
]


def answers_without(question: vocabulary.Field) -> dict[str, dict]:
    """Of every section, with the question asked and not answered."""
    condition = question.asked_when or question.required_when
    answers = full_sections(**({condition.field: condition.value} if condition else {}))
    answers[question.section].pop(question.code, None)
    return answers


def open_codes(answers: dict[str, dict]) -> list[str]:
    return [question.code for question in outline.unanswered_questions(answers, legal_form="")]


def test_a_full_statement_leaves_nothing_open():
    assert open_codes(full_sections()) == []


@pytest.mark.parametrize("question", NEEDED, ids=lambda question: question.code)
def test_each_needed_question_is_asked_for_where_its_condition_holds(question):
    assert question.code in open_codes(answers_without(question))


@pytest.mark.parametrize("question", [one for one in NEEDED if one.asked_when], ids=lambda question: question.code)
def test_a_question_that_is_not_asked_is_not_needed(question):
    answers = answers_without(question)
    answers[question.section].pop(question.asked_when.field)
    assert question.code not in open_codes(answers)


def test_a_statement_of_no_steps_needs_no_areas():
    answers = full_sections(statement_kind="no_steps")
    kept = {code: some for code, some in answers.items() if code in outline.NO_STEPS}
    assert open_codes(kept) == []


def test_a_text_without_its_language_is_not_frozen(business):
    version = business.written()
    review.send_for_review(version=version, actor=business.editor, at=AT)
    period = Section.objects.get(version=version, code=SectionCode.PERIOD)
    del period.answers["language"]
    period.save(update_fields=["answers"])
    with pytest.raises(review.NotReady, match=r"Which language is the main text in\?"):
        review.mark_ready(version=version, actor=business.approver, at=AT)
    assert state_of(version) == State.INTERNAL_REVIEW


def test_a_signed_text_without_its_language_is_not_published(db):
    version = signed_version(language=None)
    with pytest.raises(services_publish.NotReady, match=r"Which language is the main text in\?"):
        services_publish.publish(version=version, actor=None, at=AT)
    assert state_of(version) == State.SIGNED


def test_a_copy_of_a_year_without_a_language_begins_in_english(business):
    earlier = signed_version(organisation=business.organisation, year=2025, language=None)
    earlier.state = State.PUBLISHED
    earlier.save(update_fields=["state"])
    period = business.start(copy_from=earlier).sections.get(code=SectionCode.PERIOD)
    assert period.answers["language"] == "en"
