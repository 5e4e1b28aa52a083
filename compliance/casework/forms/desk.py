"""Forms of the desk itself: unlocking it, looking somebody up, what one shift tells the next."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import Level
from portal.core.forms import GovukTextarea, GovukTextInput, QuickChoiceField
from portal.reference import helpline


class UnlockForm(forms.Form):
    passphrase = forms.CharField(
        label=_("Passphrase"),
        widget=forms.PasswordInput({"autocomplete": "off"}),
        max_length=500,
        error_messages={"required": _("Enter your passphrase")},
    )
    until = forms.TimeField(
        label=_("When does your shift end?"),
        help_text=_("For example, 18:00. The desk locks then at the latest. You can leave it empty."),
        required=False,
        widget=GovukTextInput(width=5),
        error_messages={"invalid": _("Enter a time, like 18:00")},
    )

    def ends_at(self, now: datetime) -> datetime | None:
        """now: by the clocks people see. A time that is over today is tomorrow's: shifts cross midnight."""
        until: time | None = self.cleaned_data["until"]
        if until is None:
            return None
        today = now.replace(hour=until.hour, minute=until.minute, second=0, microsecond=0)
        return today if today > now else today + timedelta(days=1)


class ChoosePassphraseForm(forms.Form):
    passphrase = forms.CharField(
        label=_("Choose a passphrase"),
        help_text=_("At least 16 characters. Four words that nobody would put together are good."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        max_length=500,
        error_messages={"required": _("Enter a passphrase")},
    )
    again = forms.CharField(
        label=_("The same passphrase again"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        max_length=500,
        error_messages={"required": _("Enter the passphrase again")},
    )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") and cleaned.get("again") and cleaned["passphrase"] != cleaned["again"]:
            self.add_error("again", _("The two passphrases differ. Enter the same one twice"))
        return cleaned


class NarrowForm(forms.Form):
    """The filter of the queue."""

    mark_optional = False
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("All")), *Level.choices])
    language = QuickChoiceField(label=_("Language"), required=False)
    region = QuickChoiceField(label=_("Region"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("language", "region"):
            self.fields[name].choices = [("", _("All")), *helpline.get_choices(name)]


class FindForm(forms.Form):
    """What a caller says: a contact's reference, a code of 20 digits; or a case's reference, among colleagues."""

    mark_optional = False
    said = forms.CharField(
        label=_("Reference or code"),
        help_text=_("For example, C-7QX2MA, MSH-4KD9TT2P, or the 20 digits of a code."),
        max_length=60,
        widget=GovukTextInput({"autocomplete": "off", "spellcheck": "false"}, width=20),
        error_messages={"required": _("Enter a reference or a code")},
    )


class WordsForm(forms.Form):
    """What may have been told before: a phone number, a number plate, an address."""

    mark_optional = False
    words = forms.CharField(
        label=_("Words"),
        help_text=_(
            "A phone number, a number plate, an address. All of the words have to be there. They are not kept."
        ),
        min_length=3,
        max_length=200,
        widget=GovukTextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter what to look for"),
            "min_length": _("Enter at least 3 characters to look for"),
        },
    )


class HandoverForm(forms.Form):
    text = forms.CharField(
        label=_("Note for the next shift"),
        help_text=_("It is sealed, and shown above the queue until there is a newer one."),
        max_length=2000,
        widget=GovukTextarea(maxlength=2000, rows=4),
        error_messages={"required": _("Write the note")},
    )
