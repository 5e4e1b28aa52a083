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
        help_text=_(
            "Photos, PDF, Word (.docx) or text: up to 25 MB. Sound or video (mp3, m4a, mp4, mov): up to 100 MB."
        ),
        max_length=1000,
        error_messages={"required": _("Choose a file, or go back"), "missing": _("Choose a file, or go back")},
    )
    note = text_field(_("What does this file show?"), _("You can leave this blank."))
    made = text_field(
        _("When was it made?"),
        _("You can give a day, a month or a year, or leave this blank."),
        max_length=100,
        width=20,
    )
    keeps_original = forms.BooleanField(
        label=_("Also keep the original file, as evidence"),
        help_text=_("It may show where and when it was made, and your name."),
        required=False,
    )
    as_it_is = forms.BooleanField(
        label=_("Send it as it is, if you cannot remove the hidden details"),
        help_text=_(
            "We cannot remove hidden details from sound and video. They may show where and when they were made."
        ),
        required=False,
    )


class DraftFileForm(BoundToDraftForm, FileForm):
    """A file for a draft."""

    other_message = _(
        "We have not added this file, because you chose it for a different report. Choose it again only if "
        "it belongs to the report that is open now."
    )


class DialogueFileForm(BoundToConcernForm, FileForm):
    """A file for a concern that was sent."""

    other_message = _(
        "We have not added this file, because you chose it for a different code. Does it belong to the code "
        "you entered last? If it does, choose it again. If not, enter your other code."
    )
