"""Forms about files: adding one at the desk, and saying why one is opened."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import FileReason
from compliance.casework.forms.calls import words
from portal.core.forms import GovukDateField, GovukRadios
from portal.core.forms.hidden_fields import TokenField


class AddFileForm(forms.Form):
    """What it is and when it was made: the form of the Home Office asks both.

    See docs/requirements/helpline.md#file-descriptions.
    """

    file = forms.FileField(
        label=_("Choose a file"),
        help_text=_(
            "Photo, PDF, Word (.docx) or text, up to 25 MB. Sound or video (mp3, m4a, mp4, mov), up to 100 MB."
        ),
        max_length=1000,
        error_messages={"required": _("Choose a file"), "missing": _("Choose a file")},
    )
    what = words(_("What it is"), _("For example, a letter from the council. No names."), most=200)
    made_on = GovukDateField(
        label=_("When it was made"), help_text=_("Leave blank if you do not know."), required=False
    )
    as_it_is = forms.BooleanField(
        label=_("Add it as it is if hidden details cannot be removed"),
        help_text=_(
            "Sound and video cannot be cleaned. They may show where and when they were made, and who made them."
        ),
        required=False,
    )
    token = TokenField(required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].required = True
        self.fields["what"].error_messages["required"] = _("Enter what the file is")
        self.fields["made_on"].latest = today


class FileReasonForm(forms.Form):
    """tells_more: who opens what was not cleaned needs a better reason than that they work on the case."""

    reason = forms.ChoiceField(
        label=_("Why do you need this file?"),
        choices=FileReason,
        widget=GovukRadios(),
        error_messages={"required": _("Select a reason")},
    )

    def __init__(self, *args: Any, tells_more: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tells_more:
            self.fields["reason"].choices = [choice for choice in FileReason.choices if choice[0] != FileReason.WORK]
