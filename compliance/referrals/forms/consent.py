"""One answer of one person about one recipient or several."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.calls import one_of
from compliance.casework.forms.cases import text
from compliance.casework.models import PersonGroup, Reporter
from compliance.referrals.choices import ConsentState
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios
from portal.core.types import JsonObject
from portal.reference import helpline

HOW = (
    ("call", _("On a call")),
    ("message", _("By message, with their code")),
    ("writing", _("In writing")),
    ("in_person", _("In person")),
)
TELLER = "teller"


class ConsentForm(forms.Form):
    """whose: the person who told us, or one of those affected."""

    whose = forms.ChoiceField(label=_("Who gave this answer"), widget=GovukRadios())
    recipient = forms.MultipleChoiceField(
        label=_("Recipients"),
        help_text=_("Select all that this answer covers. If they gave different answers, save one answer first."),
        choices=helpline.get_choices("consent_recipient"),
        widget=GovukCheckboxes(small=True),
        error_messages={"required": _("Select which recipients the answer covers")},
    )
    state = forms.ChoiceField(
        label=_("Their answer"),
        choices=[choice for choice in ConsentState.choices if choice[0] != ConsentState.NOT_ASKED],
        widget=GovukRadios(),
        error_messages={"required": _("Select their answer")},
    )
    how_given = forms.ChoiceField(label=_("How they gave it"), choices=HOW, widget=GovukRadios(inline=True))
    language = one_of(_("Language"), "language")
    with_interpreter = forms.BooleanField(label=_("Used an interpreter"), required=False)
    on = GovukDateField(label=_("Date"))
    words = text(_("What they said"), most=2000, rows=3)

    def __init__(
        self, *args: Any, today: date, groups: Iterable[PersonGroup], reporters: Iterable[Reporter], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, JsonObject] = {TELLER: {}}
        choices: list[tuple[str, Any]] = [(TELLER, _("The person who sent the report"))]
        for number, row in enumerate(reporters, start=1):
            self.people[f"r{row.pk}"] = {"reporter": row}
            choices.append((f"r{row.pk}", _("Caller %(number)s") % {"number": number}))
        for number, group in enumerate(groups, start=1):
            self.people[f"g{group.pk}"] = {"group": group}
            choices.append((f"g{group.pk}", _("People affected, group %(number)s") % {"number": number}))
        self.fields["whose"].choices = choices
        self.fields["on"].latest, self.fields["on"].initial = today, today

    @property
    def recipients(self) -> list[str]:
        return self.cleaned_data["recipient"]

    @property
    def facts(self) -> JsonObject:
        """Columns of each row of Consent, save that of the recipient."""
        names = ("state", "how_given", "language", "with_interpreter", "on", "words")
        return self.people[self.cleaned_data["whose"]] | {name: self.cleaned_data[name] for name in names}
