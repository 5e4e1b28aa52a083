"""{% load history %}: labels of history entries."""

from django import template

from portal.history import event_labels
from portal.history.models import Entry

register = template.Library()


@register.filter
def in_words(entry: Entry) -> str:
    return event_labels.get_entry_sentence(entry)


@register.filter
def action_name(entry: Entry) -> str:
    return event_labels.get_action_name(entry.action)
