"""{% load shared_parts %}: parts of a page that are the same for everybody, drawn once for each language and kept."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.core import jinja

# Some are an organisation's: those of its members who are here now, page by page.
MAX_PARTS = 1024
# Around the name of a slot, in a text that is kept: a character that no page has.
MARK = "\ue000"
register = template.Library()


class Slot(str):
    """A value that is put into the text of a part after it was kept: one of the reader's, or of this minute.

    The template shows it as it is, once or more, and asks nothing of it.
    """


@register.filter
def slot(value: Any) -> Slot:  # Any: what a template may show
    return Slot(conditional_escape(value))


@register.simple_tag
def include_shared(name: str, /, **values: Any) -> SafeString:  # Any: plain values, which are hashable
    """Draw the template, which is given these values and nothing else of the page: they and the language are what its
    text is kept by. It may read settings that were read at the start. A value that is a Slot is no part of what is
    kept. While a developer changes templates, nothing is kept.
    """
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    marks = {key: f"{MARK}{key}{MARK}" for key, value in values.items() if type(value) is Slot}
    text = draw(name, get_language(), **values | marks)
    for key, mark in marks.items():
        text = mark_safe(text.replace(mark, values[key]))  # noqa: S308 - a slot is escaped
    return text


@lru_cache(maxsize=MAX_PARTS, typed=True)
def _draw(name: str, _language: str | None, /, **values: Any) -> SafeString:
    if name.endswith(jinja.SUFFIX):
        return jinja.draw(name, values)
    return mark_safe(get_template(name).render(values))  # noqa: S308 - the engine escapes


def clear() -> None:
    _draw.cache_clear()
