"""Which organisations' statements to read beside each other. It stands in the address, so that it can be passed on."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_ORGANISATIONS = 4


class FindForm(forms.Form):
    """One more organisation, by its name or number."""

    mark_optional = False

    q = forms.CharField(
        label=_("Add an organisation: its name or company number"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


def get_requested(slugs: Sequence[str]) -> list[str]:
    """Return the names of organisations in the address, each once."""
    return list(dict.fromkeys(slug for slug in slugs if slug and "\x00" not in slug))
