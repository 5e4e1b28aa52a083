"""From a draft's rows to its content: what is approved, signed and published."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from compliance.statements import outline
from compliance.statements.choices import SectionCode
from compliance.statements.models import Section, Version
from compliance.statements.rules.content import assemble, figures_in
from compliance.statements.services.figures import facts_of
from compliance.statements.vocabulary import Field

Sections = Mapping[str, Mapping[str, Any]]


def sections_of(version: Version) -> dict[str, dict[str, Any]]:
    """Answers by section."""
    return answers_by_section(version.sections.all())


def answers_by_section(sections: Iterable[Section]) -> dict[str, dict[str, Any]]:
    """Without sections that were taken out; with the answer that tells which of the organisation's own there are."""
    here = [section for section in sections if section.removed_at is None]
    own = sorted((section for section in here if section.is_own), key=lambda one: (one.place, one.pk))
    told = [{"code": one.code, "heading": one.heading, "after": one.after} for one in own]
    return {one.code: one.answers for one in here} | ({outline.EXTRA: {"extra_sections": told}} if told else {})


def content_of(version: Version, sections: Sections | None = None) -> dict[str, Any]:
    """The content to approve, sign and publish. What this kind of statement does not ask for stays in the draft."""
    sections = sections_of(version) if sections is None else sections
    used = {*outline.sections(sections, is_short=version.is_short), outline.EXTRA}
    organisation = version.statement.organisation
    asked = {code: answers for code, answers in sections.items() if code in used}
    figures = facts_of(version.statement) if _shows_figures(version, asked) else None
    return assemble(
        organisation={
            "name": organisation.name,
            "company_number": organisation.company_number,
            "legal_form": organisation.legal_form,
        },
        year=version.statement.year,
        sections=asked,
        figures=figures,
    )


def _shows_figures(version: Version, sections: Sections) -> bool:
    return version.statement.has_logo or any(map(figures_in, sections.values()))


def legal_form_of(version: Version) -> str:
    answers = version.sections.get(code=SectionCode.SIGNOFF).answers
    return answers.get("legal_form") or version.statement.organisation.legal_form


def unanswered(version: Version, sections: Sections) -> list[Field]:
    """Questions that publication needs answered."""
    return outline.unanswered(sections, legal_form=version.statement.organisation.legal_form)


def ask_for(fields: Iterable[Field], sections: Sections) -> str:
    """Which questions are open, and in which section each stands."""
    questions = "; ".join(f"{outline.title(field.section, sections)}: {_(field.label)}" for field in fields)
    return _("Answer these questions first. %(questions)s") % {"questions": questions}
