"""Counts how many words a page has translated while it is drawn."""

from collections.abc import Callable
from typing import Any

from django.utils import translation
from pytest import MonkeyPatch


def count_translations(act: Callable[[], Any]) -> int:
    """Return how often a word was asked for."""
    calls = 0
    gettext = translation._trans.gettext

    def count(message: str) -> str:
        nonlocal calls
        calls += 1
        return gettext(message)

    with MonkeyPatch.context() as patched:
        patched.setattr(translation._trans, "gettext", count)
        act()
    return calls
