"""Beginning a statement: which year, which kind, how much of it, and what to begin from."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.models import Organisation
from compliance.organisations.rules.publication_deadline import get_statement_year, shift_year_end
from compliance.statements import vocabulary
from compliance.statements.core.forms import section as forms_section
from compliance.statements.core.forms.fields import EARLIEST, LATEST, TextField, make_field, translate_choices
from compliance.statements.core.forms.section import SectionContext
from compliance.statements.models import Version
from compliance.statements.types import Initial
from portal.core.forms import GovukDateField, GovukRadios, GovukTextarea

SHORT, FULL = "short", "full"


class StartForm(forms.Form):
    """Prefilled with the year after the last one, or with the organisation's year end.

    published: the organisation's published versions, the newest first. The newest before the year in question is
    offered for copying.
    """

    period_start = GovukDateField(earliest=EARLIEST, latest=LATEST)
    period_end = GovukDateField(earliest=EARLIEST, latest=LATEST)
    statement_kind = forms.ChoiceField(widget=GovukRadios)
    path = forms.ChoiceField(
        label=gettext_lazy("How much do you want to write?"),
        choices=[(SHORT, gettext_lazy("A short statement")), (FULL, gettext_lazy("A full statement"))],
        widget=GovukRadios(
            hints={
                SHORT: gettext_lazy("For a first statement or a small organisation. We ask for level 1 only."),
                FULL: gettext_lazy("Level 1 and level 2, and an introduction."),
            }
        ),
        error_messages={
            "required": gettext_lazy("Select a short or a full statement"),
            "invalid_choice": gettext_lazy("Select a short or a full statement"),
        },
    )

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        around: SectionContext,
        published: Sequence[Version],
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", self._suggestion(organisation, around))
        super().__init__(*args, **kwargs)
        self.around, self.published = around, published
        for name in ("period_start", "period_end", "statement_kind"):
            question = vocabulary.field(name)
            self.fields[name].label = _(question.label)
            self.fields[name].help_text = _(question.hint)
        kind = self.fields["statement_kind"]
        kind.choices = translate_choices(vocabulary.enumeration("statement_kind").choices)
        kind.error_messages |= {
            "required": _("Select what the statement says"),
            "invalid_choice": _("Select what the statement says"),
        }
        self.source = self._newest_before(self._year_in_question())
        if self.source:
            self.fields["copy"] = self._copy_field(self.source.statement.year)

    @staticmethod
    def _copy_field(year: int) -> forms.ChoiceField:
        """Its answer names the year, so that a yes to another year is not taken for a yes to this one."""
        message = _("Say whether to copy your statement for %(year)s") % {"year": year}
        return forms.ChoiceField(
            label=_("Start from your statement for %(year)s?") % {"year": year},
            help_text=_(
                "We copy your goals too, so that you can say what the results were. Change what is out of date."
            ),
            choices=[(str(year), _("Yes, copy it")), ("no", _("No, start with blank pages"))],
            widget=GovukRadios(inline=True),
            error_messages={"required": message, "invalid_choice": message},
        )

    def _year_in_question(self) -> int | None:
        """The statement year of the year end typed or suggested; None while there is none that can be read."""
        ends = self["period_end"]
        if not self.is_bound:
            return get_statement_year(ends.initial) if isinstance(ends.initial, date) else None
        try:
            return get_statement_year(self.fields["period_end"].clean(ends.data))
        except forms.ValidationError:
            return None

    def _newest_before(self, year: int | None) -> Version | None:
        return next(
            (publication for publication in self.published if year is None or publication.statement.year < year), None
        )

    @staticmethod
    def _suggestion(organisation: Organisation, around: SectionContext) -> Initial:
        last = max((end for _year, _start, end in around.periods), default=None)
        end = shift_year_end(last, 12) if last else organisation.year_end_on
        if end is None:
            return {}
        start = shift_year_end(end, -12) + timedelta(days=1)
        return {"period_start": start, "period_end": end} if start <= around.today else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        days = {
            name: cleaned[name].isoformat()
            for name in ("period_start", "period_end")
            if isinstance(cleaned.get(name), date)
        }
        for name, sentence in forms_section.check_period(days, self.around):
            self.add_error(name, sentence)
        if not self.source and self.data.get("copy", "no") != "no":
            message = _("You have no published statement for an earlier year to copy. Start without a copy")
            self.add_error("period_end", message)
        return cleaned

    @property
    def copy_from(self) -> Version | None:
        return self.source if self.cleaned_data.get("copy", "no") != "no" else None


class AmendForm(forms.Form):
    """A new version of a published year: why, and what readers are told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = make_field(vocabulary.field("amendment_kind"))
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
