"""{% load statements %}: codes of the vocabulary as words, amounts that stay whole."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from compliance.statements.choices import AmendmentKind
from compliance.statements.models import Publication
from compliance.statements.rules.amounts import keep_amounts_whole
from compliance.statements.rules.richtext import to_html

register = template.Library()


@register.filter
def marks_as_html(marks: str | None) -> SafeString:
    """Return what the editor opens with: the cleaned HTML of the marks that its text box holds."""
    return mark_safe(to_html(marks or ""))  # noqa: S308 - cleaned


@register.filter
def amendment(kind: str) -> str:
    return str(dict(AmendmentKind.choices).get(kind, kind))


@register.filter
def is_first_of(publication: Publication, versions: Iterable[Publication]) -> bool:
    """Tell whether no version of the year was published before. A later one without a note follows a withdrawal."""
    return all(publication.number <= version.number for version in versions)


@register.filter
def amounts(text: str) -> SafeString:
    """Return the text with its sums of money and long numbers kept whole at the end of a line."""
    return mark_safe(keep_amounts_whole(str(conditional_escape(text))))  # noqa: S308 — escaped
