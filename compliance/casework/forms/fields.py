"""A field that Django does not have: several of a long list, typed by name."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from portal.core.did_you_mean import get_close_words
from portal.core.forms import GovukTextarea
from portal.core.text import fold
from portal.reference import nrm

MOST, LONGEST = 10, 100


class SeveralField(forms.Field):
    """Up to ten of a list, chosen by name, a line each; cleans to their codes, each once."""

    def __init__(self, *, options: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**{"widget": GovukTextarea({"autocomplete": "off"}, rows=3)} | kwargs)
        self.codes = {fold(label): code for code, label in options.items()}
        self.labels = options

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(self.labels.get(code, code) for code in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(_("Enter no more than 10"))
        return list(dict.fromkeys(self._code(line) for line in lines))

    def _code(self, line: str) -> str:
        if code := self.codes.get(fold(line)):
            return code
        name = line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
        near = get_close_words(fold(line[:LONGEST]), self.codes)
        if near:
            meant = self.labels[self.codes[near[0]]]
            raise forms.ValidationError(
                _("“%(name)s” is not on the list. Did you mean “%(near)s”?") % {"name": name, "near": meant}
            )
        raise forms.ValidationError(_("“%(name)s” is not on the list. Check the spelling") % {"name": name})


def several_nationalities(label: Any) -> SeveralField:
    """As the Home Office's form names them, so that a pack takes them over."""
    help_text = _("Enter one on each line, like “Vietnamese”. Enter “Unknown” if you do not know.")
    return SeveralField(
        label=label, options=nrm.get_accepted_labels("nationalities"), required=False, help_text=help_text
    )
