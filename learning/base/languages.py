"""Pages in another language than English: which of them the public may read, and where (decision record 9)."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Locale, Page

from portal.core.languages import offered


def shown[Pages: Any](pages: Pages) -> Pages:
    """Without pages in a language that is not offered.

    Nor the copies in English that Wagtail puts into the tree of another language until there is a translation: of them
    nothing was ever published.
    """
    english = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
    others = Locale.objects.filter(language_code__in=offered()[1:])
    return pages.filter(Q(locale__in=english) | Q(locale__in=others, live_revision__isnull=False))


def addresses(page: Page, request: HttpRequest) -> dict[str, str]:
    """Where the page is in each language in which the reader may have it; nothing is asked where that is one."""
    if len(offered()) == 1:
        return {}
    pages = shown(page.get_translations(inclusive=True).live().public()).select_related("locale")
    found = {one.locale.language_code: one.get_url(request) for one in pages}
    return {code: address for code in offered() if (address := found.get(code))}
