"""A figure: its picture, and the words for those who do not see it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements.core.forms.fields import TextField
from compliance.statements.models.figure import ALT_LENGTH, CAPTION_LENGTH
from portal.core.forms import GovukTextarea


class FigureForm(forms.Form):
    """The words of a figure."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alt"] = TextField(
            label=_("What does the picture show?"),
            help_text=_("For people who cannot see it. Say in a sentence or two what it shows that the text does not."),
            max_length=ALT_LENGTH,
            widget=GovukTextarea(maxlength=ALT_LENGTH, rows=3),
            error_messages={"required": _("Say what the picture shows, for people who cannot see it")},
        )
        self.fields["caption"] = TextField(
            label=_("Caption"),
            help_text=_("It appears below the picture, after its number. You can leave it empty."),
            max_length=CAPTION_LENGTH,
            required=False,
        )


class NewFigureForm(FigureForm):
    field_order = ("file", "alt", "caption", "is_logo")
    file = forms.FileField(
        label=gettext_lazy("Choose the picture"),
        help_text=gettext_lazy("JPG or PNG, up to 25 MB. We remove details of where and when it was taken."),
        error_messages={
            "required": gettext_lazy("Select a picture"),
            "empty": gettext_lazy("The file is empty. Choose another"),
            "max_length": gettext_lazy("The file name is too long. Use 200 characters or fewer"),
        },
        max_length=200,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    is_logo = forms.BooleanField(label=gettext_lazy("It is our logo: show it on the cover"), required=False)
