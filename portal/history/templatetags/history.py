"""{% load history %}: lines of the log in words."""

from django import template

from portal.history import sentences
from portal.history.models import Entry

register = template.Library()


@register.filter
def in_words(entry: Entry) -> str:
    return sentences.sentence(entry)


@register.filter
def action_name(entry: Entry) -> str:
    return sentences.name(entry.action)
