"""Ask whether two suppliers are one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.suppliers.services.duplicates import Pair
from portal.core.forms import GovukRadios

DIFFERENT, KEEP_FIRST, KEEP_SECOND = "two", "first", "second"


class DuplicateForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Are these suppliers the same?"),
        widget=GovukRadios(),
        error_messages={"required": gettext_lazy("Select whether they are the same")},
    )

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep = _("Yes. Keep %(kept)s, mark %(double)s as ended and move its sites")
        first, other = (f"{first.name} ({first.supplier_ref})" for first in (pair.first, pair.second))
        self.fields["answer"].choices = [
            (DIFFERENT, _("No, they are different suppliers")),
            (KEEP_FIRST, keep % {"kept": first, "double": other}),
            (KEEP_SECOND, keep % {"kept": other, "double": first}),
        ]
