"""What the answers of a section owe each other, beyond what the vocabulary says field by field. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.statements.choices import SectionCode
from compliance.statements.periods import FIRST_YEAR, add_months, overlap, statement_year

Problem = tuple[str, str]
MOST_MONTHS = 18  # domain guide 3.2: 1 day to 18 months


def of_section(code: SectionCode, answers: Mapping[str, Any], around: Any) -> Iterator[Problem]:
    """Pairs of field and sentence."""
    if code == SectionCode.PERIOD:
        yield from of_period(answers, around)


def of_period(answers: Mapping[str, Any], around: Any) -> Iterator[Problem]:
    """The financial year: in order, not too long, begun, since the Act, and nobody else's."""
    start, end = (_day(answers.get(name)) for name in ("period_start", "period_end"))
    if start and start > around.today:
        yield "period_start", _("First day of the financial year: it must have begun")
    if not start or not end:
        return
    if end <= start:
        yield "period_end", _("Last day of the financial year: it must be after the first day")
        return
    if end >= add_months(start, MOST_MONTHS):
        yield "period_end", _("Last day of the financial year: a period can have 18 months at most")
        return
    if statement_year(end) < FIRST_YEAR:
        yield (
            "period_end",
            _("Last day of the financial year: the Act asks for statements from %(year)s on") % {"year": FIRST_YEAR},
        )
        return
    for year, period in around.periods.items():
        if overlap((start, end), period):
            sentence = _(
                "The financial year: %(start)s to %(end)s is already in your statement for %(year)s. "
                "Change the dates so that no day counts twice"
            )
            yield (
                "period_start",
                sentence
                % {
                    "start": date_format(period[0], "j F Y"),
                    "end": date_format(period[1], "j F Y"),
                    "year": year,
                },
            )


def _day(answer: str | None) -> date | None:
    return date.fromisoformat(answer) if answer else None
