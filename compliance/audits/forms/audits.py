"""The forms of an audit, its worker analysis, its management grades and its files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.audits.choices import Announcement, AuditType, CommissionedBy, ManagementGrade, ManagementPart
from compliance.audits.forms.fields import NOT_CHOSEN, CountField, KeyField, LongTextField, get_scheme_choices
from compliance.audits.forms.versioned import RowForm
from compliance.suppliers.forms.sites import WORKER_LABELS
from compliance.suppliers.models import WorkerFigures
from compliance.suppliers.rules.workers import find_doubts
from portal.core.forms import GovukDateField, GovukRadios, GovukTextInput
from portal.reference.audits import code_areas

EARLIEST_DATE = date(1990, 1, 1)
# Kept with the audit beside its own fields.
EXTRA_FIELDS = ("auditor_days", "saq_seen", "months_sampled")


class AuditForm(RowForm):
    """The key information of a report (docs/requirements/suppliers.md#audit-details)."""

    sections = (
        (gettext_lazy("The report"), ("audit_ref", "scheme", "scheme_version", "overall_result")),
        (gettext_lazy("The visit"), ("started_on", "ended_on", "expires_on", "audit_type", "announcement")),
        (
            gettext_lazy("Who did it"),
            ("commissioned_by", "audit_company", "auditor_number", "auditor_days", "saq_seen", "months_sampled"),
        ),
        (gettext_lazy("What it found"), ("has_no_findings", "notes")),
    )

    audit_ref = KeyField(
        label=gettext_lazy("Audit reference"), help_text=gettext_lazy("The report’s own number, like ZAA600012345")
    )
    scheme = forms.ChoiceField(label=gettext_lazy("Scheme"), choices=lambda: [("", _("Choose")), *get_scheme_choices()])
    scheme_version = forms.CharField(
        label=gettext_lazy("Version of the scheme"),
        help_text=gettext_lazy("For example 7.0"),
        required=False,
        max_length=20,
        widget=GovukTextInput(width=5),
    )
    overall_result = forms.CharField(
        label=gettext_lazy("Overall result"),
        help_text=gettext_lazy("Where the scheme gives one, like B or Gold. SMETA gives none."),
        required=False,
        max_length=50,
        widget=GovukTextInput(width=10),
    )
    started_on = GovukDateField(label=gettext_lazy("First day"), required=False, earliest=EARLIEST_DATE)
    ended_on = GovukDateField(label=gettext_lazy("Last day"), earliest=EARLIEST_DATE)
    expires_on = GovukDateField(
        label=gettext_lazy("Valid until"),
        help_text=gettext_lazy("Only if the report says so. Otherwise we use the rule of the scheme."),
        required=False,
        earliest=EARLIEST_DATE,
    )
    audit_type = forms.ChoiceField(label=gettext_lazy("Type"), choices=[NOT_CHOSEN, *AuditType.choices], required=False)
    announcement = forms.ChoiceField(
        label=gettext_lazy("Did the site know the date?"),
        choices=Announcement.choices,
        initial=Announcement.UNKNOWN,
        widget=GovukRadios(small=True),
    )
    commissioned_by = forms.ChoiceField(
        label=gettext_lazy("Carried out by"), choices=[NOT_CHOSEN, *CommissionedBy.choices], required=False
    )
    audit_company = forms.CharField(label=gettext_lazy("Audit company"), required=False, max_length=200)
    auditor_number = forms.CharField(
        label=gettext_lazy("Auditor’s APSCA number"),
        required=False,
        max_length=40,
        widget=GovukTextInput(width=10),
    )
    auditor_days = forms.DecimalField(
        label=gettext_lazy("Auditor-days"),
        required=False,
        min_value=0,
        max_value=999,
        decimal_places=1,
        widget=GovukTextInput({"inputmode": "decimal"}, width=3),
    )
    saq_seen = forms.BooleanField(
        label=gettext_lazy("The auditor saw the site’s self-assessment questionnaire"), required=False
    )
    months_sampled = forms.CharField(
        label=gettext_lazy("Months of wages and hours sampled"),
        required=False,
        max_length=100,
        widget=GovukTextInput(width=20),
    )
    has_no_findings = forms.BooleanField(label=gettext_lazy("The report has no findings"), required=False)
    notes = LongTextField(
        label=gettext_lazy("Notes"),
        help_text=gettext_lazy("Do not name workers here."),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, today: date, row: Any = None, **kwargs: Any) -> None:
        beside = {name: row.extra.get(name) for name in EXTRA_FIELDS} if row else {}
        super().__init__(*args, row=row, initial=beside, **kwargs)
        self.fields["ended_on"].latest = today  # type: ignore[attr-defined]
        self.extra = dict(row.extra) if row else {}
        self.has_findings = bool(row and row.findings.exists())

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        start, end, until = (values.get(name) for name in ("started_on", "ended_on", "expires_on"))
        if start and end and start > end:
            self.add_error("started_on", _("The first day must be on or before the last day"))
        if until and end and until < end:
            self.add_error("expires_on", _("The audit must be valid until its last day or later"))
        if values.get("has_no_findings") and self.has_findings:
            self.add_error("has_no_findings", _("This audit has findings here. Untick the box."))

    @property
    def row_fields(self) -> dict[str, object]:
        """Return the values by field of the model; the rest goes into `extra`."""
        values = self.values
        beside = {name: values.pop(name) for name in EXTRA_FIELDS}
        beside["auditor_days"] = str(beside["auditor_days"]) if beside["auditor_days"] is not None else ""
        extra = {name: value for name, value in beside.items() if value not in ("", False)}
        return values | {"extra": {k: v for k, v in self.extra.items() if k not in EXTRA_FIELDS} | extra}

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in groups, each with its heading."""
        return [(title, [self[name] for name in names]) for title, names in self.sections]


class ManagementForm(RowForm):
    """How the site manages each area of the code: a grade for each of four parts."""

    mark_optional = False

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        for name, (area, part) in self.grade_fields.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{area}: {part.label}",
                choices=[NOT_CHOSEN, *ManagementGrade.choices],
                required=False,
                initial=_get_grade(row, area, part),
            )

    @property
    def grade_fields(self) -> dict[str, tuple[str, ManagementPart]]:
        """Return area of the code and part, by name of the field."""
        return {f"area_{area}_{part.value}": (area, part) for area in code_areas() for part in ManagementPart}

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in groups, one for each area."""
        return [
            (f"{area} {_(name)}", [self[f"area_{area}_{part.value}"] for part in ManagementPart])
            for area, name in code_areas().items()
        ]

    @property
    def grades(self) -> dict[str, dict[str, str]]:
        """Return the grades by area and part."""
        grades: dict[str, dict[str, str]] = {}
        for name, (area, part) in self.grade_fields.items():
            if value := self.cleaned_data[name]:
                grades.setdefault(area, {})[part.value] = value
        return grades

    def differences(self, theirs: Any) -> list[Any]:
        """Return where the saved grades differ from the typed ones."""
        for name, (area, part) in self.grade_fields.items():
            setattr(theirs, name, _get_grade(theirs, area, part))
        return super().differences(theirs)


def _get_grade(row: Any, area: str, part: ManagementPart) -> str:
    return row.management_grades.get(area, {}).get(part.value, "")


class FileForm(forms.Form):
    """A file to attach."""

    file = forms.FileField(
        label=gettext_lazy("Add a file"),
        help_text=gettext_lazy(
            "PDF, JPG, PNG or DOCX, up to 25 MB. We remove hidden details such as authors and places."
        ),
    )


CONTRACT_LABELS = {name: WORKER_LABELS[name] for name in WorkerFigures.CONTRACTS}
GROUP_LABELS = {name: WORKER_LABELS[name] for name in WorkerFigures.GROUPS}
# Kept with the figures beside their own fields.
DETAIL_COUNTS = {
    "supervisors_women": gettext_lazy("Supervisors who are women"),
    "supervisors_men": gettext_lazy("Supervisors who are men"),
    "union_members": gettext_lazy("Union members"),
    "interviewed_alone_women": gettext_lazy("Women interviewed alone"),
    "interviewed_alone_men": gettext_lazy("Men interviewed alone"),
    "interviewed_group_women": gettext_lazy("Women interviewed in groups"),
    "interviewed_group_men": gettext_lazy("Men interviewed in groups"),
}
DETAIL_TEXTS = {
    "nationalities": gettext_lazy("Nationalities"),
    "languages": gettext_lazy("Languages"),
    "labour_providers": gettext_lazy("Labour providers they were hired through"),
}


class WorkersForm(RowForm):
    """Worker analysis. Groups overlap; only the kinds of contract add up.

    See docs/requirements/suppliers.md#worker-figures.
    """

    mark_optional = False

    def __init__(self, *args: Any, row: Any, figures: WorkerFigures | None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        details = figures.details if figures else {}
        self.fields["total"] = CountField(label=_("Workers in total"), initial=figures and figures.total)
        for name, label in (CONTRACT_LABELS | GROUP_LABELS).items():
            self.fields[name] = CountField(label=label, initial=getattr(figures, name, None))
            if name in CONTRACT_LABELS:
                of_them = _("%(kind)s: women") % {"kind": label}
                self.fields[f"women_{name}"] = CountField(label=of_them, initial=details.get(f"women_{name}"))
        self.fields["youngest_age"] = CountField(
            label=_("Age of the youngest worker"), most=99, initial=figures and figures.youngest_age
        )
        for name, label in DETAIL_COUNTS.items():
            self.fields[name] = CountField(label=label, initial=details.get(name))
        for name, label in DETAIL_TEXTS.items():
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=300, initial=details.get(name, "")
            )

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in groups, each with its heading."""
        by_sex = [name for kind in CONTRACT_LABELS for name in (kind, f"women_{kind}")]
        return [
            (_("By contract"), [self["total"], *(self[name] for name in by_sex)]),
            (_("Groups, which overlap"), [self[name] for name in (*GROUP_LABELS, "youngest_age")]),
            (_("Where they come from"), [self[name] for name in DETAIL_TEXTS]),
            (_("Supervisors, union and interviews"), [self[name] for name in DETAIL_COUNTS]),
        ]

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        total = values.get("total")
        for name in (*CONTRACT_LABELS, *GROUP_LABELS):
            if total is not None and (values.get(name) or 0) > total:
                self.add_error(name, _("This is more than the workers in total"))
        for name, label in CONTRACT_LABELS.items():
            if (values.get(f"women_{name}") or 0) > (values.get(name) or 0):
                self.add_error(
                    f"women_{name}", _("Women in “%(kind)s” must be no more than the workers in it") % {"kind": label}
                )

    @property
    def sum_warning(self) -> str:
        """Return a warning, not an error (R020), or an empty string."""
        doubt = describe_sum_mismatch(self.values)
        return _("Saved. %(doubt)s") % {"doubt": doubt} if doubt else ""

    @property
    def figures(self) -> dict[str, object]:
        """Return the figures by name."""
        values = self.values
        counts = {name: values[name] for name in ("total", *CONTRACT_LABELS, *GROUP_LABELS, "youngest_age")}
        details = {name: value for name, value in values.items() if name not in counts and value not in (None, "")}
        return counts | {"details": details}


def describe_sum_mismatch(figures: Mapping[str, Any]) -> str:
    """Return a sentence where the kinds of contract miss the total by more than 2 % (R020)."""
    mismatches = find_doubts(figures, contracts=WorkerFigures.CONTRACTS, groups=())
    doubt = next((mismatch for mismatch in mismatches if not mismatch.name), None)
    if doubt is None:
        return ""
    return _("The parts add up to %(sum)s, but there are %(total)s workers in total.") % {
        "sum": f"{doubt.value:,}",
        "total": f"{doubt.total:,}",
    }
