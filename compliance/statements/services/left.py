"""What stands between a text and its freezing for approval."""

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.statements.choices import SectionCode
from compliance.statements.models import Version
from compliance.statements.rules.check import blocking_before_approval
from compliance.statements.rules.result import Result
from compliance.statements.services.content import Sections, unanswered
from compliance.statements.services.review import open_comments
from compliance.statements.vocabulary import Field


@dataclass(frozen=True)
class Left:
    """comments: how many are open. checks: those that stop it. questions: those without an answer."""

    comments: int
    checks: Sequence[Result]
    questions: Sequence[Field]

    @property
    def count(self) -> int:
        return bool(self.comments) + len(self.checks) + len(self.questions)


def left(version: Version, sections: Sections, results: Sequence[Result]) -> Left:
    """results: of the check of these sections. Where the statement stands on the web is asked until publication."""
    questions = [one for one in unanswered(version, sections) if one.section != SectionCode.WEB]
    return Left(open_comments(version).count(), blocking_before_approval(list(results)), questions)
