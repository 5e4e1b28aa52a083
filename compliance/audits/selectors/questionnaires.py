"""The answers of a self-assessment as people read them."""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from compliance.audits.forms.questionnaires import YES_NO_CHOICES
from compliance.audits.models import Questionnaire
from compliance.audits.rules.questionnaires import NUMBER, TEXT, Question, get_edition


@dataclass(frozen=True)
class AnswerLine:
    """A question with its answer in words. is_concern: it may need a look: no, partly, or not sure."""

    question: str
    answer: str
    is_concern: bool


@dataclass(frozen=True)
class TopicLines:
    title: str
    lines: list[AnswerLine]


# Here yes is what may need a look.
NEUTRAL = frozenset({"voice_subcontract"})


def list_answers(questionnaire: Questionnaire) -> list[TopicLines]:
    """Return every question of its edition with the answer, by topic."""
    return [
        TopicLines(topic.title, [_describe(question, questionnaire.answers) for question in topic.questions])
        for topic in get_edition(questionnaire.edition).topics
    ]


def _describe(question: Question, answers: dict[str, str | int]) -> AnswerLine:
    answer = answers.get(question.code)
    if answer is None:
        return AnswerLine(question.text, _("No answer"), is_concern=False)
    if question.kind in (NUMBER, TEXT):
        return AnswerLine(question.text, intcomma(answer) if question.kind == NUMBER else str(answer), is_concern=False)
    is_concern = answer != "yes" and question.code not in NEUTRAL
    return AnswerLine(question.text, str(dict(YES_NO_CHOICES).get(str(answer), answer)), is_concern)
