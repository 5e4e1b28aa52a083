"""Which language a page speaks: English, or another that somebody with a name has read (decision 16)."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_path

# In the address of a page: the reader chooses a language. Not "language", by which lists are narrowed.
PARAMETER = "site-language"


def is_reviewed(code: str) -> bool:
    """Whether it is recorded who read the words of the language, and on which day."""
    by, on = settings.LANGUAGE_REVIEWS.get(code, ("", ""))
    return bool(by.strip()) and _is_day(on)


def offered() -> list[str]:
    """The codes that the public may choose, English first."""
    return [code for code, name in settings.LANGUAGES if code == settings.LANGUAGE_CODE or is_reviewed(code)]


def chosen(request: HttpRequest) -> str:
    """What the reader chose, if it is still offered. What the browser says of its languages is not read."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in offered() else settings.LANGUAGE_CODE


def spoken(request: HttpRequest) -> str:
    """The language of the page: its address names one, or all its words are translated and the reader chose one."""
    if (named := of_path(request.path)) and named in offered():
        return named
    return chosen(request) if is_translated(request.path) else settings.LANGUAGE_CODE


def is_translated(path: str) -> bool:
    return path.startswith(settings.TRANSLATED_PATHS)


def of_path(path: str) -> str:
    """Of /cy/guidance/, cy; empty where the address names no language but English."""
    code = get_language_from_path(path) or ""
    return "" if code == settings.LANGUAGE_CODE else code


def without_language(path: str) -> str:
    """The address in English. Never one of another site, whatever follows the language."""
    return "/" + path.removeprefix(f"/{of_path(path)}").lstrip("/")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
