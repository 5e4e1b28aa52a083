"""Jinja, for what a page draws often: the fields of its forms, the rows of its tables, its navigation.

A template of Jinja ends in `.jinja`. It is drawn from plain values by code that Python has compiled, in a third of the
time or less. Its filters are those of Django's templates and of ours, by the same names; values are escaped as there.

See docs/decisions/0027-jinja.md.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache, partial, wraps
from typing import Any
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Model
from django.http import QueryDict
from django.template import Context, engines
from django.template.defaultfilters import date as format_date
from django.template.defaultfilters import truncatechars
from django.template.defaulttags import querystring as build_querystring
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import (  # type: ignore[attr-defined]  # not in the stubs
    get_current_timezone,
    template_localtime,
)
from django.utils.translation import get_language, gettext, trans_real
from jinja2 import Environment, Template, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context as JinjaContext
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from portal.core.languages import cache_by_language

NAME, SUFFIX = "jinja2", ".jinja"
# Django's templates of controls, which it brings for both engines.
FORMS = "django/forms/"
# Stands in an address for the row that it is made for.
ANY_ROW = UUID(int=0)
# What is written otherwise in a page.
ESCAPED = re.compile("[&<>\"']")


def get_engine(name: str) -> str:
    """Return the name of the engine that draws a template of ours, or one of Django's for forms."""
    return NAME if name.endswith(SUFFIX) or name.startswith(FORMS) else "django"


