"""Change several suppliers at once."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import BulkAct
from compliance.suppliers.forms.fields import LineField
from compliance.suppliers.models import Supplier
from compliance.suppliers.selectors.owners import get_owner_candidates
from portal.accounts.models import User
from portal.core.forms import GovukCheckboxes


class BulkForm(forms.Form):
    """Choose suppliers and what to do with them. suppliers: those of the organisation that were ticked."""

    supplier: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Suppliers"),
        queryset=None,
        to_field_name="uuid",
        required=False,
        widget=GovukCheckboxes(small=True),
        error_messages={
            "invalid_choice": gettext_lazy("Select suppliers from the list"),
            "invalid_pk_value": gettext_lazy("Select suppliers from the list"),
            "invalid_list": gettext_lazy("Select suppliers from the list"),
        },
    )
    all = forms.BooleanField(label=gettext_lazy("Select all in this list"), required=False)
    act = forms.ChoiceField(
        label=gettext_lazy("With the selected suppliers"),
        choices=[("", gettext_lazy("Select what to do")), *BulkAct.choices],
        error_messages={
            "required": gettext_lazy("Select what to do with the suppliers"),
            "invalid_choice": gettext_lazy("Select what to do with the suppliers"),
        },
    )

    def __init__(self, *args: Any, suppliers: QuerySet[Supplier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = suppliers

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if not cleaned.get("all") and not cleaned.get("supplier") and "supplier" not in self.errors:
            self.add_error("supplier", _("Select at least one supplier"))


class OwnerForm(forms.Form):
    """Choose who manages the suppliers."""

    owner: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Who manages them?"),
        queryset=None,
        to_field_name="uuid",
        required=False,
        empty_label=gettext_lazy("No one: notify the administrators"),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        candidates = get_owner_candidates([organisation])
        self.fields["owner"].queryset = User.objects.filter(memberships__in=candidates).order_by("first_name", "pk")


class CategoryForm(forms.Form):
    """Name the category of the suppliers."""

    category = LineField(
        label=gettext_lazy("Category"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "Your own name for what you buy, like Packaging. Leave it empty to remove the category."
        ),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
