"""{% load statements %}: codes of the vocabulary as words."""

from collections.abc import Iterable

from django import template

from compliance.statements.choices import AmendmentKind
from compliance.statements.models import Publication

register = template.Library()


@register.filter
def amendment(kind: str) -> str:
    return str(dict(AmendmentKind.choices).get(kind, kind))


@register.filter
def is_first_of(publication: Publication, versions: Iterable[Publication]) -> bool:
    """Whether no version of the year was published before. A later one without a note follows a withdrawal."""
    return all(publication.number <= version.number for version in versions)
