"""Beginning a statement: which year, which kind, how much of it, and what to begin from."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.models import Organisation
from compliance.statements import vocabulary
from compliance.statements.forms import checks
from compliance.statements.forms.fields import EARLIEST, LATEST, TextField, make, translated
from compliance.statements.forms.section import Surroundings
from compliance.statements.models import Version
from compliance.statements.periods import add_months
from portal.core.forms import GovukDateField, GovukRadios, GovukTextarea

SHORT, FULL = "short", "full"


class StartForm(forms.Form):
    """Prefilled with the year after the last one, or with the organisation's year end."""

    period_start = GovukDateField(earliest=EARLIEST, latest=LATEST)
    period_end = GovukDateField(earliest=EARLIEST, latest=LATEST)
    statement_kind = forms.ChoiceField(widget=GovukRadios)
    path = forms.ChoiceField(
        label=gettext_lazy("How much do you want to write?"),
        choices=[(SHORT, gettext_lazy("The short way")), (FULL, gettext_lazy("The full way"))],
        widget=GovukRadios(
            hints={
                SHORT: gettext_lazy("For a first statement or a small organisation. It asks for level 1 only."),
                FULL: gettext_lazy("Level 1 and level 2, and an introduction."),
            }
        ),
        error_messages={
            "required": gettext_lazy("Choose the short or the full way"),
            "invalid_choice": gettext_lazy("Choose the short or the full way"),
        },
    )

    def __init__(
        self, *args: Any, organisation: Organisation, around: Surroundings, latest: Version | None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", self._suggestion(organisation, around))
        super().__init__(*args, **kwargs)
        self.around, self.latest = around, latest
        for name in ("period_start", "period_end", "statement_kind"):
            question = vocabulary.field(name)
            self.fields[name].label = _(question.label)
            self.fields[name].help_text = _(question.hint)
        kind = self.fields["statement_kind"]
        kind.choices = translated(vocabulary.enumeration("statement_kind").choices)
        kind.error_messages |= {
            "required": _("Choose what the statement says"),
            "invalid_choice": _("Choose what the statement says"),
        }
        if latest:
            year = latest.statement.year
            self.fields["copy"] = forms.ChoiceField(
                label=_("Start from your statement for %(year)s?") % {"year": year},
                help_text=_(
                    "Your goals come along, so that you can say what came of them. Change what is out of date."
                ),
                choices=[("yes", _("Yes, copy it")), ("no", _("No, start with empty pages"))],
                widget=GovukRadios(inline=True),
                error_messages={
                    "required": _("Say whether to copy last year’s statement"),
                    "invalid_choice": _("Say whether to copy last year’s statement"),
                },
            )

    @staticmethod
    def _suggestion(organisation: Organisation, around: Surroundings) -> dict[str, Any]:
        last = max((end for _year, _start, end in around.periods), default=None)
        end = add_months(last, 12) if last else organisation.year_end_on
        if end is None:
            return {}
        start = add_months(end, -12) + timedelta(days=1)
        return {"period_start": start, "period_end": end} if start <= around.today else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        days = {
            name: cleaned[name].isoformat()
            for name in ("period_start", "period_end")
            if isinstance(cleaned.get(name), date)
        }
        for name, sentence in checks.of_period(days, self.around):
            self.add_error(name, sentence)
        return cleaned

    @property
    def copy_from(self) -> Version | None:
        return self.latest if self.cleaned_data.get("copy") == "yes" else None


class AmendForm(forms.Form):
    """A new version of a published year: why, and what readers are told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = make(vocabulary.field("amendment_kind"))
        kind.required = True
        kind.error_messages["required"] = _("Say why there is a new version")
        note = vocabulary.field("amendment_note")
        self.fields["kind"] = kind
        self.fields["note"] = TextField(
            label=_(note.label),
            help_text=_(note.hint),
            max_length=note.max_length,
            widget=GovukTextarea(maxlength=note.max_length, rows=4),
            error_messages={"required": _("Say what changed")},
        )
