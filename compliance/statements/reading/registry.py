"""What the government registry asks for its summary, page by page, and what a publication answers (domain 3.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from compliance.statements import vocabulary
from compliance.statements.models import Publication
from compliance.statements.reading.facts import labels
from compliance.statements.reading.prose import day
from compliance.statements.vocabulary.nouns import Field
from portal.reference.tables import country_names

# The day of the registry's questions and columns that the vocabulary follows; it may have changed since.
AS_OF = date(2021, 4, 27)
HEADS = ("page", "question", "registry_column", "answer")
# Asked there only after certain answers, like all that ends in _note or _other.
FOLLOWING = frozenset({"group_members", "request_email", "no_risks", "remediations"})
# Asked on the registry only to add an organisation, or to be ticked there by the person who submits.
NOT_OURS = frozenset({"group_member_manual_name", "declaration_accepted"})


@dataclass(frozen=True)
class Answer:
    """column: its name in the registry's own file, where it has one. answers: empty where nothing was answered."""

    question: str
    column: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    title: str
    answers: tuple[Answer, ...]


def pages(publication: Publication) -> list[Page]:
    """In the registry's order. Its follow-up questions are left out where nothing was answered."""
    answers = _answers(publication)
    asked = [field for field in vocabulary.fields() if field.registry and field.code not in NOT_OURS]
    asked.sort(key=lambda field: field.registry.order if field.registry else 0)
    found: dict[str, list[Answer]] = {}
    for field in asked:
        title = field.registry.page if field.registry else ""
        if field.code == "risks":
            for number, risk in enumerate(answers.get("risks") or [], start=1):
                own = [one for one in asked if one.prefix == "risk"]
                found[_("Risk %(number)s") % {"number": number}] = list(_told(own, risk, prefix="risk."))
        elif not field.prefix:
            found.setdefault(title, []).extend(_told([field], answers))
    return [Page(title, tuple(told)) for title, told in found.items() if told]


def rows(publication: Publication) -> Iterator[tuple[str, ...]]:
    """The same for a spreadsheet, heads first; the answers of a list stand on lines of their own."""
    yield HEADS
    for page in pages(publication):
        for one in page.answers:
            yield page.title, one.question, one.column, "\n".join(one.answers)


def _told(fields: list[Field], answers: Mapping[str, Any], *, prefix: str = "") -> Iterator[Answer]:
    for field in fields:
        words = _words(field, answers.get(field.code.removeprefix(prefix)))
        if words or not _follows_up(field):
            yield Answer(field.label, field.registry.column if field.registry else "", words)


def _follows_up(field: Field) -> bool:
    return field.code.endswith(("_note", "_other")) or bool(field.prefix) or field.code in FOLLOWING


def _words(field: Field, value: Any) -> tuple[str, ...]:
    if value is None or value in ("", []):
        return ()
    match field.type:
        case "boolean" if field.code == "is_group":
            return (_("A group") if value else _("One organisation"),)
        case "boolean":
            return (_("Yes") if value else _("No"),)
        case "date":
            return (day(value),)
        case "countries":
            return tuple(country_names().get(code, code) for code in value)
        case "list":
            return tuple(_member(item) for item in value)
    return labels(field.enumeration, value) if field.enumeration else (str(value),)


def _member(item: Mapping[str, Any]) -> str:
    name, number = str(item.get("legal_name") or ""), item.get("company_number")
    return f"{name}, {number}" if number else name


def _answers(publication: Publication) -> dict[str, Any]:
    """The content's, with what the publication keeps beside it."""
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
    }
