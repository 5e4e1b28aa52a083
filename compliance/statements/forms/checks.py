"""What the answers of a section owe each other, beyond what the vocabulary says field by field. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.statements.choices import SectionCode
from compliance.statements.periods import overlap
from compliance.statements.rules.period import day, period_problems

Problem = tuple[str, str]


def of_section(code: str, answers: Mapping[str, Any], around: Any) -> Iterator[Problem]:
    """Pairs of field and sentence."""
    if code == SectionCode.PERIOD:
        yield from of_period(answers, around)
    if code == SectionCode.SIGNOFF:
        yield from of_signoff(answers, around)


def of_signoff(answers: Mapping[str, Any], around: Any) -> Iterator[Problem]:
    """Who approves and who signs follows from what the organisation is, and no draft says otherwise (s.54(6))."""
    form = answers.get("legal_form")
    if form and around.legal_form and form != around.legal_form:
        yield (
            "legal_form",
            _("Your organisation's settings name another kind of organisation. An administrator can change it there"),
        )


def of_period(answers: Mapping[str, Any], around: Any) -> Iterator[Problem]:
    """The financial year: begun, in order, not too long, since the Act, and no day of it in another statement."""
    start, end = day(answers.get("period_start")), day(answers.get("period_end"))
    if start and start > around.today:
        yield "period_start", _("The financial year must have begun. Check the first day")
    if not start or not end:
        return
    for problem in period_problems(start, end, today=around.today):
        if not problem.is_warning:
            yield problem.field, _(problem.sentence)
    for year, first, last in around.periods:
        # The very same year is no slip of a day: the service finds its draft, or says that it is published.
        if (start, end) != (first, last) and overlap((start, end), (first, last)):
            sentence = _("%(first)s to %(last)s is in your statement for %(year)s. No day can count twice")
            yield (
                "period_end" if start < first else "period_start",
                sentence % {"first": date_format(first, "j F Y"), "last": date_format(last, "j F Y"), "year": year},
            )
