"""One audit as evidence: in which draft and section, and whether the text says so."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.forms import GovukRadios


class UseAuditForm(forms.Form):
    mark_optional = False

    year = forms.TypedChoiceField(
        label=gettext_lazy("Which statement?"),
        coerce=int,
        widget=GovukRadios,
        error_messages={
            "required": gettext_lazy("Select a statement"),
            "invalid_choice": gettext_lazy("Select a statement"),
        },
    )
    section = forms.ChoiceField(
        label=gettext_lazy("Which section?"),
        widget=GovukRadios,
        error_messages={
            "required": gettext_lazy("Select a section"),
            "invalid_choice": gettext_lazy("Select a section"),
        },
    )
    writes_text = forms.ChoiceField(
        label=gettext_lazy("Add a sentence at the end of the section’s text?"),
        widget=GovukRadios,
        error_messages={"required": gettext_lazy("Say whether to add the sentence")},
    )

    def __init__(self, *args, years: Mapping[int, str], sections: list[tuple[str, str]], **kwargs) -> None:
        """years: of the open drafts, each with its financial year in words."""
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = list(years.items())  # type: ignore[attr-defined]
        self.fields["section"].choices = sections  # type: ignore[attr-defined]
        self.fields["writes_text"].choices = [  # type: ignore[attr-defined]
            ("yes", _("Yes: say that an audit took place, but not where")),
            ("no", _("No, keep the audit as evidence only")),
        ]
        if len(years) == 1:
            self.initial.setdefault("year", next(iter(years)))
