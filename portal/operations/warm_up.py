"""Loads what the first visitors would wait for, before the server answers and before it forks.

Nothing here asks the database: a connection must not be shared by the processes that fork from this one.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.urls import reverse
from django.utils import translation

from portal.core import jinja


def warm_up() -> None:
    """Load the addresses with all views, forms and tables of facts, and our templates."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            # Each language has its own index of the addresses, which the first look-up makes.
            reverse("healthz")
    for name in list_templates():
        # A template that cannot be read spoils its own page, not the start.
        with suppress(TemplateSyntaxError):
            load_template(name)


def load_template(name: str) -> None:
    """Compile one of our templates, and keep it; one of Jinja for the active language. Raises TemplateSyntaxError."""
    if not name.endswith(jinja.SUFFIX):
        engines[jinja.get_engine(name)].get_template(name)
        return
    try:
        jinja.get_template(name)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateSyntaxError(str(error)) from error


def list_templates() -> Iterator[str]:
    """Return the names of our templates, and of Django's for the controls of forms."""
    engine: Any = engines[jinja.NAME]  # Any: the stubs know the base of back ends only
    yield from engine.env.list_templates(filter_func=lambda name: name.startswith(jinja.FORMS))
    folders: list[Path] = settings.TEMPLATES[0]["DIRS"]  # type: ignore[assignment]
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                yield path.relative_to(folder).as_posix()
