"""The forms to send links, and of a supplier's answer to one action."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.audits.choices import FindingStatus
from compliance.audits.models import Action
from compliance.suppliers.models import Supplier
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextarea
from portal.core.templatetags.text import breakable

# The reminder seven days later still finds the first address of the link.
LATEST_REPLY = timedelta(days=23)
USUAL_REPLY = timedelta(days=14)


class SendForm(forms.Form):
    """The suppliers to send links to. suppliers: those with open actions and an address, each with how many actions."""

    def __init__(
        self,
        *args: Any,
        suppliers: Iterable[tuple[Supplier, int]],
        today: date,
        is_selection: bool = False,
        **kwargs: Any,
    ) -> None:
        """is_selection: whether somebody chose these suppliers before, so that all are ticked."""
        rows = list(suppliers)
        initial: dict[str, Any] = {"reply_by": today + USUAL_REPLY}
        if is_selection:
            initial["suppliers"] = [str(supplier.uuid) for supplier, _number in rows]
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["suppliers"] = forms.MultipleChoiceField(
            label=_("Which suppliers?"),
            choices=[(str(supplier.uuid), supplier.name) for supplier, _number in rows],
            widget=GovukCheckboxes(
                hints={str(supplier.uuid): _supplier_hint(supplier, number) for supplier, number in rows}
            ),
            error_messages={
                "required": _("Select at least one supplier"),
                "invalid_choice": _("Select suppliers from the list"),
                "invalid_list": _("Select suppliers from the list"),
            },
        )
        self.fields["reply_by"] = GovukDateField(
            label=_("Answer by"),
            help_text=_(
                "We remind them 3 days before, on the day, and 7 days after. We then remind them every 14 days while "
                "an action is open."
            ),
            earliest=today + timedelta(days=1),
            latest=today + LATEST_REPLY,
            error_messages={"required": _("Enter the date you want the answer by")},
        )


def _supplier_hint(supplier: Supplier, number: int) -> str:
    actions = _("1 open action") if number == 1 else _("%(n)d open actions") % {"n": number}
    return format_html("{}. {}", actions, breakable(supplier.contact_email))


def _text_field(label: str, *, limit: int = 2000, rows: int = 3, **kwargs: Any) -> forms.CharField:
    widget = GovukTextarea(maxlength=limit, threshold=75, rows=rows) if limit > 200 else forms.TextInput()
    message = _("Your answer to “%(label)s” must be %(limit)s characters or fewer") % {
        "label": label,
        "limit": f"{limit:,}",
    }
    return forms.CharField(
        label=label, max_length=limit, required=False, widget=widget, error_messages={"max_length": message}, **kwargs
    )


def _evidence_field(help_text: str, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=_("A file that shows it"),
        help_text=help_text,
        required=required,
        max_length=200,
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose another"),
            "max_length": _("The file name is too long. Use 200 characters or fewer"),
        },
    )


class EvidenceForm(forms.Form):
    """The file that the supplier's workbook named."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"] = _evidence_field(
            _("PDF, DOCX, JPG or PNG, up to 25 MB. Do not show workers’ faces or papers."), required=True
        )


class AnswerForm(forms.Form):
    """One action, as the supplier fills it in. version: of the action that the page showed."""

    mark_optional = False
    SAID = (
        (FindingStatus.IN_PROGRESS, gettext_lazy("We are working on it")),
        (FindingStatus.CLOSED_UNVERIFIED, gettext_lazy("It is done")),
        (FindingStatus.DISPUTED, gettext_lazy("We do not agree with it")),
    )
    version = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, today: date, **kwargs: Any) -> None:
        # A comment may be the business's own: it is added to, never shown.
        names = (*ANSWER_TEXT_FIELDS, "status", "completed_on", "version")
        kwargs["initial"] = {name: getattr(action, name) for name in names if name != "comment"}
        super().__init__(*args, **kwargs)
        self.has_evidence = bool(action.files.all())
        labels = {
            "root_cause": _("Why did it happen?"),
            "corrective_action": _("What are you doing to put it right?"),
            "preventive_action": _("What will stop it happening again?"),
        }
        for name, label in labels.items():
            self.fields[name] = _text_field(label)
        self.fields["responsible_name"] = _text_field(_("Who is responsible for it?"), limit=100)
        self.fields["status"] = forms.ChoiceField(
            label=_("What is the status?"),
            choices=self.SAID,
            required=False,
            widget=GovukRadios(reveals={FindingStatus.CLOSED_UNVERIFIED: "completed_on"}),
            error_messages={"invalid_choice": _("Say how far you have got: choose one of the answers")},
        )
        self.fields["completed_on"] = GovukDateField(
            label=_("When was it done?"),
            required=False,
            earliest=today - timedelta(days=3653),
            latest=today,
            error_messages={"too_late": _("The date it was done must be today or in the past")},
        )
        self.fields["evidence"] = _evidence_field(
            _("PDF, DOCX, JPG or PNG, up to 25 MB. Required once it is done. Do not show workers’ faces or papers."),
            required=False,
        )
        self.fields["comment"] = _text_field(_("Anything else you want to say"), rows=2)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        is_done = cleaned.get("status") == FindingStatus.CLOSED_UNVERIFIED
        if is_done and not cleaned.get("completed_on") and "completed_on" not in self.errors:
            self.add_error("completed_on", _("Enter the date it was done"))
        if is_done and not self.has_evidence and not cleaned.get("evidence") and "evidence" not in self.errors:
            self.add_error("evidence", _("Add a file that shows what was done"))

    def answer(self) -> dict[str, object]:
        """Return the arguments of services.supplier_answers.save_answer, except link and action."""
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "fields": {name: cleaned[name] for name in ANSWER_TEXT_FIELDS},
            "status": FindingStatus(cleaned["status"]) if cleaned["status"] else None,
            "completed_on": cleaned["completed_on"],
            "upload": cleaned["evidence"],
        }


ANSWER_TEXT_FIELDS = ("root_cause", "corrective_action", "preventive_action", "responsible_name", "comment")
