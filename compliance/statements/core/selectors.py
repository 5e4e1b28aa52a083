"""Read a version: its answers, its content as it is approved, signed and published, and what is typed and not saved."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Case, F, FilteredRelation, Q, QuerySet, When
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.statements.choices import SectionCode
from compliance.statements.models import (
    CopyRequest,
    Figure,
    Section,
    SectionDraft,
    Statement,
    Version,
)
from compliance.statements.rules import outline
from compliance.statements.rules.content import assemble, get_figure_numbers
from compliance.statements.rules.financial_year import COPY_DAYS
from compliance.statements.vocabulary import Field

Sections = Mapping[str, Mapping[str, Any]]


def get_answers(version: Version) -> dict[str, dict[str, Any]]:
    """Return the answers of a version by section."""
    return group_answers(version.sections.all())


def group_answers(sections: Iterable[Section]) -> dict[str, dict[str, Any]]:
    """Return answers by section without removed ones; extra_sections tells which custom sections there are."""
    here = [section for section in sections if section.removed_at is None]
    custom = sorted((section for section in here if section.is_own), key=lambda each: (each.place, each.pk))
    headings = [{"code": section.code, "heading": section.heading, "after": section.after} for section in custom]
    return {section.code: section.answers for section in here} | (
        {outline.EXTRA: {"extra_sections": headings}} if headings else {}
    )


def get_content(version: Version, sections: Sections | None = None) -> dict[str, Any]:
    """Return the content to approve, sign and publish. What this kind does not ask for stays in the draft."""
    sections = get_answers(version) if sections is None else sections
    used = {*outline.section_codes(sections, is_short=version.is_short), outline.EXTRA}
    organisation = version.statement.organisation
    asked_answers = {code: answers for code, answers in sections.items() if code in used}
    figures = get_figure_facts(version.statement) if _shows_figures(version, asked_answers) else None
    return assemble(
        organisation={
            "name": organisation.name,
            "company_number": organisation.company_number,
            "legal_form": organisation.legal_form,
        },
        year=version.statement.year,
        sections=asked_answers,
        figures=figures,
    )


def _shows_figures(version: Version, sections: Sections) -> bool:
    return version.statement.has_logo or any(map(get_figure_numbers, sections.values()))


def get_legal_form(version: Version) -> str:
    answers = version.sections.get(code=SectionCode.SIGNOFF).answers
    return answers.get("legal_form") or version.statement.organisation.legal_form


def get_unanswered_questions(version: Version, sections: Sections) -> list[Field]:
    """Return the questions that publication needs answered and that are not."""
    return outline.unanswered_questions(sections, legal_form=version.statement.organisation.legal_form)


def describe_unanswered(fields: Iterable[Field], sections: Sections) -> str:
    """Return a sentence that names the open questions, and the section in which each stands."""
    questions = "; ".join(f"{outline.section_title(field.section, sections)}: {_(field.label)}" for field in fields)
    return _("Answer these questions first. %(questions)s") % {"questions": questions}


def with_autosaved(sections: QuerySet[Section], *, user: Any, code: str) -> QuerySet[Section]:
    """Add to the query what this person typed in the section with that code and did not save, for get_autosaved."""
    mine = FilteredRelation("drafts", condition=Q(drafts__user=user))
    return sections.annotate(mine=mine).annotate(
        typed_at=F("mine__saved_at"),
        typed_on=F("mine__base_revision"),
        typed=Case(When(code=code, then=F("mine__data"))),
    )


def get_autosaved(section: Any, *, user: Any) -> SectionDraft | None:
    """Return what was typed and not saved in a section that with_autosaved read."""
    if section.typed_at is None:
        return None
    return SectionDraft(
        section=section, user=user, data=section.typed, base_revision=section.typed_on, saved_at=section.typed_at
    )


def figure_facts(figure: Figure) -> dict[str, Any]:
    """Return what the content says of a figure; its bytes are bound by their hash."""
    return {
        "alt": figure.alt,
        "caption": figure.caption,
        "content_type": figure.file.content_type,
        "height": figure.height,
        "sha256": figure.file.sha256,
        "width": figure.width,
    } | ({"is_logo": True} if figure.is_logo else {})


def get_figure_facts(statement: Statement) -> dict[str, dict[str, Any]]:
    """Return the facts of all figures of a statement by number: one query."""
    return {str(figure.number): figure_facts(figure) for figure in statement.figures.select_related("file")}


def count_overdue_copies(organisation: Organisation, *, today: date) -> int:
    """Count the copies that should have been sent by now."""
    waiting = CopyRequest.objects.filter(organisation=organisation, sent_on=None).values_list("received_on", flat=True)
    return sum((today - received_on).days >= COPY_DAYS for received_on in waiting)
