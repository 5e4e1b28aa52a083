"""Translations of libraries' strings on public pages that they lack in Welsh, or have wrong; our catalogue comes
first.
"""

from django.utils.translation import gettext_noop

WORDS = (gettext_noop("July"), gettext_noop("Null characters are not allowed."))
