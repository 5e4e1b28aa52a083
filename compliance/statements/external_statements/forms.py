"""An earlier year that was published elsewhere: its year, where it stands or the PDF, and who approved and signed."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.rules.publication_deadline import get_statement_year
from compliance.statements import vocabulary
from compliance.statements.core.forms.fields import EARLIEST, TextField, make_field, translate_choices
from compliance.statements.rules import legal_forms
from compliance.statements.rules.financial_year import FIRST_YEAR, period_problems
from portal.core.forms import GovukDateField, GovukRadios


class EarlierYearForm(forms.Form):
    """taken: the statement years that are here already, published or added."""

    mark_optional = False
    file = forms.FileField(
        label=gettext_lazy("The statement as a PDF"),
        help_text=gettext_lazy("Up to 25 MB. Readers can download it. We remove hidden data about who made it."),
        required=False,
        max_length=200,
        error_messages={
            "empty": gettext_lazy("The file is empty. Choose another"),
            "max_length": gettext_lazy("The file name is too long. Use 200 characters or fewer"),
        },
    )

    def __init__(self, *args: Any, today: date, taken: set[int], legal_form: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.taken = today, taken
        self.fields["period_start"] = self._day(
            _("First day of the financial year"), _("Enter the first day of the financial year")
        )
        self.fields["period_end"] = self._day(
            _("Last day of the financial year"), _("Enter the last day of the financial year")
        )
        self.fields["published_on"] = self._day(
            _("When was it first published?"), "", required=False, help_text=_("Leave it empty if you do not know.")
        )
        self.fields["url"] = make_field(vocabulary.field("statement_url"), legal_form="")
        self.fields["url"].label = _("Address where it is published")
        self.fields["body"] = forms.ChoiceField(
            label=_("Which body approved it?"),
            choices=[*translate_choices(legal_forms.approving_bodies(legal_form)), ("", _("Not known"))],
            required=False,
            widget=GovukRadios,
            error_messages={"invalid_choice": _("Select who approved the statement")},
        )
        self.fields["approved_on"] = self._day(_("When did it approve the statement?"), "", required=False)
        self.fields["signatory"] = TextField(label=_("Who signed it?"), max_length=101, required=False)
        self.fields["job_title"] = TextField(label=_("Their job title"), max_length=50, required=False)
        self.fields["signed_on"] = self._day(_("When was it signed?"), "", required=False)
        self.order_fields(["period_start", "period_end", "published_on", "url", "file", "body"])

    def _day(self, label: str, missing: str, **more: Any) -> GovukDateField:
        errors = {"too_late": _("The date for “%(label)s” must be today or in the past") % {"label": label}}
        errors |= {"required": missing} if missing else {}
        return GovukDateField(label=label, earliest=EARLIEST, latest=self.today, error_messages=errors, **more)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end:
            for problem in period_problems(start, end, today=self.today):
                if not problem.is_warning:
                    self.add_error(problem.field, _(problem.sentence))
            self._check_year(end)
        if not cleaned.get("url") and not cleaned.get("file") and not {"url", "file"} & set(self.errors):
            self.add_error("url", _("Enter the address where it is published, or choose the PDF"))
        for name in ("published_on", "approved_on", "signed_on"):
            if start and (day := cleaned.get(name)) and day < start:
                self.add_error(name, _("This day is before the financial year began. Check it"))
        return cleaned

    def _check_year(self, end: date) -> None:
        year = get_statement_year(end)
        if year in self.taken:
            self.add_error("period_end", _("Your statement for %(year)s is already here") % {"year": year})
        elif year < FIRST_YEAR:
            self.add_error("period_end", _("The Act asks for statements from %(year)s onwards") % {"year": FIRST_YEAR})
