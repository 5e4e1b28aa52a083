"""What to keep of each question that two people changed at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from compliance.statements.editor.merge import BOTH, MINE, THEIRS, Difference
from portal.core.forms import GovukRadios, GovukTextarea


class ConflictForm(forms.Form):
    """Nothing is chosen beforehand. Fields: choice-<key>, and both-<key> where the answer is a long text."""

    mark_optional = False

    def __init__(self, *args: Any, asked: Sequence[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for difference in asked:
            self._add(difference)

    def _add(self, question: Difference) -> None:
        choices = [(MINE, _("Keep yours")), (THEIRS, _("Keep theirs"))]
        if question.both is not None:
            choices.append((BOTH, _("Combine both")))
            self.fields[f"both-{question.key}"] = forms.CharField(
                label=_("Combined text: edit it as you like"),
                required=False,
                initial=question.both,
                widget=GovukTextarea(rows=8),
            )
        message = _("Select what to keep for “%(label)s”") % {"label": question.label}
        self.fields[f"choice-{question.key}"] = forms.ChoiceField(
            label=_("What do you want to keep?"),
            choices=choices,
            widget=GovukRadios,
            error_messages={"required": message, "invalid_choice": message},
        )

    @property
    def questions(self) -> list[tuple[Difference, BoundField, BoundField | None]]:
        """Yield each difference with its choice and, where there is one, the merged text."""
        return [
            (
                difference,
                self[f"choice-{difference.key}"],
                self[f"both-{difference.key}"] if difference.both is not None else None,
            )
            for difference in self.asked
        ]
