"""{% load statements %}: codes of the vocabulary as words."""

from collections.abc import Iterable

from django import template

from compliance.statements import register as public
from compliance.statements.choices import AmendmentKind
from compliance.statements.models import Publication

register = template.Library()


@register.filter
def amendment(kind: str) -> str:
    return str(dict(AmendmentKind.choices).get(kind, kind))


@register.filter
def is_first_of(publication: Publication, versions: Iterable[Publication]) -> bool:
    """Whether no version of the year was published before. A later one without a note follows a withdrawal."""
    return all(publication.number <= one.number for one in versions)


@register.simple_tag
def statement_of(company_number: str) -> Publication | None:
    """The latest statement that a company of this number published here: {% statement_of number as published %}."""
    return public.latest_of(company_number)
