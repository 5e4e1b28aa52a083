"""Flattens the catalogues of a language, so that a word costs one look-up.

Django keeps a dict for each app that has translations and asks one after the other, then those of the language it falls
back to. A page in English, whose words are in none of them, asks all of them for each of its words.
"""

from collections.abc import Iterator
from gettext import NullTranslations

from django.utils.translation import trans_real


def flatten_language(code: str) -> None:
    """Let the translation of a language answer from one dict, with the same words as before.

    Where a later Django or Python keeps its catalogues elsewhere, the translation stays as it is, and a test says so.
    """
    translation = trans_real.translation(code)
    if is_flat(translation):
        return
    try:
        messages, plurals = _collect_ids(translation)
    except AttributeError:
        return
    words = {message: translation.gettext(message) for message in messages}
    ask_catalogues = translation.ngettext

    def gettext(message: str) -> str:
        return words.get(message, message)

    def ngettext(singular: str, plural: str, number: int) -> str:
        if singular in plurals:
            return ask_catalogues(singular, plural, number)
        return singular if number == 1 else plural

    vars(translation).update(gettext=gettext, ngettext=ngettext)


def is_flat(translation: NullTranslations) -> bool:
    return "gettext" in vars(translation)


def _collect_ids(translation: NullTranslations) -> tuple[set[str], set[str]]:
    """Return the ids of all messages of a language and of those it falls back to, then the ones with plural forms.

    A catalogue has the key (id, number) for each plural form.
    """
    messages, plurals = set(), set()
    for catalogue in _get_catalogues(translation):
        for key in catalogue.keys():  # noqa: SIM118 - Django's catalogue is no mapping
            if isinstance(key, tuple):
                plurals.add(key[0])
            else:
                messages.add(key)
    return messages | plurals, plurals


def _get_catalogues(translation: NullTranslations | None) -> Iterator:
    while translation is not None:
        yield translation._catalog  # type: ignore[attr-defined]
        translation = translation._fallback  # type: ignore[attr-defined]
