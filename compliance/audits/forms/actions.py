"""The forms of a corrective action, its steps, and the plan of a collaborative one."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.audits.choices import (
    ALLOWED_TRANSITIONS,
    OPEN_STATUSES,
    FindingStatus,
    OwnerRole,
    Progress,
    VerificationMethod,
)
from compliance.audits.forms.fields import CountField, LongTextField
from compliance.audits.forms.versioned import RowForm
from portal.core.forms import GovukDateField, GovukRadios, GovukTextInput

MAX_OWNERS = 12
COMMENT_HELP = gettext_lazy("For colleagues. Do not name workers.")


class ActionForm(RowForm):
    """A corrective action."""

    root_cause = LongTextField(
        label=gettext_lazy("Root cause"),
        help_text=gettext_lazy("Why it happened. If the cause remains, the same finding will return."),
        required=False,
        max_length=2000,
        rows=3,
    )
    corrective_action = LongTextField(
        label=gettext_lazy("What will be done"),
        max_length=2000,
        rows=3,
        error_messages={"required": gettext_lazy("Say what will be done")},
    )
    preventive_action = LongTextField(
        label=gettext_lazy("What will stop it happening again"), required=False, max_length=2000, rows=3
    )
    responsible_name = forms.CharField(label=gettext_lazy("Who will do it"), required=False, max_length=100)
    responsible_email = forms.EmailField(label=gettext_lazy("Their email address"), required=False)
    due_on = GovukDateField(label=gettext_lazy("Due"), required=False)

    def __init__(self, *args: Any, today: date, ended_on: date, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.kept_due = row.due_on if row else None
        self.today, self.ended_on = today, ended_on

    def clean_due_on(self) -> date | None:
        """Return the due day. A past day is refused unless the action had it before. Raises ValidationError."""
        day = self.cleaned_data["due_on"]
        if day and day != self.kept_due and day < self.today:
            raise ValidationError(_("The day must be today or later"))
        return day


class ActionStepForm(RowForm):
    """The step from one open status to another."""

    status = forms.ChoiceField(label=gettext_lazy("What is the status?"), widget=GovukRadios(small=True))
    comment = LongTextField(
        label=gettext_lazy("Comment"), help_text=COMMENT_HELP, required=False, max_length=2000, rows=2
    )

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        steps = [
            status
            for status in FindingStatus
            if status in ALLOWED_TRANSITIONS[FindingStatus(row.status)] & OPEN_STATUSES
        ]
        self.fields["status"].choices = [(step.value, step.label) for step in steps]  # type: ignore[attr-defined]
        self.initial.pop("status", None)
        self.initial.pop("comment", None)


class CloseForm(RowForm):
    """The day on which the site says that the action was completed."""

    completed_on = GovukDateField(label=gettext_lazy("When was it done?"))
    comment = LongTextField(
        label=gettext_lazy("Comment"), help_text=COMMENT_HELP, required=False, max_length=2000, rows=2
    )

    def __init__(self, *args: Any, today: date, ended_on: date, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial["comment"] = ""
        field = self.fields["completed_on"]
        field.latest, field.earliest = today, ended_on  # type: ignore[attr-defined]


class VerifyForm(RowForm):
    """The method and day of a verification."""

    verification_method = forms.ChoiceField(
        label=gettext_lazy("How did you check?"), choices=VerificationMethod.choices, widget=forms.RadioSelect
    )
    verified_on = GovukDateField(label=gettext_lazy("When did you check?"))
    comment = LongTextField(
        label=gettext_lazy("What did you see?"), help_text=COMMENT_HELP, required=False, max_length=2000, rows=3
    )

    def __init__(self, *args: Any, today: date, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial["comment"] = ""
        field = self.fields["verified_on"]
        field.latest, field.earliest = today, row.completed_on  # type: ignore[attr-defined]


class ReopenForm(RowForm):
    """The reason why a closed action is open again."""

    comment = LongTextField(
        label=gettext_lazy("Why is it open again?"),
        help_text=COMMENT_HELP,
        max_length=2000,
        rows=3,
        error_messages={"required": gettext_lazy("Say why it is open again")},
    )

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial["comment"] = ""


# --- Collaborative actions -----------------------------------------------------------------------------------------


class CarForm(RowForm):
    """The plan of a collaborative action. FEES: asked for only where workers paid to get the job.

    See docs/requirements/suppliers.md#collaborative-actions.
    """

    FEES = ("workers_owed", "currency", "amount_owed", "amount_repaid", "last_repayment_on")

    progress = forms.TypedChoiceField(
        label=gettext_lazy("How far have you got?"),
        choices=Progress.choices,
        coerce=int,
        widget=GovukRadios(small=True),
    )
    was_reviewed = forms.BooleanField(
        label=gettext_lazy("We reviewed it today"),
        help_text=gettext_lazy("The next review is then due in 180 days."),
        required=False,
    )
    workers_owed = CountField(label=gettext_lazy("Workers who are owed money"))
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("Three letters, like GBP or THB"),
        required=False,
        widget=GovukTextInput(width=3),
        error_messages={"invalid": gettext_lazy("Enter the currency as three letters, like GBP")},
    )
    amount_owed = forms.DecimalField(
        label=gettext_lazy("Amount owed to them"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=GovukTextInput({"inputmode": "decimal"}, width=10),
    )
    amount_repaid = forms.DecimalField(
        label=gettext_lazy("Amount repaid so far"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=GovukTextInput({"inputmode": "decimal"}, width=10),
    )
    last_repayment_on = GovukDateField(label=gettext_lazy("Last repayment"), required=False)

    def __init__(self, *args: Any, row: Any, has_fees: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["last_repayment_on"].latest = today  # type: ignore[attr-defined]
        if not has_fees:
            for name in self.FEES:
                del self.fields[name]

    def clean_currency(self) -> str:
        """Return the currency in upper case."""
        return self.cleaned_data["currency"].upper()

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        owed, repaid = values.get("amount_owed"), values.get("amount_repaid")
        if (owed or repaid) and not values.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Enter the currency of the amounts"))
        if owed is not None and repaid is not None and repaid > owed:
            self.add_error("amount_repaid", _("More has been repaid than was owed. Check both amounts."))


class CarOwnerForm(forms.Form):
    """One organisation that shares a collaborative action."""

    role = forms.ChoiceField(label=gettext_lazy("Who"), choices=[("", gettext_lazy("No one")), *OwnerRole.choices])
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    share_percent = forms.IntegerField(
        label=gettext_lazy("Share"),
        required=False,
        min_value=0,
        max_value=100,
        widget=GovukTextInput({"inputmode": "numeric"}, width=3, suffix="%"),
    )
    next_step = forms.CharField(label=gettext_lazy("Next step"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].required = False

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        entered = [name for name in ("name", "share_percent", "next_step") if values.get(name) not in (None, "")]
        if entered and not values.get("role"):
            self.add_error("role", _("Say who it is"))
        if values.get("role") and not values.get("name"):
            self.add_error("name", _("Enter the name"))


class CarOwners(forms.BaseFormSet):
    """The organisations that share a collaborative action; their shares add up to at most 100 %."""

    item_name = gettext_lazy("Owner")

    def clean(self) -> None:
        shares = [form.cleaned_data.get("share_percent") or 0 for form in self.forms if form.is_valid()]
        if sum(shares) > 100:
            raise ValidationError(_("The shares add up to more than 100%"))

    @property
    def owners(self) -> list[dict[str, object]]:
        """Return the owners that were entered, as fields of CarOwner."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("role")]


CarOwnerFormSet = forms.formset_factory(
    CarOwnerForm, formset=CarOwners, extra=2, max_num=MAX_OWNERS, absolute_max=MAX_OWNERS
)
_OWNER = re.compile(r"owners-(\d{1,2})-")


def with_owner_count(data: QueryDict) -> QueryDict:
    """Return the posted data with the number of owners counted from its fields: the counter can be missing or wrong."""
    numbers = [int(match[1]) + 1 for name in data if (match := _OWNER.match(name))]
    changed = data.copy()
    changed["owners-TOTAL_FORMS"] = str(min(max(numbers, default=0), MAX_OWNERS))
    changed["owners-INITIAL_FORMS"] = "0"
    return changed
