"""The heading and the place of a section of the organisation's own."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.core.forms.fields import TextField
from compliance.statements.editor.services.custom_sections import is_taken
from compliance.statements.models import Section
from compliance.statements.rules import outline
from portal.core.forms import GovukRadios


class CustomSectionForm(forms.Form):
    """others: the sections that the statement has beside this one."""

    mark_optional = False

    def __init__(self, *args: Any, others: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        heading = vocabulary.field("extra_section.heading")
        self.fields["heading"] = TextField(
            label=_(heading.label),
            help_text=_(heading.hint),
            max_length=heading.max_length,
            error_messages={"required": _("Enter the heading of the section")},
        )
        self.fields["after"] = forms.ChoiceField(
            label=_(vocabulary.field("extra_section.after").label),
            choices=[(code.value, _words(code)) for code in outline.ANCHORS],
            initial=outline.ANCHORS[-1].value,
            widget=GovukRadios,
            error_messages={
                "required": _("Select where the section goes"),
                "invalid_choice": _("Select where the section goes"),
            },
        )

    def clean_heading(self) -> str:
        heading = " ".join(self.cleaned_data["heading"].split())
        if is_taken(heading, self.others):
            raise forms.ValidationError(_("There is already a section with this heading. Choose another heading"))
        return heading


def _words(code: SectionCode) -> str:
    """After which part; the last area is the end. The short path shows no introduction."""
    if code == SectionCode.INTRO:
        return _("At the beginning, after the introduction")
    if code == AREAS[-1]:
        return _("At the end")
    return _("After “%(title)s”") % {"title": _(code.label)}
