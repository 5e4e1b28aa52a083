"""{% load guidance %}: addresses of pages without a query each, and codes in words."""

from collections.abc import Iterable, Sequence

from django import template
from wagtail.models import Page

from learning.base.choices import Weight
from learning.base.page_urls import address_of
from learning.resources.choices import Topic

register = template.Library()


@register.simple_tag
def address(page: Page) -> str:
    return address_of(page.url_path)


@register.filter
def heading_at(columns: list[dict], position: int) -> str:
    """Of a table: the words above the cell at this position of its row."""
    return columns[position]["heading"]


@register.filter
def weight(code: str) -> str:
    """What a source is, in words; nothing for a code that is gone."""
    return str(Weight(code).label) if code in Weight.values else ""


@register.filter
def topic_name(code: str) -> str:
    return str(Topic(code).label) if code in Topic.values else code


@register.filter
def readable(pages: Iterable[Page], private: Sequence[str]) -> list[Page]:
    """Those that everybody may read. private: paths of the parts of the tree that are not for everybody."""
    return [page for page in pages if page.live and not page.path.startswith(tuple(private))]
