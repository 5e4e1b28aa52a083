"""Forms of the desk itself: unlocking it, looking somebody up, what one shift tells the next."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import Level
from portal.core.forms import GovukTextarea, GovukTextInput, QuickChoiceField, field_cache
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
        help_text=_("For example, 18:00. The desk locks then, or earlier. You can leave this blank."),
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
        help_text=_("Use at least 16 characters. Four unrelated words work well."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        max_length=500,
        error_messages={"required": _("Enter a passphrase")},
    )
    again = forms.CharField(
        label=_("Enter the passphrase again"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        max_length=500,
        error_messages={"required": _("Enter your passphrase again")},
    )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") and cleaned.get("again") and cleaned["passphrase"] != cleaned["again"]:
            self.add_error("again", _("Both passphrases must be the same"))
        return cleaned


class NarrowForm(forms.Form):
    """The filter of the queue."""

    mark_optional = False
    cached_fields = frozenset({"level", "language", "region"})
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("All")), *Level.choices])
    language = QuickChoiceField(
        label=_("Language"), required=False, choices=lambda: [("", _("All")), *helpline.get_choices("language")]
    )
    region = QuickChoiceField(
        label=_("Region"), required=False, choices=lambda: [("", _("All")), *helpline.get_choices("region")]
    )

    def draw(self) -> SafeString:
        """Draw all fields, as text that was kept where nobody chose anything."""
        return field_cache.get_or_draw_together(self, list(self.fields))


class FindForm(forms.Form):
    """What a caller says: a contact's reference, a code of 20 digits; or a case's reference, among colleagues."""

    mark_optional = False
    said = forms.CharField(
        label=_("Reference or code"),
        help_text=_("For example, C-7QX2MA, MSH-4KD9TT2P or a 20-digit code."),
        max_length=60,
        widget=GovukTextInput({"autocomplete": "off", "spellcheck": "false"}, width=20),
        error_messages={"required": _("Enter a reference or code")},
    )


class WordsForm(forms.Form):
    """What may have been told before: a phone number, a number plate, an address."""

    mark_optional = False
    words = forms.CharField(
        label=_("Words to search for"),
        help_text=_("A phone number, number plate or address. We find records with all of the words."),
        min_length=3,
        max_length=200,
        widget=GovukTextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter words to search for"),
            "min_length": _("Words to search for must be 3 characters or more"),
        },
    )


class HandoverForm(forms.Form):
    text = forms.CharField(
        label=_("Note for the next shift"),
        help_text=_("This is sealed. It shows above the queue until there is a newer note."),
        max_length=2000,
        widget=GovukTextarea(maxlength=2000, rows=4),
        error_messages={"required": _("Enter a note")},
    )
