"""A Word document that comes back, and where text without an area belongs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements.rules.single_changes import Change
from portal.core.forms import GovukCheckboxes, GovukRadios


class SendBackForm(forms.Form):
    mark_optional = False
    file = forms.FileField(
        label=gettext_lazy("Choose the returned Word document"),
        help_text=gettext_lazy("DOCX, up to 25 MB. We read its words but do not keep the file."),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty. Choose another"),
            "max_length": gettext_lazy("The file name is too long. Use 200 characters or fewer"),
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
        message = _("Select the area that the text belongs to")
        self.fields["section"] = forms.ChoiceField(
            label=_("Which area does it belong to?"),
            help_text=_("We add it at the end of that area’s text. You can move it there."),
            choices=areas,
            widget=GovukRadios,
            error_messages={"required": message, "invalid_choice": message},
        )


class ChangesForm(forms.Form):
    """Which of several changes to one text to use."""

    mark_optional = False

    def __init__(self, *args: Any, changes: Sequence[Change], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        message = _("Tick the changes that you want to use, or leave all of them out")
        self.fields["changes"] = forms.TypedMultipleChoiceField(
            label=_("Use single changes"),
            help_text=_("Tick the changes you want. We leave out the others."),
            coerce=int,
            choices=[(change.number, _describe(change)) for change in changes],
            widget=GovukCheckboxes,
            error_messages={"required": message, "invalid_choice": message},
        )


def _describe(change: Change) -> SafeString:
    """Return a change in its place, as the whole text shows it: in words too, for people who do not see the marks."""
    runs = (
        ("{}", change.before),
        ("<del>{}</del>", _("[removed: %(text)s]") % {"text": change.removed} if change.removed else ""),
        ("<ins>{}</ins>", _("[added: %(text)s]") % {"text": change.added} if change.added else ""),
        ("{}", change.after),
    )
    words = format_html_join(" ", "{}", ((format_html(shape, text),) for shape, text in runs if text))
    return format_html('<span class="portal-difference">{}</span>', words)
