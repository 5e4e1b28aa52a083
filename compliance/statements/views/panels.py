"""Beside the text of a section: what was said last year, and what the check says of it."""

from dataclasses import dataclass

from compliance.organisations.fence import rows
from compliance.statements.choices import AREAS, OPEN, SectionCode
from compliance.statements.models import Publication
from compliance.statements.rules.difference import Kind, Run, difference
from compliance.statements.rules.result import Result
from compliance.statements.rules.text import plain_text
from compliance.statements.services import checking
from compliance.statements.views.base import VersionMixin, today

WRITTEN = frozenset({SectionCode.INTRO, *AREAS})


@dataclass(frozen=True)
class LastYear:
    """The last year that is published, and what has changed in the section since; year is None where there is none."""

    year: int | None = None
    runs: tuple[Run, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        return all(run.kind == Kind.KEPT for run in self.runs)


def last_year(view: VersionMixin, code: SectionCode) -> LastYear | None:
    """None for a section without narrative text."""
    if code not in WRITTEN:
        return None
    name = f"narrative_{code}"
    earlier = rows(Publication, view.organisation).filter(
        is_current=True, withdrawn_at=None, year__lt=view.version.statement.year
    )
    found = earlier.order_by("-year").values_list("year", f"content__answers__{name}").first()
    if found is None:
        return LastYear()
    year, said = found
    if not said:
        return LastYear(year)
    now = view.answers.get(code, {}).get(name) or ""
    return LastYear(year, tuple(difference(plain_text(said), plain_text(now))))


def open_checks(view: VersionMixin, code: SectionCode) -> list[Result] | None:
    """What is open for this section in the text as saved; None once it is public, for then the check is closed."""
    if view.version.state not in OPEN:
        return None
    results = checking.check(view.version, today=today(), sections=view.answers)
    return [result for result in results if result.section == code and result.is_open]
