"""From a draft's rows to its content: what is approved, signed and published."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from compliance.statements import outline
from compliance.statements.choices import SectionCode
from compliance.statements.models import Version
from compliance.statements.rules.content import assemble
from compliance.statements.vocabulary import Field

Sections = Mapping[str, Mapping[str, Any]]


def sections_of(version: Version) -> dict[str, dict[str, Any]]:
    """Answers by section."""
    return {section.code: section.answers for section in version.sections.all()}


def content_of(version: Version, sections: Sections | None = None) -> dict[str, Any]:
    """The content to approve, sign and publish. What this kind of statement does not ask for stays in the draft."""
    sections = sections_of(version) if sections is None else sections
    kind = outline.kind_of(sections.get(SectionCode.PERIOD, {}))
    used = outline.sections(kind, is_short=version.is_short)
    organisation = version.statement.organisation
    return assemble(
        organisation={
            "name": organisation.name,
            "company_number": organisation.company_number,
            "legal_form": organisation.legal_form,
        },
        year=version.statement.year,
        sections={code: answers for code, answers in sections.items() if code in used},
    )


def legal_form_of(version: Version) -> str:
    answers = version.sections.get(code=SectionCode.SIGNOFF).answers
    return answers.get("legal_form") or version.statement.organisation.legal_form


def unanswered(version: Version, sections: Sections) -> list[Field]:
    """Questions that publication needs answered."""
    return outline.unanswered(sections, legal_form=version.statement.organisation.legal_form)


def ask_for(fields: Iterable[Field]) -> str:
    """Which questions are open, and in which section each stands."""
    questions = "; ".join(f"{SectionCode(field.section).label}: {_(field.label)}" for field in fields)
    return _("Answer these questions first. %(questions)s") % {"questions": questions}
