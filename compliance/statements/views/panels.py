"""Beside the text of a section: what was said last year, and what the check says of it."""

from dataclasses import dataclass

from compliance.statements.choices import AREAS, EXTRAS, OPEN, SectionCode
from compliance.statements.models import EarlierText
from compliance.statements.rules.difference import Kind, Run, difference
from compliance.statements.rules.promises import Promise, promises
from compliance.statements.rules.result import Result
from compliance.statements.rules.text import plain_text
from compliance.statements.services import checking
from compliance.statements.views.base import VersionMixin, today

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


def last_year(view: VersionMixin, code: str) -> LastYear | None:
    """None for a section without narrative text."""
    if code not in WRITTEN:
        return None
    last = view.last_statement
    if last is None:
        return LastYear()
    name = f"narrative_{code}"
    said = last.content["answers"].get(name)
    if not said:
        return LastYear(last.year, elsewhere=last.brought)
    now = view.answers.get(code, {}).get(name) or ""
    return LastYear(last.year, tuple(difference(plain_text(said), plain_text(now))), last.brought)


def open_promises(view: VersionMixin) -> list[Promise]:
    """Goals of the last statement that this year's list does not answer yet."""
    goals = view.last_statement.content["answers"].get("goals") if view.last_statement else None
    now = view.answers.get(SectionCode.MONITORING, {}).get("goals") or []
    return [one for one in promises(goals or [], now) if not one.is_answered]


def open_checks(view: VersionMixin, code: SectionCode) -> list[Result] | None:
    """What is open for this section in the text as saved; None once it is public, for then the check is closed."""
    if view.version.state not in OPEN:
        return None
    results = checking.check(view.version, today=today(), sections=view.answers, known=view.published)
    return [result for result in results if result.section == code and result.is_open]
