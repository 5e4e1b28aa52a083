"""Beside the text of a section: what was said last year, and what the check says of it."""

from dataclasses import dataclass

from compliance.organisations.fence import rows
from compliance.statements.choices import AREAS, EXTRAS, OPEN, SectionCode
from compliance.statements.models import EarlierText, Publication
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
    name = f"narrative_{code}"
    before = {"year__lt": view.version.statement.year}
    published = rows(Publication, view.organisation).filter(is_current=True, withdrawn_at=None, **before)
    found = published.order_by("-year").values_list("year", f"content__answers__{name}").first()
    is_latest = found is not None and found[0] == view.version.statement.year - 1
    brought = None if is_latest else rows(EarlierText, view.organisation).filter(**before).first()
    if brought and (found is None or brought.year > found[0]):
        year, said, elsewhere = brought.year, brought.texts.get(code), brought
    elif found:
        (year, said), elsewhere = found, None
    else:
        return LastYear()
    if not said:
        return LastYear(year, elsewhere=elsewhere)
    now = view.answers.get(code, {}).get(name) or ""
    return LastYear(year, tuple(difference(plain_text(said), plain_text(now))), elsewhere)


def open_promises(view: VersionMixin) -> list[Promise]:
    """Goals of the last statement here that this year's list does not answer yet."""
    earlier = rows(Publication, view.organisation).filter(
        is_current=True, withdrawn_at=None, year__lt=view.version.statement.year
    )
    goals = earlier.order_by("-year").values_list("content__answers__goals", flat=True).first()
    now = view.answers.get(SectionCode.MONITORING, {}).get("goals") or []
    return [one for one in promises(goals or [], now) if not one.is_answered]


def open_checks(view: VersionMixin, code: SectionCode) -> list[Result] | None:
    """What is open for this section in the text as saved; None once it is public, for then the check is closed."""
    if view.version.state not in OPEN:
        return None
    results = checking.check(view.version, today=today(), sections=view.answers)
    return [result for result in results if result.section == code and result.is_open]
