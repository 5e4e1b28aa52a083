"""Keeps form fields as drawn text: the filters of a list are the same for everybody who chose nothing.

A form names such fields in `cached_fields`. What they show may depend on the language and on the `cache_version` of the
form and of the field, never on the request, on who asks, or on rows of a table that change. A field with a value is
always drawn anew: nothing that anybody chose or typed is kept. Of those in `cached_answers` a choice between options
that everybody has is kept too, and the box around a text, without the text.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.core import jinja
from portal.core.forms.rendering import get_field_context

MAX_ENTRIES = 1000
# Stands in a box for the text that somebody typed: a character that no page has.
TYPED = "\ue000"

_drawn: dict[Hashable, SafeString] = {}


def get_or_draw(field: BoundField, options: Mapping[str, Any]) -> SafeString:
    """Return the text of the field as it was drawn before in this process, or draw it."""
    if is_cacheable(field):
        return _keep(_get_key(field, options), lambda: draw(field, options))
    if not _is_answer_cacheable(field):
        return draw(field, options)
    key, answer = _get_key(field, options), field.value()
    if _is_chosen(field):
        return _keep((key, answer), lambda: draw(field, options))
    box = _keep((key, TYPED), lambda: draw(_with_mark(field), options))
    typed = jinja.TextEnvironment.escape(field.field.widget.format_value(answer))
    return mark_safe(box.replace(TYPED, typed))  # noqa: S308 - both are escaped


def get_or_draw_together(form: forms.BaseForm, names: Sequence[str]) -> SafeString:
    """Return the text of several fields, one after the other: where none of them was sent, as it was drawn before.

    Each of them is sent by its own name, or else not at all, and none has an initial value.
    """

    def draw_all() -> SafeString:
        return mark_safe("".join(form[name].as_field_group() for name in names))  # noqa: S308 - each is escaped

    was_sent = any(form.add_prefix(name) in form.data for name in names)
    if was_sent or form.initial or settings.DEBUG or not set(names) <= set(getattr(form, "cached_fields", ())):
        return draw_all()
    version = getattr(form, "cache_version", None)
    return _keep((type(form), version, form.prefix, form.auto_id, get_language(), tuple(names)), draw_all)


def _keep(key: Hashable, draw_now: Callable[[], SafeString]) -> SafeString:
    text = _drawn.get(key)
    if text is None:
        text = draw_now()
        if len(_drawn) >= MAX_ENTRIES:
            _drawn.clear()
        _drawn[key] = text
    return text


def draw(field: BoundField, options: Mapping[str, Any]) -> SafeString:
    """Draw the field. Its template knows of no request, so that no token or nonce can be in the text."""
    return jinja.draw("forms/field.jinja", get_field_context(field, **options))


def is_cacheable(field: BoundField) -> bool:
    """Return whether the form opted in, and the field and what it reveals have neither a value nor an error.

    While a developer changes templates, nothing is kept.
    """
    names = getattr(field.form, "cached_fields", ()), getattr(field.form, "cached_answers", ())
    is_same_for_everybody = any(field.name in group for group in names)
    if not is_same_for_everybody or field.value() or field.errors or settings.DEBUG:
        return False
    return _are_revealed_cacheable(field)


def _is_answer_cacheable(field: BoundField) -> bool:
    """Return whether the form opted in for the answer too, which is a text or one of the options, without an error."""
    if field.name not in getattr(field.form, "cached_answers", ()) or field.errors or settings.DEBUG:
        return False
    if isinstance(field.field.widget, forms.Textarea | forms.TextInput):
        return isinstance(field.value(), str)
    return _is_chosen(field) and _are_revealed_cacheable(field)


def _is_chosen(field: BoundField) -> bool:
    choices: Any = getattr(field.field, "choices", ())  # Any: the stubs allow for groups of options
    return field.value() in [code for code, _label in choices]


def _are_revealed_cacheable(field: BoundField) -> bool:
    """Return whether what the options reveal, which is drawn within the text, can be kept itself."""
    revealed = (name for names in getattr(field.field.widget, "reveals", {}).values() for name in names)
    return all(is_cacheable(field.form[name]) for name in revealed if name in field.form.fields)


def _with_mark(field: BoundField) -> BoundField:
    """Return the field with the mark in the place of its value."""
    marked = copy(field)
    marked.value = lambda: TYPED  # type: ignore[method-assign]  # of this copy alone
    return marked


def clear() -> None:
    _drawn.clear()


def _get_key(field: BoundField, options: Mapping[str, Any]) -> Hashable:
    form = field.form
    version = getattr(form, "cache_version", None), getattr(field.field, "cache_version", None)
    return (type(form), *version, field.html_name, field.auto_id, get_language(), tuple(sorted(options.items())))
