"""One audit as evidence: in which draft and section, and whether the text says so."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements.models import Version
from portal.core.forms import GovukRadios


class UseAuditForm(forms.Form):
    mark_optional = False

    year = forms.TypedChoiceField(
        label=gettext_lazy("Which statement?"),
        coerce=int,
        widget=GovukRadios,
        error_messages={"required": gettext_lazy("Choose a statement"), "invalid_choice": gettext_lazy("Choose one")},
    )
    section = forms.ChoiceField(
        label=gettext_lazy("Which section?"),
        widget=GovukRadios,
        error_messages={"required": gettext_lazy("Choose a section"), "invalid_choice": gettext_lazy("Choose one")},
    )
    writes_text = forms.ChoiceField(
        label=gettext_lazy("Put a sentence at the end of the section’s text?"),
        widget=GovukRadios,
        error_messages={"required": gettext_lazy("Say whether to add the sentence")},
    )

    def __init__(
        self, *args, versions: Iterable[Version], sections: list[tuple[str, str]], sentence: str, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        years = [(one.statement.year, _("Statement for %(year)s") % {"year": one.statement.year}) for one in versions]
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        self.fields["section"].choices = sections  # type: ignore[attr-defined]
        self.fields["writes_text"].choices = [  # type: ignore[attr-defined]
            ("yes", _("Yes: “%(sentence)s”") % {"sentence": sentence}),
            ("no", _("No, keep the audit as evidence only")),
        ]
        if len(years) == 1:
            self.initial.setdefault("year", years[0][0])
