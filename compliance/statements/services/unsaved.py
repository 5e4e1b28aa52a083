"""What somebody typed in a section and has not saved, asked for together with the sections."""

from typing import Any

from django.db.models import Case, F, FilteredRelation, Q, QuerySet, When

from compliance.statements.models import Section, SectionDraft


def with_typed(sections: QuerySet[Section], *, user: Any, code: str) -> QuerySet[Section]:
    """The same query, which also brings what this person typed in the section with that code, for typed_in."""
    mine = FilteredRelation("drafts", condition=Q(drafts__user=user))
    return sections.annotate(mine=mine).annotate(
        typed_at=F("mine__saved_at"),
        typed_on=F("mine__base_revision"),
        typed=Case(When(code=code, then=F("mine__data"))),
    )


def typed_in(section: Any, *, user: Any) -> SectionDraft | None:
    """section: of with_typed, the one with its code."""
    if section.typed_at is None:
        return None
    return SectionDraft(
        section=section, user=user, data=section.typed, base_revision=section.typed_on, saved_at=section.typed_at
    )
