"""The forms of somebody who returns with a code."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.concerns import labels
from compliance.concerns.forms.binding import BoundToConcernForm
from compliance.concerns.forms.fields import select_field, textarea_field
from portal.core.forms import GovukTextInput


class ReturnForm(forms.Form):
    """The code, in the digits of any script, with spaces or dashes; extra digits are dropped when it is read."""

    mark_optional = False
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("It has 20 digits. You can leave out the spaces."),
        max_length=200,
        widget=GovukTextInput({"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}, width=20),
        error_messages={"required": _("Enter your code"), "max_length": _("Enter the 20 digits of your code")},
    )


class ReplyForm(BoundToConcernForm):
    """A message. token: of the form, so that a form sent twice adds it once."""

    other_message = _(
        "We have not sent this, because you wrote it for a different code. Does it belong to the messages on "
        "this page? If it does, send it. If not, copy it and enter your other code."
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = textarea_field(_("Write to the helpline"), rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = select_field(_("Which language are you writing in?"), labels.get_written_languages())

    def clean_text(self) -> str:
        """Return the text without outer spaces. Raises ValidationError for an empty one."""
        if not (text := self.cleaned_data["text"].strip()):
            raise forms.ValidationError(_("Enter your message"))
        return text
