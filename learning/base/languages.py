"""Translations of pages: which of them the public may read, and where (decision record 9)."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Locale, Page

from portal.core.languages import offered_languages


def get_public_pages[Pages: Any](pages: Pages) -> Pages:
    """Leave out pages in a language that is not offered.

    Nor the copies in English that Wagtail puts into the tree of another language until there is a translation: of them
    nothing was ever published.
    """
    english = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
    others = Locale.objects.filter(language_code__in=offered_languages()[1:])
    return pages.filter(Q(locale__in=english) | Q(locale__in=others, live_revision__isnull=False))


def get_page_addresses(page: Page, request: HttpRequest) -> dict[str, str]:
    """Return where the page is in each language in which the reader may have it; no query where that is one."""
    if len(offered_languages()) == 1:
        return {}
    pages = get_public_pages(page.get_translations(inclusive=True).live().public()).select_related("locale")
    addresses = {translation.locale.language_code: translation.get_url(request) for translation in pages}
    return {code: address for code in offered_languages() if (address := addresses.get(code))}
