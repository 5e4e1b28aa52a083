"""Clean who works at a site, what is in place there, and who provides labour."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.organisations.tenancy import get_rows
from compliance.suppliers.choices import ControlType
from compliance.suppliers.forms.fields import LineField
from compliance.suppliers.models import Control, Site, Supplier, WorkerFigures
from compliance.suppliers.rules.workers import Doubt, find_doubts
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextInput

EARLIEST_DATE = date(1990, 1, 1)
MAX_WORKERS = 1_000_000
NUMBER_ATTRS = {"inputmode": "numeric", "autocomplete": "off"}
WORKER_LABELS = {
    "total": _("All workers"),
    "permanent": _("Permanent"),
    "temporary": _("Temporary or fixed-term"),
    "agency": _("Agency or labour provider"),
    "seasonal": _("Seasonal"),
    "homeworker": _("Homeworkers"),
    "self_employed": _("Self-employed or gig"),
    "apprentice": _("Apprentices and trainees"),
    "migrant_international": _("Migrants from another country"),
    "migrant_internal": _("Migrants from another region"),
    "young": _("Young workers (under 18)"),
    "women": _("Women"),
    "in_provided_housing": _("Living in employer-provided housing"),
}


class WorkersForm(forms.Form):
    """Enter figures of one day. What cannot be right is doubted after it is saved, not refused: audits differ too."""

    mark_optional = False

    counted_on = GovukDateField(label=_("When were the workers counted?"), earliest=EARLIEST_DATE)
    youngest_age = forms.IntegerField(
        label=_("Age of the youngest worker"),
        required=False,
        min_value=4,
        max_value=99,
        widget=GovukTextInput(NUMBER_ATTRS, width=2),
    )

    def __init__(self, *args: Any, today: date, figures: WorkerFigures | None = None, **kwargs: Any) -> None:
        saved = (
            {name: getattr(figures, name) for name in (*WORKER_LABELS, "counted_on", "youngest_age")} if figures else {}
        )
        super().__init__(*args, initial={"counted_on": today} | saved, **kwargs)
        self.fields["counted_on"].latest = today
        for name, label in WORKER_LABELS.items():
            self.fields[name] = forms.IntegerField(
                label=label,
                required=name == "total",
                min_value=0,
                max_value=MAX_WORKERS,
                widget=GovukTextInput(NUMBER_ATTRS, width=5),
            )

    def grouped(self) -> list[tuple[Any, Any, list[forms.BoundField]]]:
        """Return the title, a sentence and the fields of each part."""
        return [
            (
                _("How they are employed"),
                _("These should add up to all workers."),
                self._get_fields(WorkerFigures.CONTRACTS),
            ),
            (
                _("Groups of workers"),
                _("These overlap. One person may be in several groups."),
                [*self._get_fields(WorkerFigures.GROUPS), self["youngest_age"]],
            ),
        ]

    def _get_fields(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def doubts(self) -> list[Doubt]:
        return find_doubts(self.cleaned_data, contracts=WorkerFigures.CONTRACTS, groups=WorkerFigures.GROUPS)


class ControlForm(forms.ModelForm):
    """Record something in place at a site that lowers its risk."""

    kind = forms.ChoiceField(
        label=_("What measure is in place?"),
        choices=ControlType.choices,
        widget=GovukRadios(),
        error_messages={"required": _("Select a measure")},
    )
    held_on = GovukDateField(label=_("When was it done or last checked?"), earliest=EARLIEST_DATE)
    is_confirmed = forms.BooleanField(
        label=_("This measure is verified"),
        required=False,
        help_text=_("Someone independent has seen it, or workers know and trust it."),
    )
    note = LineField(label=_("What is your evidence?"), max_length=500, required=False)

    class Meta:
        model = Control
        fields = ("kind", "held_on", "is_confirmed", "note")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].latest = today


class ProvidersForm(forms.Form):
    """Choose from the organisation's labour providers; those of the site are ticked."""

    providers = forms.ModelMultipleChoiceField(
        label=_("Who provides workers at this site?"),
        queryset=Supplier.objects.none(),
        to_field_name="uuid",
        required=False,
        widget=GovukCheckboxes(),
    )

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labour_providers = get_rows(Supplier, site.organisation).filter(is_labour_provider=True)
        self.fields["providers"].queryset = labour_providers.exclude(pk=site.supplier_id)
        self.fields["providers"].initial = [provider.uuid for provider in site.labour_providers.all()]
