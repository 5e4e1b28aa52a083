"""What the government registry asks, in its own words, with what a publication answers; and its file's columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.choices import LegalForm
from compliance.statements import vocabulary
from compliance.statements.groups.services import list_members
from compliance.statements.models import Publication
from compliance.statements.presenters.labels import get_labels
from compliance.statements.registry.rules import export
from compliance.statements.rules.financial_year import parse_day
from compliance.statements.types import SectionAnswers
from compliance.statements.vocabulary import registry
from compliance.statements.vocabulary.registry import Question
from portal.reference.tables import country_names

# Asked there only after certain answers, like all that ends in _note or _other.
FOLLOWING = frozenset({"group_members", "request_email", "no_risks", "remediations"})
ABOUT_RISKS = "risk."
WARNINGS = {
    "old_year": gettext_lazy(
        "The registry accepts statements for this year and last year. Yours is for %(year)s: ask its team to add it."
    ),
    "period_length": gettext_lazy("The registry accepts a period of 12 to 18 months. Yours is shorter or longer."),
    "period_years": gettext_lazy("The registry may refuse your period for the year %(year)s."),
    "not_approved": gettext_lazy("The registry needs an approval date. Your statement does not have one."),
    "approved_early": gettext_lazy("The registry rejects an approval dated before the last day of the period."),
    "approved_years": gettext_lazy("The registry takes an approval of %(first)s or %(last)s only."),
    "address": gettext_lazy("The registry needs a link to the statement, or an email address for copies."),
    "no_members": gettext_lazy("The registry needs at least one organisation besides yours for a group."),
    "member_twice": gettext_lazy("The registry accepts each organisation only once. %(name)s is named twice."),
}


@dataclass(frozen=True)
class Line:
    """One thing to copy, tick or choose there; beside: what tells a reader whose it is."""

    text: str
    beside: str = ""


@dataclass(frozen=True)
class Answer:
    """asked, part and shape: as the registry has them. lines: empty where nothing was answered."""

    asked: str
    part: str
    shape: str
    lines: tuple[Line, ...]

    @property
    def is_copied(self) -> bool:
        return self.shape in ("write", "search")


@dataclass(frozen=True)
class Page:
    title: str
    answers: tuple[Answer, ...]


def build_pages(publication: Publication) -> list[Page]:
    """Build pages in the registry's order. Its follow-up questions are left out where nothing was answered."""
    answers = _facts(publication)
    by_page: dict[str, list[Answer]] = {}
    own_questions = [question for question in registry.questions() if question.of.startswith(ABOUT_RISKS)]
    for question in registry.questions():
        if question in own_questions:
            for number, risk in enumerate(answers.get("risks") or (), start=1) if question is own_questions[0] else ():
                by_page[_("Risk %(number)s") % {"number": number}] = list(_build_answers(own_questions, risk))
        else:
            by_page.setdefault(question.page, []).extend(_build_answers([question], answers))
    return [Page(title, tuple(page_answers)) for title, page_answers in by_page.items() if page_answers]


def build_rows(publication: Publication) -> Iterator[tuple[str, ...]]:
    """Build the registry's own file of this statement alone: heads, then a row for each organisation."""
    return export.build_table(registry.columns(), _facts(publication), list_members(publication.content["answers"]))


def get_warnings(publication: Publication, *, today: date) -> list[str]:
    """Return what the registry would refuse."""
    found_warnings = export.find_warnings(
        _facts(publication), list_members(publication.content["answers"]), today=today
    )
    return [str(WARNINGS[warning.code]) % warning.values for warning in found_warnings]


def _build_answers(questions: list[Question], answers: Mapping[str, Any]) -> Iterator[Answer]:
    for question in questions:
        lines = _lines(question, answers.get(question.of.removeprefix(ABOUT_RISKS)))
        if lines or not _follows_up(question.of):
            yield Answer(question.asked, question.part, question.shape, lines)


def _follows_up(code: str) -> bool:
    return code.endswith(("_note", "_other")) or code.startswith(ABOUT_RISKS) or code in FOLLOWING


def _lines(question: Question, value: Any) -> tuple[Line, ...]:
    if value is None or value in ("", []):
        return ()
    field = vocabulary.field(question.of)
    match field.type:
        case "boolean" if field.code == "is_group":
            return (Line(_("A group") if value else _("A single organisation")),)
        case "boolean":
            return (Line(_("Yes") if value else _("No")),)
        case "date":
            on = parse_day(value)
            parts = {"day": on.day, "month": on.month, "year": on.year} if on else {}
            return (Line(_("Day %(day)s, month %(month)s, year %(year)s") % parts),) if on else ()
        case "countries":
            return tuple(Line(country_names().get(code, code)) for code in value)
        case "list" if field.code == "risks":
            return tuple(Line(str(risk["description"])) for risk in value if risk.get("description"))
        case "list":
            return tuple(_member(item) for item in value)
    return tuple(
        Line(label) for label in (get_labels(field.enumeration, value) if field.enumeration else (str(value),))
    )


def _member(item: Mapping[str, Any]) -> Line:
    """The registry finds it by its number; by its name where there is none."""
    name, number = str(item.get("legal_name") or ""), item.get("company_number")
    return Line(str(number), beside=name) if number else Line(name)


def _facts(publication: Publication) -> SectionAnswers:
    """The content's answers, with what the publication and the organisation keep beside them."""
    signature = publication.signoff.get("signature") or {}
    approval = publication.signoff.get("approval") or {}
    return {
        **publication.content["answers"],
        "statement_url": publication.statement_url,
        "request_email": publication.request_email,
        "signatory_first_name": signature.get("first_name"),
        "signatory_last_name": signature.get("last_name"),
        "signatory_job_title": signature.get("job_title"),
        "approval_date": approval.get("approved_on"),
        "year": publication.year,
        "organisation_name": publication.organisation_name,
        "company_number": publication.company_number,
        "address": publication.organisation.address,
        "sector_type": "Public" if publication.legal_form == LegalForm.PUBLIC_BODY else "Private",
        "last_updated": timezone.localdate(publication.published_at).isoformat(),
        "summary_url": publication.statement.registry_url,
    }
