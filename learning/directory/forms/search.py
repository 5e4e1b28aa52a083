"""The search form of the directory. By POST, so that no address and no log says where somebody looks for help."""

from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.directory import need_categories, ons_areas
from learning.directory.rules.distance import KM_PER_MILE
from learning.directory.selectors import geocoding
from learning.directory.selectors.geocoding import Place
from portal.core.forms import GovukTextInput, QuickChoiceField
from portal.reference import helpline
from portal.reference.languages import languages

ANY_OPTION = ("", _("Any"))
# Those that say nothing of what somebody speaks.
NOT_SPOKEN_LANGUAGES = frozenset({"other", "unknown"})
MAX_PLACE_LENGTH = 80
RADII = [
    ("", _("In this place only")),
    ("5", _("Up to 5 miles away")),
    ("10", _("Up to 10 miles away")),
    ("25", _("Up to 25 miles away")),
    ("50", _("Up to 50 miles away")),
]


@cache
def get_language_choices() -> list[tuple[str, Any]]:
    """Return each language by its English name and the one that its speakers know it by."""
    choices = [
        (
            code,
            f"{language.name} ({language.own_name})"
            if language.own_name and language.own_name != language.name
            else language.name,
        )
        for code, language in languages().items()
        if code not in NOT_SPOKEN_LANGUAGES
    ]
    return [ANY_OPTION, *sorted(choices, key=lambda choice: choice[1])]


class SearchForm(forms.Form):
    """The search form. place: what it may mean stands in `meant` once the form was cleaned."""

    mark_optional = False
    cached_fields = frozenset({"need", "radius", "language", "audience", "open_now"})
    need = QuickChoiceField(label=_("What help do you need?"), required=False)
    place = forms.CharField(
        label=_("Where?"),
        help_text=_("Enter a town, council or postcode. We do not store it."),
        required=False,
        max_length=MAX_PLACE_LENGTH,
        widget=GovukTextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": _("Town, council or postcode must be 80 characters or fewer")},
    )
    radius = QuickChoiceField(label=_("How far can you travel?"), required=False, choices=RADII)
    language = QuickChoiceField(label=_("Which language?"), required=False)
    audience = QuickChoiceField(label=_("Who is it for?"), required=False)
    open_now = forms.BooleanField(label=_("Open now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", **kwargs)
        self.meant = Place()
        self.fields["need"].choices = [ANY_OPTION, *need_categories.get_need_choices()]
        self.fields["audience"].choices = [ANY_OPTION, *need_categories.AUDIENCES.items()]
        self.fields["language"].choices = get_language_choices()

    def clean_place(self) -> str:
        typed = " ".join(self.cleaned_data["place"].replace("\x00", "").split())
        if not typed:
            return ""
        self.meant = geocoding.find_place(typed)
        if not self.meant.is_found:
            raise forms.ValidationError(self._not_found())
        return typed

    def _not_found(self) -> Any:
        if self.meant.is_postcode and geocoding.has_postcodes():
            return _("We do not recognise this postcode. Check it, or enter a town or council")
        if self.meant.is_postcode:
            return _("We cannot look up postcodes yet. Enter a town or council")
        return _("We do not recognise this place. Check the spelling, or enter the nearest larger town or a postcode")

    @property
    def is_unsure(self) -> bool:
        """Return whether several places may be meant, or what was typed is only near to a name."""
        return self.meant.is_unsure

    @property
    def code(self) -> str:
        """Return the code of the place, for the search; empty where there is none."""
        return self.meant.code

    @property
    def place_name(self) -> str:
        if self.meant.localities and self.meant.is_certain:
            return self.meant.localities[0].short_label
        return str(ons_areas.get_name(self.code)) if self.code else ""

    @property
    def miles(self) -> int:
        return int(self.cleaned_data["radius"] or 0)

    @property
    def within(self) -> float | None:
        """Return the distance in kilometres."""
        return self.miles * KM_PER_MILE or None

    @property
    def more_choices(self) -> list[forms.BoundField]:
        """Return all fields but the two that most people need."""
        return [self[name] for name in self.fields if name not in {"place", "need"}]

    @property
    def has_more_choices(self) -> bool:
        """Return whether one of them was filled, or has to be corrected."""
        return any(field.errors or self.data.get(field.name) for field in self.more_choices)

    @property
    def is_northern_irish_postcode(self) -> bool:
        return self.meant.is_postcode and bool(self.meant.area)

    def asked(self) -> dict[str, object]:
        """Return the arguments of selectors.search."""
        cleaned = self.cleaned_data
        audience = cleaned.get("audience", "")
        is_gender = audience in need_categories.GENDERS
        return {
            "need": cleaned["need"],
            "council": self.code,
            "point": self.meant.point,
            "within": self.within,
            "language": cleaned["language"],
            "audience": "" if is_gender else audience,
            "gender": audience if is_gender else "",
        }

    def kept(self) -> list[tuple[str, str]]:
        """Return name and value of each answer but the place, for the buttons beside the results."""
        return [(name, self.data.get(name, "")) for name in self.fields if name != "place" and self.data.get(name)]


class LinkedForm(SearchForm):
    """The same form for an address, which other pages link to: it takes no place."""

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__({name: value for name, value in data.items() if name != "place"}, **kwargs)
        for name in ("need", "audience"):
            codes = helpline.get_labels(
                need_categories.HELPLINE_LIST if name == "need" else need_categories.AUDIENCE_LIST
            )
            typed = self.data.get(name, "")
            if typed in codes and typed not in dict(self.fields[name].choices):
                self.fields[name].choices = [*self.fields[name].choices, (typed, codes[typed])]
