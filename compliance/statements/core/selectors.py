"""Read a version: its answers, its content as it is approved, signed and published, and what is typed and not saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, FilteredRelation, Q, QuerySet, When
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.statements.choices import OPEN, SectionCode, State
from compliance.statements.models import (
    Comment,
    CopyRequest,
    Figure,
    Publication,
    Section,
    SectionDraft,
    Statement,
    Version,
)
from compliance.statements.rules import outline
from compliance.statements.rules.content import assemble, get_figure_numbers
from compliance.statements.rules.financial_year import COPY_DAYS
from compliance.statements.types import AnswersBySection, Content, FigureFacts, OrganisationFacts, Sections
from compliance.statements.vocabulary import Field
from portal.accounts.models import User
from portal.core.prepared import prepared

# By which User.__str__ names a person.
PERSON_FIELDS = ("first_name", "last_name", "email")


@prepared
def fetch_newest_versions(organisation: int, year: int) -> QuerySet[Version]:
    """Return the version that counts for the year, as a list of one at most: an open version is always the last.

    It has its year, what was found at its address, and the name of who looked for the link from the homepage.
    """
    versions = Version.objects.for_organisation(organisation).exclude(state=State.DISCARDED)
    checker = "statement__homepage_link_checked_by"
    unread = [f"{checker}__{field.name}" for field in User._meta.concrete_fields if field.name not in PERSON_FIELDS]
    related = versions.filter(statement__year=year).select_related("statement__url_check", checker)
    return related.defer(*unread)[:1]


@prepared
def fetch_sections(organisation: int, version: int) -> QuerySet[Section]:
    """Return the sections of a version, removed ones too, each with who saved it."""
    return Section.objects.for_organisation(organisation).filter(version=version).select_related("saved_by")


@prepared
def fetch_periods(organisation: int, year: int) -> QuerySet[Section, tuple[Any, int]]:  # Any: answers as stored
    """Return the answers to the section of the financial year, and the year, of the other statements."""
    sections = Section.objects.for_organisation(organisation).exclude(version__statement__year=year)
    states = [*OPEN, State.PUBLISHED]
    periods = sections.filter(code=SectionCode.PERIOD, version__state__in=states)
    return periods.values_list("answers", "version__statement__year")


@dataclass(frozen=True)
class SectionComment:
    """A comment beside a section. author: who wrote it, as describe_person says."""

    author: str
    written_at: datetime
    text: str
    resolved_at: datetime | None
    reply_count: int


def get_comments(organisation: int, version: int, section: str) -> list[SectionComment]:
    """Return the comments on a section, the oldest first."""
    rows = _fetch_comments(organisation, version, section)
    return [SectionComment(describe_person(*row[:3]), *row[3:]) for row in rows]


@prepared
def _fetch_comments(organisation: int, version: int, section: str) -> QuerySet[Comment, tuple[Any, ...]]:
    comments = Comment.objects.for_organisation(organisation).filter(version=version, section=section)
    author = [f"author__{name}" for name in PERSON_FIELDS]
    return comments.annotate(reply_count=Count("replies")).values_list(
        *author, "written_at", "text", "resolved_at", "reply_count"
    )


def get_published_before(version: Version) -> Publication | None:
    """Return the version of the same year that was published last before this one, withdrawn since or not."""
    if version.number == 1:
        return None
    published = Publication.objects.filter(statement=version.statement_id, number__lt=version.number)
    return published.order_by("-number").first()


def get_answers(version: Version) -> AnswersBySection:
    """Return the answers of a version by section."""
    return group_answers(version.sections.all())


def group_answers(sections: Iterable[Section]) -> AnswersBySection:
    """Return answers by section without removed ones; extra_sections tells which custom sections there are."""
    present = [section for section in sections if section.removed_at is None]
    custom = sorted((section for section in present if section.is_own), key=lambda each: (each.place, each.pk))
    headings = [{"code": section.code, "heading": section.heading, "after": section.after} for section in custom]
    return {section.code: section.answers for section in present} | (
        {outline.EXTRA: {"extra_sections": headings}} if headings else {}
    )


def get_content(version: Version, sections: Sections | None = None) -> Content:
    """Return the content to approve, sign and publish. What this kind does not ask for stays in the draft."""
    return get_content_source(version, sections).assemble()


@dataclass(frozen=True)
class ContentSource:
    """What the content of a draft is put together from; the same sources give the same content."""

    organisation: OrganisationFacts
    year: int
    sections: Sections
    figures: dict[str, FigureFacts] | None

    def assemble(self) -> Content:
        return assemble(organisation=self.organisation, year=self.year, sections=self.sections, figures=self.figures)


def get_content_source(version: Version, sections: Sections | None = None) -> ContentSource:
    sections = get_answers(version) if sections is None else sections
    used = {*outline.section_codes(sections, is_short=version.is_short), outline.EXTRA}
    organisation = version.statement.organisation
    asked_answers = {code: answers for code, answers in sections.items() if code in used}
    return ContentSource(
        organisation={
            "name": organisation.name,
            "company_number": organisation.company_number,
            "legal_form": organisation.legal_form,
        },
        year=version.statement.year,
        sections=asked_answers,
        figures=get_figure_facts(version.statement) if _shows_figures(version, asked_answers) else None,
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


@prepared
def fetch_sections_with_autosaved(organisation: int, version: int, user: int, code: str) -> QuerySet[Section]:
    """Return the sections of a version for the page of the one with that code.

    That one comes with what this person typed in it and did not save, for get_autosaved, and with who saved it, for
    describe_writer; of the others the page shows neither.
    """
    mine = FilteredRelation("drafts", condition=Q(drafts__user=user))
    of_this = {f"writer_{name}": Case(When(code=code, then=F(f"saved_by__{name}"))) for name in PERSON_FIELDS}
    return (
        Section.objects.for_organisation(organisation)
        .filter(version=version)
        .annotate(mine=mine)
        .annotate(
            typed_at=F("mine__saved_at"),
            typed_on=F("mine__base_revision"),
            typed=Case(When(code=code, then=F("mine__data"))),
            **of_this,
        )
    )


# Any: a row to which fetch_sections_with_autosaved added the names and the address.
def describe_writer(section: Any) -> str:
    """Return who saved a section."""
    return describe_person(*(getattr(section, f"writer_{name}") for name in PERSON_FIELDS))


def describe_person(first_name: str | None, last_name: str | None, email: str | None) -> str:
    """Return the name of a person, or the address; "None" where the account is gone."""
    return f"{first_name} {last_name}".strip() or email if email else str(None)


# Any: a row to which fetch_sections_with_autosaved added typed_at, typed_on and typed.
def get_autosaved(section: Any, *, user: User) -> SectionDraft | None:
    """Return what was typed and not saved in a section that fetch_sections_with_autosaved read."""
    if section.typed_at is None:
        return None
    return SectionDraft(
        section=section, user=user, data=section.typed, base_revision=section.typed_on, saved_at=section.typed_at
    )


def figure_facts(figure: Figure) -> FigureFacts:
    """Return what the content says of a figure; its bytes are bound by their hash."""
    facts: FigureFacts = {
        "alt": figure.alt,
        "caption": figure.caption,
        "content_type": figure.file.content_type,
        "height": figure.height,
        "sha256": figure.file.sha256,
        "width": figure.width,
    }
    if figure.is_logo:
        facts["is_logo"] = True
    return facts


def get_figure_facts(statement: Statement) -> dict[str, FigureFacts]:
    """Return the facts of all figures of a statement by number: one query."""
    return {str(figure.number): figure_facts(figure) for figure in statement.figures.select_related("file")}


def count_overdue_copies(organisation: Organisation, *, today: date) -> int:
    """Count the copies that should have been sent by now."""
    waiting = CopyRequest.objects.filter(organisation=organisation, sent_on=None).values_list("received_on", flat=True)
    return sum((today - received_on).days >= COPY_DAYS for received_on in waiting)
