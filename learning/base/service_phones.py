"""Phone numbers in texts: a text names a service, and the page shows the number that the directory has checked.

In a text, [phone: acas] is the first public number of the service whose address in the directory ends with "acas".
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from learning.base.html_anchors import replace_outside_tags
from portal.core.page_cache import get_or_make
from portal.core.templatetags.navigation import telephone

MARKER = re.compile(r"\[phone: ([a-z0-9-]+)\]")
# The police's numbers are the same for everybody and are on every page; no one edits them in the directory.
POLICE = re.compile(r"(?<=\b[Cc]all )(?:999|101)\b|(?<=\bpolice on )101\b|(?<=, )(?:999|101)$|^999$")
LINK = '<a class="govuk-link govuk-link--no-visited-state portal-nowrap" href="tel:{}">{}</a>'


def get_phones() -> dict[str, str]:
    """Return the first public number of each public service, by the service's slug."""
    hook: Callable[[], dict[str, str]] = import_string(settings.LEARNING_HOOKS["public_phones"])
    return get_or_make("public phones", hook)


def link_phones(html: str) -> str:
    """Return rendered HTML with a link to call for each marker, and for 999 and 101 where they are to be called.

    A service that has left the directory, or has no public number, becomes a link to the list of services.
    """
    if MARKER.search(html):
        html = _link_services(html)
    if "999" not in html and "101" not in html:
        return html
    return replace_outside_tags(html, lambda text: POLICE.sub(lambda match: _call(match[0]), text))


def _link_services(html: str) -> str:
    phones = get_phones()

    def link(match: re.Match[str]) -> str:
        if number := phones.get(match[1]):
            return _call(number)
        return format_html('<a class="govuk-link" href="{}">{}</a>', reverse("directory:index"), get_fallback())

    return replace_outside_tags(html, lambda text: MARKER.sub(link, text))


def fill_phones(text: str) -> str:
    """Return plain text with the number in the place of each marker."""
    if not MARKER.search(text):
        return text
    phones = get_phones()
    return MARKER.sub(lambda match: phones.get(match[1]) or get_fallback(), text)


def get_fallback() -> str:
    """Return the words in the place of a number that nobody may call any more."""
    return _("the number in our list of services")


def _call(number: str) -> SafeString:
    return format_html(LINK, telephone(number), number)
