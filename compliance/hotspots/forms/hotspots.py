"""What to look at, and a campaign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import GovukDateField, GovukTextInput, QuickChoiceField
from portal.reference import helpline


class HotspotFilterForm(forms.Form):
    """Empty stands for all."""

    mark_optional = False

    exploitation_type = QuickChoiceField(label=_("Type of exploitation"), required=False)
    sector = QuickChoiceField(label=_("Sector"), required=False)
    region = QuickChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        not_here = frozenset({"overseas", "unknown"})
        for name, all_label in (
            ("exploitation_type", _("All types")),
            ("sector", _("All sectors")),
            ("region", _("All regions")),
        ):
            self.fields[name].choices = [("", all_label), *helpline.get_choices(name, without=not_here)]

    def get_chosen(self) -> dict[str, str]:
        """Return each choice; a code that there is not counts as all."""
        valid = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {name: valid.get(name) or "" for name in self.fields}


class CampaignForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the campaign or report"),
        help_text=_("For example, a campaign, film, programme or news report."),
        max_length=120,
        widget=GovukTextInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter the name of the campaign or report")},
    )
    begins_on = GovukDateField(label=_("First day"))
    ends_on = GovukDateField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The last day must be on or after the first day"))
        return cleaned
