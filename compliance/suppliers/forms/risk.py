"""Filter the risk list, and ask which good a product is."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.suppliers.choices import Band
from compliance.suppliers.labels.risk import country_name
from portal.core.forms import SharedChoiceField

ANY_CHOICE = ("", gettext_lazy("Any"))
UNKNOWN = "-"  # no score, or no country


class RiskFilter(forms.Form):
    mark_optional = False
    cached_fields = frozenset({"band"})

    band = SharedChoiceField(label=gettext_lazy("Risk"), required=False)
    country = SharedChoiceField(label=gettext_lazy("Country"), required=False)

    def __init__(self, *args: Any, countries: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands: Any = self.fields["band"]
        bands.choices = [ANY_CHOICE, *reversed(Band.choices), (UNKNOWN, _("Not known"))]
        places: Any = self.fields["country"]
        places.choices = [ANY_CHOICE, *((iso2 or UNKNOWN, country_name(iso2)) for iso2 in countries)]

    def conditions(self) -> dict[str, str]:
        """Return conditions for the rows of get_scores; what cannot be read filters nothing."""
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        values = {"band": chosen.get("band", ""), "country": chosen.get("country", "")}
        return {key: "" if value == UNKNOWN else value for key, value in values.items() if value}


class GoodsForm(forms.Form):
    """Ask for the good of each product. A field is named by its position, so that no text of a user names it."""

    mark_optional = False

    def __init__(
        self,
        *args: Any,
        products: Iterable[str],
        goods: Iterable[str],
        goods_by_product: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.products = list(products)
        choices = [("", _("None of the listed goods")), *((good, good) for good in goods)]
        for position, product in enumerate(self.products):
            self.fields[f"product-{position}"] = forms.ChoiceField(
                label=product, choices=choices, required=False, initial=goods_by_product.get(product, "")
            )

    def answers(self) -> dict[str, str]:
        """Return the products whose good was changed."""
        return {
            product: self.cleaned_data[name]
            for position, product in enumerate(self.products)
            if (name := f"product-{position}") in self.changed_data
        }
