"""Beside the text of a section: what was said last year, and what the check says of it."""

from dataclasses import dataclass

from compliance.statements.choices import AREAS, EXTRAS, OPEN, SectionCode
from compliance.statements.core.views import VersionMixin, today
from compliance.statements.editor.rules.goals import Promise, get_promises
from compliance.statements.models import EarlierText
from compliance.statements.rubric import services as checking
from compliance.statements.rubric.rules.result import Result
from compliance.statements.rules.difference import Kind, Run, compare_texts
from compliance.statements.rules.text import plain_text

WRITTEN = frozenset({SectionCode.INTRO, *AREAS, *EXTRAS})


@dataclass(frozen=True)
class LastYear:
    """The last year that is published, and what has changed in the section since; year is None where there is none.

    elsewhere: the statement that was taken over, when it was not published on this portal.
    """

    year: int | None = None
    runs: tuple[Run, ...] = ()
    elsewhere: EarlierText | None = None

    @property
    def is_unchanged(self) -> bool:
        return all(run.kind == Kind.KEPT for run in self.runs)


def get_last_year(view: VersionMixin, code: str) -> LastYear | None:
    """Return last year's text of the section with what changed; None for a section without narrative text."""
    if code not in WRITTEN:
        return None
    last = view.last_statement
    if last is None:
        return LastYear()
    name = f"narrative_{code}"
    earlier_text = last.content["answers"].get(name)
    if not earlier_text:
        return LastYear(last.year, elsewhere=last.brought)
    now = view.answers.get(code, {}).get(name) or ""
    return LastYear(last.year, tuple(compare_texts(plain_text(earlier_text), plain_text(now))), last.brought)


def get_open_promises(view: VersionMixin) -> list[Promise]:
    """Return goals of the last statement that this year's list does not answer yet."""
    goals = view.last_statement.content["answers"].get("goals") if view.last_statement else None
    now = view.answers.get(SectionCode.MONITORING, {}).get("goals") or []
    return [promise for promise in get_promises(goals or [], now) if not promise.is_answered]


def get_open_checks(view: VersionMixin, code: SectionCode) -> list[Result] | None:
    """Return what is open for this section in the saved text; None once it is public, for then the check is closed."""
    if view.version.state not in OPEN:
        return None
    results = checking.run_check(view.version, today=today(), sections=view.answers, known=view.published)
    return [result for result in results if result.section == code and result.is_open]
