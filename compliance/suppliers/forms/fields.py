"""Define fields that several forms of the register share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.suppliers.choices import TIER_MEANINGS, Activity, Tier
from compliance.suppliers.rules.references import MAX_REFERENCE_LENGTH, is_valid_reference
from portal.core.forms import GovukRadios, GovukTextarea, GovukTextInput, QuickChoiceField
from portal.reference.synonyms import get_country_names
from portal.reference.tables import sectors

MAX_PRODUCTS, MAX_PRODUCT_LENGTH = 20, 100
MAX_POUNDS = Decimal("1000000000000")
CODE_ATTRS = {"autocomplete": "off", "spellcheck": "false"}
NOT_KNOWN_CHOICE = ("", gettext_lazy("Not known"))


class LineField(forms.CharField):
    """Clean one line of text; its inner spaces are collapsed."""

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split())


class ReferenceField(LineField):
    """Clean a reference: 1 to 64 letters, digits, spaces and . _ - / #; empty where it is not required."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", GovukTextInput(CODE_ATTRS, width=20))
        super().__init__(max_length=MAX_REFERENCE_LENGTH, **kwargs)

    def clean(self, value: Any) -> str:
        key = super().clean(value)
        if key and not is_valid_reference(key):
            raise ValidationError(_("Reference must only include letters, numbers, spaces and . _ - / #, like S-0042"))
        return key


class CountryField(QuickChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Country"))
        super().__init__(choices=country_choices, **kwargs)


class SectorField(QuickChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Sector"))
        super().__init__(choices=sector_choices, **kwargs)


class ActivityField(QuickChoiceField):
    """Offer kinds of work whose risk is known better than that of their sector."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Kind of work"))
        kwargs.setdefault(
            "help_text", gettext_lazy("Choose one if it applies. We know more about the risk of these kinds of work.")
        )
        kwargs.setdefault("required", False)
        super().__init__(choices=[("", gettext_lazy("None of these")), *Activity.choices], **kwargs)


class TierField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Which tier is this supplier?"))
        kwargs.setdefault("widget", GovukRadios(hints=TIER_MEANINGS))
        kwargs.setdefault("error_messages", {"required": gettext_lazy("Select which tier this supplier is")})
        super().__init__(choices=Tier.choices, coerce=int, **kwargs)


class ProductsField(forms.CharField):
    """Clean one product a line to a list without repetitions."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Products and services"))
        kwargs.setdefault("help_text", gettext_lazy("Enter one product or service on each line, like cotton T-shirts"))
        kwargs.setdefault("required", False)
        super().__init__(widget=GovukTextarea(rows=3), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        products = list(dict.fromkeys(line for line in lines if line))
        if len(products) > MAX_PRODUCTS:
            raise ValidationError(
                _("Enter %(most)d products or fewer. You entered %(now)d."),
                params={"most": MAX_PRODUCTS, "now": len(products)},
            )
        if long := next((product for product in products if len(product) > MAX_PRODUCT_LENGTH), None):
            raise ValidationError(
                _("Each product must be %(most)d characters or fewer. “%(start)s…” is %(now)d characters long."),
                params={"most": MAX_PRODUCT_LENGTH, "start": long[:30], "now": len(long)},
            )
        return products


class PoundsField(forms.DecimalField):
    """Clean an amount in pounds, typed with or without its commas, to pence, or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "widget", GovukTextInput({"inputmode": "decimal", "autocomplete": "off"}, prefix="£", width=10)
        )
        kwargs.setdefault(
            "error_messages", {"invalid": gettext_lazy("Enter the amount in pounds, like 250000 or 1,250.50")}
        )
        super().__init__(min_value=0, max_value=MAX_POUNDS, decimal_places=2, max_digits=15, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(value.replace(",", "").replace("£", "") if isinstance(value, str) else value)

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        pounds = super().clean(value)
        return None if pounds is None else int(pounds * 100)


class YesNoField(forms.TypedChoiceField):
    """Offer yes, no, or not known, which cleans to None."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("", gettext_lazy("Not known"))]
        super().__init__(
            choices=choices,
            coerce=lambda value: value == "yes",
            empty_value=None,
            required=False,
            widget=GovukRadios(inline=True, small=True),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


def country_choices() -> list[tuple[str, Any]]:
    return [("", _("Select a country")), *((code, _(name)) for code, name in get_country_names().items())]


def sector_choices() -> list[tuple[str, Any]]:
    return [("", _("Select a sector")), *((sector.code, _(sector.name)) for sector in sectors())]