class TextGenerator(CodeGenerator):
    """Compiles what a template shows to plain text: Jinja marks each escaped value as safe, and then joins them all."""

    def _output_child_pre(self, node: Any, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escape(")


class Translator(NodeTransformer):
    """Puts the words of a language in the place of each call that translates a message: `_("…")`."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self.translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        match node:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=str(message))]):
                return nodes.Const(self.translate(message), lineno=node.lineno, environment=node.environment)
        return self.generic_visit(node)


class TextEnvironment(Environment):
    """An environment whose templates are compiled by TextGenerator, for one language where it is given `translate`."""

    code_generator_class = TextGenerator
    translate: Callable[[str], str] | None = None

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return Translator(self.translate).visit(tree) if self.translate else tree

    @staticmethod
    def escape(value: Any) -> str:
        """Return a value as text of a page, as markupsafe.escape does."""
        kind = type(value)
        if kind is SafeString or kind is Markup or (kind is str and not ESCAPED.search(value)):
            return value  # type: ignore[no-any-return]
        return str(escape(value))


def draw(name: str, context: Mapping[str, Any]) -> SafeString:
    """Return the text of a template of Jinja, its words in the active language."""
    drawn = get_template(name).render({**context, "_": get_dictionary()})
    return mark_safe(drawn)  # noqa: S308 - the environment escapes


def get_template(name: str) -> Template:
    """Return a template of Jinja, compiled for the active language."""
    engine: Any = engines[NAME]  # Any: the stubs know the base of back ends only
    return bind_language(engine.env, get_language()).get_template(name)


@lru_cache(maxsize=16)
def bind_language(environment: Environment, language: str | None) -> Environment:
    """Return the environment for what is drawn in a language, which its kept labels need not ask for each time.

    Its templates are compiled with the words of the language in them.
    """
    bound: Any = environment.overlay()  # Any: our own attribute
    bound.translate = get_dictionary()
    bound.filters = {
        name: partial(function.keep, language) if hasattr(function, "keep") else function
        for name, function in environment.filters.items()
    }
    return bound


def get_dictionary() -> Callable[[str], str]:
    """Return what translates a message into the active language, which is looked up here and not for each message."""
    language = get_language()
    return trans_real.translation(language).gettext if language else str


def make_environment(**options: Any) -> Environment:  # Any: what Django's back end hands over
    """Return the environment of settings.TEMPLATES: with the filters of Django's engine, and gettext as `_`."""
    environment = TextEnvironment(**options)
    django: Any = engines["django"]  # Any: the stubs know the base of back ends only
    engine = django.engine
    for library in (*engine.template_builtins, *engine.template_libraries.values()):
        environment.filters |= {name: _as_in_django(function) for name, function in library.filters.items()}
    environment.filters |= {
        "date": date_or_moment,
        "display": display,
        "intcomma": cache_by_language(intcomma),
        "truncatechars": truncate,
    }
    environment.globals |= {
        "_": gettext,
        "address_of_rows": address_of_rows,
        "include_django": include_django,
        "querystring": querystring,
        "static": static,
        "url": get_address,
    }
    return environment


@pass_context
def include_django(context: JinjaContext, name: str) -> SafeString:
    """Draw a template of Django's, with all variables of the page: of what is seldom there."""
    return mark_safe(engines["django"].get_template(name).render(context.get_all()))  # noqa: S308 - the engine escapes


def address_of_rows(name: str, *values: object) -> str:
    """Return the pattern of the address of a row, the last value of the named address: `{{ pattern % row.pk }}`."""
    return get_address(name, [*values, ANY_ROW]).replace("%", "%%").replace(str(ANY_ROW), "%s")


def get_address(name: str, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> str:
    """Return a named address, as Django's `reverse` does; one that was asked for before is not put together again.

    args: what a text says of each is in the address, such as a slug, a year or the id of a row.
    """
    named = tuple((kwargs or {}).items())
    return _get_address(name, tuple(args), named, get_language(), get_script_prefix(), get_urlconf())


@lru_cache(maxsize=4096, typed=True)
def _get_address(name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...], *_around: str | None) -> str:
    """Return the address, for the language, the prefix and the table of addresses that are active: those named."""
    return reverse(name, args=args, kwargs=dict(kwargs))


def querystring(query: QueryDict, **changes: Any) -> str:
    """Return the query of an address with these changes, as Django's tag does; None takes a part of it away."""
    return str(build_querystring(Context(), query, **changes))


def truncate(value: Any, length: int) -> str:
    """Return the first characters, as Django's filter does; most texts are short enough."""
    text = str(value)
    return text if text.isascii() and len(text) <= length else str(truncatechars(text, length))


def display(row: Model, name: str) -> str:
    """Return the label of a row's choice, as row.get_…_display() does, which puts all labels together each time."""
    value = getattr(row, name)
    label = _get_labels(row._meta.get_field(name)).get(value, value)
    return "" if label is None else str(label)


@lru_cache(maxsize=256)
def _get_labels(field: Any) -> dict[Any, Any]:  # Any: a field's values, and labels that may be lazy
    """Return the labels of a field by value; those that are translated are so when they are shown."""
    return dict(field.flatchoices)


def date_or_moment(value: Any, pattern: str) -> str:
    """Return a date or a moment in words, as Django's filter does; one that was written before is not anew."""
    return _date_or_moment(get_language(), value, pattern)


def _date_or_moment(language: str | None, value: Any, pattern: str) -> str:
    if type(value) is date:
        return _format(value, pattern, language, None)
    if type(value) is datetime and value.tzinfo:
        return _format(value, pattern, language, get_current_timezone())
    return str(format_date(template_localtime(value), pattern))


# For who knows the language already: bind_language.
date_or_moment.keep = _date_or_moment  # type: ignore[attr-defined]


@lru_cache(maxsize=4096)
def _format(value: date, pattern: str, language: str | None, timezone: tzinfo | None) -> str:
    """Return the day, or the moment in local time, in words: in the language and the time zone that are active."""
    return str(format_date(template_localtime(value), pattern))


def _as_in_django(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the filter; one that expects local time is given it, as Django's templates do."""
    if not getattr(function, "expects_localtime", False):
        return function

    @wraps(function)
    def localised(value: Any, *arguments: Any) -> Any:
        return function(template_localtime(value), *arguments)

    return localised
