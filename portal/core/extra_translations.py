"""Words of the libraries on our public pages that they lack in Welsh, or have wrong: our own catalogue comes first."""

from django.utils.translation import gettext_noop

WORDS = (gettext_noop("July"), gettext_noop("Null characters are not allowed."))
