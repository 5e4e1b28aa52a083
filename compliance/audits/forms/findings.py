"""The forms of a finding, its issue code, and its manual changes of status."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.audits.choices import FindingStatus
from compliance.audits.forms.fields import (
    LIGHT_WORK,
    ChildWork,
    CountField,
    KeyField,
    LongTextField,
    get_area_choices,
    get_grade_choices,
    get_issue_choices,
)
from compliance.audits.forms.versioned import RowForm
from compliance.audits.models import Audit, Finding
from compliance.audits.rules.findings import needs_confirmation
from compliance.audits.rules.issue_suggestion import OTHER_ISSUE, suggest_issue_code
from portal.core.forms import GovukDateField, GovukTextInput, QuickChoiceField, QuickSelect
from portal.reference.audits import issues


class FindingForm(ChildWork, RowForm):
    """Every field of a finding (docs/requirements/suppliers.md#finding-fields). An empty issue code is suggested from
    the text.
    """

    sections = (
        (gettext_lazy("What the auditor wrote"), ("finding_ref", "title", "description", "evidence", "law_or_code")),
        (
            gettext_lazy("Where it belongs"),
            ("code_area", "wr_reference", "grade", "grade_as_written", "issue_code", "workers_affected"),
        ),
        (gettext_lazy("If a child was found working"), ("child_age", "child_country", "child_work")),
        (gettext_lazy("When"), ("due_on", "carried_from")),
    )

    finding_ref = KeyField(label=gettext_lazy("Finding reference"), help_text=gettext_lazy("For example NC-01"))
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=200)
    description = LongTextField(
        label=gettext_lazy("Description"),
        help_text=gettext_lazy("In the auditor’s words. Do not name workers."),
        max_length=5000,
        rows=6,
    )
    evidence = LongTextField(label=gettext_lazy("Evidence the auditor saw"), required=False, max_length=5000)
    law_or_code = forms.CharField(label=gettext_lazy("Law or clause that it breaks"), required=False, max_length=1000)
    code_area = forms.ChoiceField(
        label=gettext_lazy("Code area"), choices=lambda: [("", _("Choose")), *get_area_choices()]
    )
    wr_reference = forms.CharField(
        label=gettext_lazy("Workplace requirement"),
        help_text=gettext_lazy("For example 1.A.4"),
        required=False,
        max_length=20,
        widget=GovukTextInput(width=10),
    )
    grade = forms.ChoiceField(label=gettext_lazy("Grade"), choices=lambda: [("", _("Choose")), *get_grade_choices()])
    grade_as_written = forms.CharField(
        label=gettext_lazy("Grade as the auditor wrote it"),
        help_text=gettext_lazy("Where the scheme has other words, like “zero tolerance”"),
        required=False,
        max_length=100,
        widget=GovukTextInput(width=20),
    )
    issue_code = forms.ChoiceField(
        label=gettext_lazy("Kind of finding"),
        help_text=gettext_lazy("Leave this to us if you do not know: we will suggest one from the words."),
        choices=lambda: [("", _("Suggest one")), *get_issue_choices()],
        required=False,
    )
    workers_affected = CountField(label=gettext_lazy("Workers affected"))
    due_on = GovukDateField(
        label=gettext_lazy("Due"),
        help_text=gettext_lazy("Leave blank to use the usual time for its grade and kind."),
        required=False,
    )
    carried_from: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Carried over from"),
        queryset=None,
        to_field_name="uuid",
        required=False,
        empty_label=gettext_lazy("It is new"),
    )

    field_order = (
        "finding_ref",
        "title",
        "description",
        "evidence",
        "law_or_code",
        "code_area",
        "wr_reference",
        "grade",
        "grade_as_written",
        "issue_code",
        "workers_affected",
        "child_age",
        "child_country",
        "child_work",
        "due_on",
        "carried_from",
    )

    def __init__(self, *args: Any, audit: Audit, earlier: Any, row: Any = None, **kwargs: Any) -> None:
        child = row.extra.get("child", {}) if row else {}
        super().__init__(
            *args,
            row=row,
            initial={
                **{f"child_{name}": value for name, value in child.items()},
                **({"carried_from": row.carried_from and row.carried_from.uuid} if row else {}),
            },
            **kwargs,
        )
        self.audit, self.row = audit, row
        self.fields["carried_from"].queryset = earlier  # type: ignore[attr-defined]
        self.fields["child_age"].help_text = LIGHT_WORK
        self.fields["due_on"].earliest = audit.ended_on  # type: ignore[attr-defined]
        self.is_suggested = False

    def clean_issue_code(self) -> str:
        """Return the chosen issue code, or the one that the text suggests."""
        code = self.cleaned_data["issue_code"]
        if code:
            return code
        text = f"{self.data.get('title', '')}\n{self.data.get('description', '')}"
        guess = suggest_issue_code(text)
        if guess and needs_confirmation(guess, self.data.get("grade", "")):
            self.suggested = guess
            self.data = self.data.copy()
            self.data["issue_code"] = guess
            raise forms.ValidationError(
                _("We think this is %(code)s: %(title)s. Save again to confirm it, or choose another kind.")
                % {"code": guess, "title": issues()[guess].title}
            )
        self.is_suggested = True
        return guess or OTHER_ISSUE

    @property
    def row_fields(self) -> dict[str, object]:
        """Return the values by field of the model."""
        values = {name: value for name, value in self.values.items() if not name.startswith("child_")}
        extra = {name: value for name, value in (self.row.extra if self.row else {}).items() if name != "child"}
        return values | {"issue_is_suggested": self.is_suggested, "extra": extra | self.child}

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in groups, each with its heading."""
        return [(title, [self[name] for name in names]) for title, names in self.sections]


class IssueForm(ChildWork, RowForm):
    """The issue code: confirm the suggested one, or choose another."""

    issue_code = forms.ChoiceField(label=gettext_lazy("Kind of finding"), choices=get_issue_choices)
    field_order = ("issue_code", "child_age", "child_country", "child_work")

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        child = {f"child_{name}": value for name, value in row.extra.get("child", {}).items()}
        super().__init__(*args, row=row, initial=child, **kwargs)
        self.fields["child_age"].help_text = LIGHT_WORK


# Steps of a finding that no action speaks for.
MANUAL_STATUS_LABELS = {
    FindingStatus.DISPUTED: gettext_lazy("The site disputes it"),
    FindingStatus.WITHDRAWN: gettext_lazy("The auditor withdrew it"),
    FindingStatus.OPEN: gettext_lazy("It is open again"),
}


class FindingStatusForm(RowForm):
    """A change of status with its reason."""

    status = forms.ChoiceField(label=gettext_lazy("What happened?"), widget=forms.RadioSelect)
    reason = LongTextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("For colleagues. Do not name workers."),
        max_length=1000,
        error_messages={"required": gettext_lazy("Say why")},
    )

    def __init__(self, *args: Any, row: Any, steps: list[FindingStatus], **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial.pop("status", None)
        # type: ignore[attr-defined]
        self.fields["status"].choices = [(step.value, MANUAL_STATUS_LABELS[step]) for step in steps]


# A child who was found working needs facts of its own, on the page of the finding.
CHILD_CODES = frozenset({ChildWork.CHILD})


class KindsForm(forms.Form):
    """The kinds of several findings, each confirmed, replaced, or left open for now."""

    mark_optional = False

    def __init__(self, *args: Any, findings: Iterable[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = {str(finding.uuid): finding for finding in findings}
        others = [(code, title) for code, title in get_issue_choices() if code not in CHILD_CODES]
        for name, finding in self.findings.items():
            guess = issues().get(finding.issue_code)
            confirm = []
            if guess is not None and finding.issue_code not in {*CHILD_CODES, OTHER_ISSUE}:
                confirm = [(finding.issue_code, _("Yes: %(title)s") % {"title": guess.title})]
            rest = [(code, title) for code, title in others if not confirm or code != finding.issue_code]
            self.fields[f"kind_{name}"] = QuickChoiceField(
                label=_("Kind of %(finding)s") % {"finding": finding.finding_ref},
                choices=[("", _("Leave for now")), *confirm, *rest],
                required=False,
                widget=QuickSelect({"class": "govuk-select"}),
            )
            self.fields[f"version_{name}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=str(finding.version)
            )

    @property
    def lines(self) -> list[tuple[Finding, forms.BoundField, forms.BoundField, str]]:
        """Return each finding with its fields and the title of the kind that we guess, "" for none."""
        return [
            (finding, self[f"kind_{name}"], self[f"version_{name}"], self._guess(finding))
            for name, finding in self.findings.items()
        ]

    def _guess(self, finding: Finding) -> str:
        issue = issues().get(finding.issue_code)
        return issue.title if issue and finding.issue_code != OTHER_ISSUE else ""

    @property
    def chosen(self) -> dict[UUID, tuple[str, str]]:
        """Return version and code of each finding for which one was chosen."""
        return {
            finding.uuid: (self.cleaned_data[f"version_{name}"], code)
            for name, finding in self.findings.items()
            if (code := self.cleaned_data[f"kind_{name}"])
        }

    def clean(self) -> None:
        super().clean()
        if not self.errors and not self.chosen:
            raise forms.ValidationError(_("Select a kind for at least one finding"))
