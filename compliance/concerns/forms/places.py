"""The places: the first one on the shortest way, and further ones on cards (docs/requirements/helpline.md#places)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.concerns import labels
from compliance.concerns.forms.fields import (
    CardForm,
    QuestionForm,
    radios_field,
    select_field,
    text_field,
    textarea_field,
)
from compliance.concerns.labels import Text
from compliance.concerns.rules import journey


class PlaceForm(QuestionForm):
    """A place."""

    def build_place(self) -> None:
        """Add the fields of a place."""
        self.fields["premises_name"] = text_field(
            _("Name of the place"), _("For example, the name of a shop or a farm.")
        )
        self.fields["venue_type"] = select_field(_("What kind of place is it?"), labels.VENUE)
        self.fields["address"] = text_field(_("Building and street"))
        self.fields["town"] = text_field(_("Town, city or area"))
        self.fields["postcode"] = text_field(
            _("Postcode"), _("Or the part of it that you know."), max_length=12, width=10
        )
        self.fields["local_authority"] = text_field(_("Council, if you know it"))
        self.fields["country"] = text_field(_("Country, if it is not in the UK"))
        roles = labels.PLACE_ROLE_OF_ME if self.is_self else labels.PLACE_ROLE
        self.fields["place_role"] = radios_field(_("What happens at this place?"), roles)
        self.fields["directions"] = textarea_field(_("How can we find it?"), rows=3)
        self.fields["vehicle"] = text_field(_("Car or van"), _("For example, its colour, make or number plate."))
        self.fields["url"] = text_field(_("Website, app or profile"), max_length=500, spellcheck="false")


class WhereForm(PlaceForm):
    """The first place."""

    heading = _("Where is it happening?")
    intro = _("Tell us anything that helps us find it, or tick “I do not know where”.")

    def build(self) -> None:
        if self.is_advice:
            self._build_for_advice()
            return
        self.fields["place_unknown"] = forms.BooleanField(label=_("I do not know where"), required=False)
        self.build_place()

    def _build_for_advice(self) -> None:
        self.heading = _("Where does your business operate?")
        self.intro = _("The rules are different in different places. Enter a town or a country, or tick the box.")
        self.fields["place_unknown"] = forms.BooleanField(label=_("Any place"), required=False)
        self.fields["town"] = text_field(_("Town, city or area"))
        self.fields["country"] = text_field(_("Country, if it is not in the UK"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("place_unknown") and not journey.has_place(cleaned):
            self.add_error("place_unknown", self._nothing)
        return cleaned

    @property
    def _nothing(self) -> Text:
        if self.is_advice:
            return _("Enter a town or a country, or tick “Any place”")
        return _("Enter anything that helps us find it, or tick “I do not know where”")


class AnotherPlaceForm(CardForm, PlaceForm):
    """A further place."""

    heading = _("Another place")
    intro = _("For example, where they sleep, or where they are now.")
    add = _("Add this place")

    def build(self) -> None:
        self.build_place()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not journey.has_place(cleaned):
            self.add_error("premises_name", _("Enter anything that helps us find it, or go back"))
        return cleaned
