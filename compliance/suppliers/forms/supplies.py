"""Clean what is bought from a supplier, and through whom."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.tenancy import get_rows
from compliance.suppliers.choices import Tier
from compliance.suppliers.forms.fields import (
    CODE_ATTRS,
    ActivityField,
    LineField,
    PoundsField,
    ProductsField,
    SectorField,
    TierField,
)
from compliance.suppliers.models import Supplier, SupplyRelation
from compliance.suppliers.rules.references import fold_reference
from portal.core.forms import GovukDateField, GovukTextInput


class SupplyForm(forms.Form):
    """Enter what is bought. Through whom is typed, not chosen: a register of thousands is no list to choose from."""

    tier = TierField()
    buyer = LineField(
        label=gettext_lazy("Which of your suppliers does it sell to?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Enter its reference or name. Leave it empty if this supplier sells to you, or if you do not know."
        ),
        widget=GovukTextInput(CODE_ATTRS),
    )
    products = ProductsField()
    sector = SectorField()
    activity = ActivityField()
    annual_spend_pence = PoundsField(label=gettext_lazy("How much do you spend in a year?"))
    started_on = GovukDateField(label=gettext_lazy("Start date"), required=False)
    ended_on = GovukDateField(label=gettext_lazy("End date"), required=False)

    def __init__(self, *args: Any, supplier: Supplier, relation: SupplyRelation | None = None, **kwargs: Any) -> None:
        self.supplier = supplier
        super().__init__(*args, initial=_initial(relation) if relation else None, **kwargs)

    def clean_buyer(self) -> Supplier | None:
        reference_or_name = self.cleaned_data["buyer"]
        if not reference_or_name:
            return None
        suppliers = get_rows(Supplier, self.supplier.organisation)
        matches = list(suppliers.filter(key=fold_reference(reference_or_name))) or list(
            suppliers.filter(name__iexact=reference_or_name)[:3]
        )
        if not matches:
            raise ValidationError(
                _("You do not have a supplier with this reference or name. Check it, or add the supplier first.")
            )
        if len(matches) > 1:
            references = ", ".join(supplier.supplier_ref for supplier in matches)
            raise ValidationError(
                _("Several suppliers have this name. Enter one of these references: %s.") % references
            )
        if matches[0].pk == self.supplier.pk:
            raise ValidationError(_("A supplier cannot sell to itself. Enter another supplier, or leave it empty."))
        return matches[0]

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        if values.get("buyer") and values.get("tier") == Tier.ONE:
            self.add_error("buyer", _("Tier 1 suppliers sell to you. Choose another tier, or leave this empty."))
        started, ended = values.get("started_on"), values.get("ended_on")
        if started and ended and ended < started:
            self.add_error("ended_on", _("End date must be the same as or after the start date."))

    @property
    def values(self) -> dict[str, object]:
        return {("buys_from" if name == "buyer" else name): value for name, value in self.cleaned_data.items()}


def _initial(relation: SupplyRelation) -> dict[str, object]:
    names = ("tier", "products", "sector", "activity", "started_on", "ended_on")
    pence = relation.annual_spend_pence
    return {name: getattr(relation, name) for name in names} | {
        "buyer": relation.buys_from.supplier_ref if relation.buys_from else "",
        "annual_spend_pence": None if pence is None else f"{pence / 100:.2f}".removesuffix(".00"),
    }
