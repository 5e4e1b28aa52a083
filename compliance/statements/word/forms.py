"""A Word document that comes back, and where text without an area belongs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.forms import GovukRadios


class SendBackForm(forms.Form):
    mark_optional = False
    file = forms.FileField(
        label=gettext_lazy("Choose the Word document that came back"),
        help_text=gettext_lazy("DOCX, up to 25 MB. We read its words and do not keep the file."),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty. Choose another"),
            "max_length": gettext_lazy("The name of the file is too long. Use 200 characters or fewer"),
        },
        max_length=200,
        widget=forms.FileInput(
            attrs={"accept": ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
        ),
    )


class PlaceForm(forms.Form):
    """The area at whose end the text is to stand. areas: code and title."""

    mark_optional = False

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        message = _("Choose the area that the text belongs to")
        self.fields["section"] = forms.ChoiceField(
            label=_("Which area does it belong to?"),
            help_text=_("It is put at the end of the text of that area. You can move it there."),
            choices=areas,
            widget=GovukRadios,
            error_messages={"required": message, "invalid_choice": message},
        )
