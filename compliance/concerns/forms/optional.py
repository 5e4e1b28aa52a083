"""The optional pages that the check page offers: what, when, who."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from compliance.concerns import indicators, labels
from compliance.concerns.forms.fields import (
    QuestionForm,
    checkboxes_field,
    number_field,
    radios_field,
    select_field,
    text_field,
    textarea_field,
)
from portal.core.types import JsonObject


class KindForm(QuestionForm):
    """The kind of exploitation and the sector."""

    heading = _("What kind of situation is it?")

    def build(self) -> None:
        self.fields["exploitation_type"] = checkboxes_field(
            _("What is happening to them?"), labels.EXPLOITATION, _("Select all that apply.")
        )
        self.fields["sector"] = checkboxes_field(_("What kind of work?"), labels.SECTOR, small=True)


class SignsForm(QuestionForm):
    """The signs that somebody saw."""

    heading = _("What did you see or hear?")
    # One field a group on the page, one list in the answers.
    groups: tuple[tuple[str, Any, Any], ...] = ()
    key = "general_indicator"

    def build(self) -> None:
        if self.route == "r5":
            self.groups, self.key = indicators.BUSINESS_GROUPS, "ilo_indicator"
        else:
            self.groups = indicators.GROUPS
        ticked = self.answers.get(self.key, [])
        for name, label, options in self.groups:
            self.fields[name] = checkboxes_field(label, options)
            self.fields[name].initial = self.initial[name] = [code for code in options if code in ticked]

    @property
    def page_answers(self) -> JsonObject:
        """Return the ticked codes of all groups under one key."""
        codes = [code for name, _label, _words in self.groups for code in self.cleaned_data[name]]
        return {self.key: codes} if codes else {}


class WhenForm(QuestionForm):
    """The time at which it happened."""

    heading = _("When does it happen?")

    def build(self) -> None:
        hint = _("You can give a day, a month or a year.")
        self.fields["ongoing"] = radios_field(_("Is it still happening?"), labels.YES_NO)
        self.fields["happened_from"] = text_field(_("When did it start?"), hint, max_length=100, width=20)
        self.fields["happened_to"] = text_field(_("When did it end?"), max_length=100, width=20)
        self.fields["pattern"] = textarea_field(
            _("Does it happen at certain times?"), _("For example, every Friday night."), rows=3
        )


class ResponsibleForm(QuestionForm):
    """The people or businesses responsible."""

    heading = _("Who is responsible?")

    def build(self) -> None:
        self.fields["responsible"] = textarea_field(
            _("Who controls the situation, or profits from it?"),
            _("Give names, what they look like, or what others call them."),
        )
        self.fields["responsible_business"] = text_field(_("Name of a business"))
        self.fields["responsible_contact"] = textarea_field(
            _("A vehicle, phone number or web address"), _("Anything that helps us find them."), rows=3
        )
        self.fields["responsible_nationality"] = text_field(_("Where are they from, or what language do they speak?"))
        self.fields["responsible_number"] = number_field(_("How many of them are there?"))


class AboutForm(QuestionForm):
    """The reporter and what they need."""

    heading = _("What is your connection to what happened?")

    def build(self) -> None:
        self.fields["reporter_type"] = select_field(_("Which of these describes you best?"), labels.REPORTER)
        self.fields["reporter_proximity"] = radios_field(_("How do you know about it?"), labels.PROXIMITY)
        if self.route == "r4":
            self.fields["agency"] = text_field(_("Which team or service do you work for?"))
            self.fields["needed_by"] = radios_field(_("When do you need an answer?"), labels.NEEDED_BY)
            self.fields["about_nrm"] = radios_field(
                _("Is your question about the NRM?"),
                labels.YES_NO,
                _("The National Referral Mechanism is how a person gets support from the government."),
            )


class LanguageForm(QuestionForm):
    """Language and communication needs."""

    heading = _("Language and support")

    def build(self) -> None:
        self.fields["language"] = select_field(_("Which language do you prefer?"), labels.get_languages())
        self.fields["interpreter_gender"] = radios_field(_("Who would you like as an interpreter?"), labels.INTERPRETER)
        self.fields["communication_need"] = checkboxes_field(_("What would help you?"), labels.NEED, exclusive="none")
        self.fields["need_words"] = text_field(_("Anything else that would help you"))
