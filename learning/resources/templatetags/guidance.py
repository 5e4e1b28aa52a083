"""{% load guidance %}: addresses of pages without a query each, and labels of codes."""

from collections.abc import Iterable, Sequence

from django import template
from wagtail.models import Page

from learning.base.choices import Weight
from learning.base.page_urls import get_page_url
from learning.resources.choices import Topic

register = template.Library()


@register.simple_tag
def address(page: Page) -> str:
    return get_page_url(page.url_path)


@register.filter
def heading_at(columns: list[dict], position: int) -> str:
    """Return the words above the cell at this position of its row of a table."""
    return columns[position]["heading"]


@register.filter
def weight(code: str) -> str:
    """Return the label of what a source is; nothing for a code that is gone."""
    return str(Weight(code).label) if code in Weight.values else ""


@register.filter
def topic_name(code: str) -> str:
    return str(Topic(code).label) if code in Topic.values else code


@register.filter
def readable(pages: Iterable[Page], private: Sequence[str]) -> list[Page]:
    """Leave out pages that not everybody may read. private: paths of the parts of the tree that are not for
    everybody.
    """
    return [page for page in pages if page.live and not page.path.startswith(tuple(private))]
