"""What stands between a text and its freezing for approval."""

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.statements.choices import SectionCode
from compliance.statements.core.selectors import Sections, get_unanswered_questions
from compliance.statements.models import Version
from compliance.statements.rubric.rules.check import blocking_before_approval
from compliance.statements.rubric.rules.result import Result
from compliance.statements.signoff.services.review import get_open_comments
from compliance.statements.vocabulary import Field


@dataclass(frozen=True)
class Blockers:
    """comments: how many are open, which stops nothing. checks: those that stop it. questions: those not answered."""

    comments: int
    checks: Sequence[Result]
    questions: Sequence[Field]

    @property
    def count(self) -> int:
        return len(self.checks) + len(self.questions)


def get_blockers(version: Version, sections: Sections, results: Sequence[Result]) -> Blockers:
    """Return what blocks freezing. results: of the check of these sections. The web address may come later."""
    questions = [
        question for question in get_unanswered_questions(version, sections) if question.section != SectionCode.WEB
    ]
    return Blockers(get_open_comments(version).count(), blocking_before_approval(list(results)), questions)
