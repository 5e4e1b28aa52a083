"""The fields that several forms of audits share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.audits.choices import Grade
from compliance.suppliers.rules.references import MAX_REFERENCE_LENGTH, is_valid_reference
from portal.core.forms import GovukTextarea, GovukTextInput
from portal.reference.audits import code_areas, issues, schemes

NOT_CHOSEN = ("", gettext_lazy("Not stated"))


class KeyField(forms.CharField):
    """A reference by which workbooks find the row again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=MAX_REFERENCE_LENGTH, widget=GovukTextInput({"spellcheck": "false"}, width=20), **kwargs
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_valid_reference(value):
            raise ValidationError(_("Use only letters, numbers, spaces and . _ - / # in the reference"))


class LongTextField(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, max_length: int, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(
            max_length=max_length, widget=GovukTextarea(maxlength=max_length, threshold=75, rows=rows), **kwargs
        )

    def to_python(self, value: Any) -> str:
        return super().to_python((value or "").replace("\r\n", "\n")) or ""


class CountField(forms.IntegerField):
    """A number of people."""

    def __init__(self, *, most: int = 1_000_000, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=0, max_value=most, widget=GovukTextInput(width=5), **kwargs)
        self.widget.attrs["inputmode"] = "numeric"


def get_issue_choices() -> list[tuple[str, str]]:
    """Return the kinds of finding as choices."""
    return [(code, f"{code} – {issue.title}") for code, issue in issues().items()]


def get_area_choices() -> list[tuple[str, str]]:
    """Return the areas of the code as choices."""
    return [(code, f"{code} – {name}") for code, name in code_areas().items()]


def get_scheme_choices() -> list[tuple[str, str]]:
    """Return the audit schemes as choices."""
    return [(code, scheme.name) for code, scheme in schemes().items()]


def get_grade_choices() -> list[tuple[str, Any]]:
    """Return the grades as choices."""
    return list(Grade.choices)


LIGHT_WORK = lazy(
    lambda: _(
        "Light work that the country’s law allows at that age is not this kind of finding. In the UK that is from "
        "13, outside school hours. If so, choose another kind."
    ),
    str,
)()


class ChildWork(forms.Form):
    """The facts that a finding of a working child needs, so that light work is not taken for it.

    See docs/requirements/suppliers.md#working-children.
    """

    child_age = forms.IntegerField(
        label=gettext_lazy("Age of the youngest child"),
        required=False,
        min_value=0,
        max_value=17,
        widget=GovukTextInput({"inputmode": "numeric"}, width=2),
    )
    child_country = forms.CharField(label=gettext_lazy("Country"), required=False, max_length=100)
    child_work = forms.CharField(
        label=gettext_lazy("Kind of work"),
        help_text=gettext_lazy("For example: sewing, picking, cleaning machines"),
        required=False,
        max_length=200,
    )
    CHILD = "CL01"

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        if values.get("issue_code") == self.CHILD:
            required = {
                "child_age": _("Enter the age of the youngest child"),
                "child_country": _("Enter the country"),
                "child_work": _("Enter the kind of work"),
            }
            for name, sentence in required.items():
                if values.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, sentence)

    @property
    def child(self) -> dict[str, object]:
        """Return these facts for the finding's notes; empty for every other kind."""
        if self.cleaned_data.get("issue_code") != self.CHILD:
            return {}
        names = ("child_age", "child_country", "child_work")
        return {"child": {name.removeprefix("child_"): self.cleaned_data[name] for name in names}}
