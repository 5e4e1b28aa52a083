"""The language of a page: English, or another whose translation a named person has reviewed.

See docs/requirements/experience.md#reviewed-languages.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache, wraps

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_from_path

# In the address of a page: the reader chooses a language. Not "language", by which lists are narrowed.
PARAMETER = "site-language"


def cache_by_language[*Codes, Label](function: Callable[[*Codes], Label]) -> Callable[[*Codes], Label]:
    """Keep what a function returns for each language. What it returns may depend on its arguments and on the language
    alone: a label, or a tag, of a code.
    """

    @lru_cache(maxsize=1024, typed=True)
    def keep(_language: str | None, *codes: *Codes) -> Label:
        return function(*codes)

    @wraps(function)
    def cached(*codes: *Codes) -> Label:
        return keep(get_language(), *codes)

    # For who knows the language already: portal.core.jinja.
    cached.keep = keep  # type: ignore[attr-defined]
    return cached


def is_reviewed(code: str) -> bool:
    """Return whether it is recorded who reviewed the words of the language, and on which day."""
    by, on = settings.LANGUAGE_REVIEWS.get(code, ("", ""))
    return bool(by.strip()) and _is_day(on)


def offered_languages() -> list[str]:
    """Return the codes that the public may choose, English first."""
    return [code for code, name in settings.LANGUAGES if code == settings.LANGUAGE_CODE or is_reviewed(code)]


def get_chosen_language(request: HttpRequest) -> str:
    """Return what the reader chose, if it is still offered. What the browser says of its languages is not read."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in offered_languages() else settings.LANGUAGE_CODE


def get_page_language(request: HttpRequest) -> str:
    """Return the language of the page: named by its address, or chosen by the reader where all its words are
    translated.
    """
    if (named := language_in_path(request.path)) and named in offered_languages():
        return named
    return get_chosen_language(request) if is_translated_path(request.path) else settings.LANGUAGE_CODE


def is_translated_path(path: str) -> bool:
    """Return whether all words of the pages below this path are translated."""
    return path.startswith(settings.TRANSLATED_PATHS)


def language_in_path(path: str) -> str:
    """Return cy for /cy/guidance/; empty where the address names no language but English."""
    code = get_language_from_path(path) or ""
    return "" if code == settings.LANGUAGE_CODE else code


def strip_language(path: str) -> str:
    """Return the address in English. Never one of another site, whatever follows the language."""
    return "/" + path.removeprefix(f"/{language_in_path(path)}").lstrip("/")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
