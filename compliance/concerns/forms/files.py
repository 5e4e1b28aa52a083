"""The forms to add a file."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.concerns.forms.binding import BoundToConcernForm, BoundToDraftForm
from compliance.concerns.forms.fields import text_field


class FileForm(forms.Form):
    """One file. token: a form sent twice adds it once."""

    mark_optional = False
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label=_("Choose a file"),
        help_text=_("Photo, PDF, Word (.docx) or text to 25 MB. Sound or video (mp3, m4a, mp4, mov) to 100 MB."),
        max_length=1000,
        error_messages={"required": _("Choose a file, or go back"), "missing": _("Choose a file, or go back")},
    )
    note = text_field(_("What is it?"), _("You can leave this empty."))
    made = text_field(
        _("When was it made?"), _("A day, a month or a year. You can leave this empty."), max_length=100, width=20
    )
    keeps_original = forms.BooleanField(
        label=_("Keep the original file too, as evidence"),
        help_text=_("It may show where and when it was made, and your name."),
        required=False,
    )
    as_it_is = forms.BooleanField(
        label=_("Send it as it is, if hidden details cannot be taken out"),
        help_text=_("Sound and video cannot be cleaned. They may show where and when they were made."),
        required=False,
    )


class DraftFileForm(BoundToDraftForm, FileForm):
    """A file for a draft."""

    other_message = _(
        "You chose this file on a page for a different report, so we have not added it. Choose it again only if it "
        "belongs to the report that is open in this browser now."
    )


class DialogueFileForm(BoundToConcernForm, FileForm):
    """A file for a concern that was sent."""

    other_message = _(
        "You chose this file on a page for a different code, so we have not added it. Choose it again only if it "
        "belongs to the messages of the code that you entered last. If not, enter your other code."
    )
