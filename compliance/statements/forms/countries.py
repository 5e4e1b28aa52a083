"""Countries typed by name, one a line: no list of 278 boxes, and no script needed."""

from difflib import get_close_matches
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.core.forms import GovukTextarea
from portal.reference import tables

# Names that people type and the register does not list.
ALSO_KNOWN_AS = {
    "uk": "country:GB",
    "great britain": "country:GB",
    "britain": "country:GB",
    "england": "country:GB",
    "wales": "country:GB",
    "scotland": "country:GB",
    "northern ireland": "country:GB",
    "usa": "country:US",
    "us": "country:US",
    "united states of america": "country:US",
    "america": "country:US",
    "uae": "country:AE",
    "holland": "country:NL",
    "the netherlands": "country:NL",
    "burma": "country:MM",
    "turkey": "country:TR",
    "türkiye": "country:TR",
    "czech republic": "country:CZ",
    "ivory coast": "country:CI",
}

MOST_CHARACTERS = 20_000


@cache
def _codes_by_name() -> dict[str, str]:
    listed = {country.name.casefold(): country.code for country in tables.countries()}
    codes = {country.code.casefold(): country.code for country in tables.countries()}
    known = set(codes.values())
    return {name: code for name, code in ALSO_KNOWN_AS.items() if code in known} | codes | listed


class CountriesWidget(GovukTextarea):
    """Shows codes as names."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, list):
            names = tables.country_names()
            return "\n".join(names.get(code, code) for code in value)
        return super().format_value(value)


class CountriesField(forms.CharField):
    """Cleans names, codes and common short forms to codes such as country:GB, each once, in the order typed."""

    def __init__(self, *, label: str, most: int, **kwargs: Any) -> None:
        super().__init__(label=label, widget=CountriesWidget(rows=3), **kwargs)
        self.most = most
        self.help_text = f"{self.help_text} {_('Enter one country on each line.')}".strip()
        self.error_messages |= {
            "null_characters_not_allowed": _("Countries: take out the null character"),
        }

    def clean(self, value: Any) -> list[str]:
        typed = super().clean(value)
        if len(typed) > MOST_CHARACTERS:
            raise ValidationError(_("Countries: enter fewer, one on each line"), code="max_length")
        names = [" ".join(name.split()) for name in typed.replace(";", "\n").splitlines()]
        found = list(dict.fromkeys(_find(name) for name in names if name))
        if len(found) > self.most:
            raise ValidationError(_("Countries: enter %(most)s or fewer") % {"most": self.most}, code="max_items")
        return found


def _find(name: str) -> str:
    code = _codes_by_name().get(name.casefold())
    if code:
        return code
    short = name if len(name) <= 60 else f"{name[:60]}…"
    near = get_close_matches(name[:60].casefold(), _codes_by_name(), n=1)
    if near:
        known = tables.country_names()[_codes_by_name()[near[0]]]
        sentence = _("Countries: “%(name)s” is not on the list. Did you mean %(near)s?") % {
            "name": short,
            "near": known,
        }
    else:
        sentence = _("Countries: “%(name)s” is not on the list. Enter one country on each line") % {"name": short}
    raise ValidationError(sentence, code="unknown")
