"""Saves the requests of a test run what they would work out again and again, with the same result.

A test client copies the context of each template that is rendered, down to every field of a form, and the addresses
of a table are resolved forty times each.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import pytest
from django.template import Template
from django.test.utils import instrumented_test_render
from django.urls import ResolverMatch, get_resolver
from django.utils.translation import get_language


@contextmanager
def take_shortcuts() -> Iterator[None]:
    """Take them while the block runs."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Template, "_render", _render)
        resolver = get_resolver()
        resolve = resolver.resolve

        @lru_cache(maxsize=5000)
        def keep(_language: str | None, path: str) -> ResolverMatch:
            return resolve(path)

        # What an address leads to depends on the language: /guidance/ is no page while Welsh is active.
        patched.setattr(resolver, "resolve", lambda path: keep(get_language(), path), raising=False)
        yield


def _render(template: Template, context) -> str:
    """Tell the test client of a template that a view renders, and of none that is included or draws a field."""
    if context.template is template:
        return instrumented_test_render(template, context)
    return template.nodelist.render(context)
