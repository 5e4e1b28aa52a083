"""Approving and signing: on screen by the person, or recorded from a meeting or a signed page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements.choices import Way
from compliance.statements.core.forms.fields import EARLIEST, TextField
from compliance.statements.rules import legal_forms
from compliance.statements.rules.facts import Approval
from compliance.statements.rules.signoff import approval_problems
from compliance.statements.signoff.services.signoff import Signatory, SignoffDetails
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextarea, GovukTextInput
from portal.files.models import StoredFile

NAME_LENGTH = 50
# What stands behind an approval (s.54(6); statutory guidance 6).
CONFIRMED = (
    ("text", gettext_lazy("The body approved exactly the text on this page")),
    (
        "whole",
        gettext_lazy("It approved the statement as a whole, and no committee or single person did so in its place"),
    ),
    ("day", gettext_lazy("It did so on the date given here")),
)
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


class GivenForm(forms.Form):
    """What both records share. seen_hash is of the text that the page showed; day names the field of the date."""

    mark_optional = False
    day: str
    way = forms.ChoiceField(
        label=gettext_lazy("How was it given?"),
        widget=GovukRadios,
        error_messages={
            "required": gettext_lazy("Say how it was given"),
            "invalid_choice": gettext_lazy("Say how it was given"),
        },
    )
    page = forms.FileField(
        label=gettext_lazy("Signed page or minute"),
        help_text=gettext_lazy("PDF, JPG or PNG. It stays private: readers never see it."),
        required=False,
        widget=forms.ClearableFileInput,
        max_length=200,
        error_messages={
            "empty": gettext_lazy("The file is empty. Choose another"),
            "max_length": gettext_lazy("The file name is too long. Use 200 characters or fewer"),
        },
    )
    seen_hash = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, legal_form: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.legal_form, self.today = legal_form, today
        self.fields["reference"] = TextField(
            label=_("Minute or resolution number"),
            help_text=_("Private. It helps you find the record again."),
            max_length=160,
            required=False,
            widget=GovukTextInput(width=20),
        )

    def get_details(self, page: StoredFile | None) -> SignoffDetails:
        cleaned = self.cleaned_data
        return SignoffDetails(
            way=Way(cleaned["way"]),
            on=cleaned[self.day],
            seen_hash=cleaned["seen_hash"],
            reference=cleaned["reference"],
            page=page,
        )


class ApproveForm(GivenForm):
    """The body's decision on the exact text."""

    day = "approved_on"

    def __init__(self, *args: Any, period_end: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period_end = period_end
        self.fields["way"].choices = [
            (Way.ON_SCREEN, _("I took part in the decision and confirm it here")),
            (Way.RECORDED, _("I am recording the decision from a minute or resolution")),
        ]
        bodies = legal_forms.approving_bodies(self.legal_form)
        self.fields["body"] = forms.ChoiceField(
            label=_("Which body approved it?"),
            choices=bodies,
            initial=bodies[0][0] if len(bodies) == 1 else None,
            widget=GovukRadios,
            error_messages={
                "required": _("Select the body that approved it"),
                "invalid_choice": _("Select the body that approved it"),
            },
        )
        self.fields["body_name"] = TextField(
            label=_("What do you call this body?"),
            help_text=_("For example, “Board of trustees”. Leave it blank if the name above is right."),
            max_length=160,
            required=False,
        )
        self.fields["approved_on"] = GovukDateField(
            label=_("When did it approve the text?"),
            earliest=EARLIEST,
            latest=self.today,
            error_messages={
                "required": _("Enter the date of the approval"),
                "too_late": _("The date of the approval must be today or in the past"),
            },
        )
        sentence = _("Confirm that the body approved exactly this text as a whole: tick each point")
        self.fields["confirm"] = forms.MultipleChoiceField(
            label=_("What do you confirm?"),
            choices=CONFIRMED,
            widget=GovukCheckboxes,
            error_messages={"required": sentence, "invalid_choice": sentence},
        )
        self.fields["is_sure"] = forms.BooleanField(label=_("I have checked this. Record it as it is"), required=False)
        if not self.is_bound:
            del self.fields["is_sure"]
        order = ["body", "body_name", "approved_on", "way", "reference", "page", "is_sure", "confirm", "seen_hash"]
        self.order_fields(order)

    def clean_confirm(self) -> list[str]:
        if len(self.cleaned_data["confirm"]) < len(CONFIRMED):
            raise forms.ValidationError(self.fields["confirm"].error_messages["required"])
        return self.cleaned_data["confirm"]

    def clean(self) -> dict[str, Any]:
        """Warn once of what is odd about the record; then it may be saved."""
        cleaned = super().clean() or {}
        doubts = list(self._doubts(cleaned))
        if not doubts:
            del self.fields["is_sure"]
        elif not cleaned.get("is_sure"):
            self.add_error("is_sure", doubts)
        return cleaned

    def _doubts(self, cleaned: dict[str, Any]) -> Iterator[str]:
        approval = Approval(cleaned.get("body", ""), cleaned.get("approved_on"), "")
        for problem in approval_problems(self.legal_form, approval, period_end=self.period_end, today=self.today):
            if problem.is_warning:
                yield _(problem.sentence)
        # The vocabulary asks for the reference and does not require it.
        # See docs/requirements/statements.md#approval-reference.
        if cleaned.get("way") == Way.RECORDED and not cleaned.get("reference") and not cleaned.get("page"):
            yield _(
                "There is no evidence of the decision: give the minute or resolution number, or the page, if you can"
            )


class SignForm(GivenForm):
    """A name with a title. On screen, the name typed is the signature."""

    day = "signed_on"

    def __init__(self, *args: Any, signer: Any, approved_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signer, self.approved_on = signer, approved_on
        self.fields["way"].choices = [
            (Way.ON_SCREEN, _("I am the person signing")),
            (Way.RECORDED, _("I am recording a signature given on paper or elsewhere")),
        ]
        for name, label, token in (
            ("first_name", _("First name"), "given-name"),
            ("last_name", _("Last name"), "family-name"),
            ("job_title", _("Job title"), "organization-title"),
        ):
            self.fields[name] = TextField(
                label=label,
                max_length=NAME_LENGTH,
                widget=forms.TextInput({"autocomplete": token}),
                error_messages={"required": _("Enter the %(name)s of the person who signs") % {"name": label.lower()}},
            )
        roles = legal_forms.signatory_roles(self.legal_form)
        self.fields["role"] = forms.ChoiceField(
            label=_("In what role?"),
            choices=roles,
            widget=GovukRadios,
            error_messages={
                "required": _("Select the role in which the person signs"),
                "invalid_choice": _("Select the role in which the person signs"),
            },
        )
        self.fields["on_board"] = forms.ChoiceField(
            label=_("Does this person sit on the body that approved it?"),
            choices=YES_NO,
            required=False,
            widget=GovukRadios(inline=True),
            error_messages={"invalid_choice": _("Say whether the person sits on the body that approved it")},
        )
        self.fields["signed_on"] = GovukDateField(
            label=_("When was it signed?"),
            help_text=_("If you are signing here now, leave this empty: we use today’s date."),
            earliest=EARLIEST,
            latest=self.today,
            required=False,
            error_messages={"too_late": _("The date of the signature must be today or in the past")},
        )
        self.fields["confirm"] = forms.BooleanField(
            label=_("This is the text being signed, and it is true as far as the person signing knows"),
            error_messages={"required": _("Confirm that this is the text being signed")},
        )
        order = ["way", "first_name", "last_name", "job_title", "role", "on_board", "signed_on"]
        self.order_fields([*order, "reference", "page", "confirm", "seen_hash"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") == Way.ON_SCREEN:
            self._own_name(cleaned)
            cleaned["signed_on"] = self.today
        elif not cleaned.get("signed_on") and "signed_on" not in self.errors:
            self.add_error("signed_on", _("Enter the date of the signature"))
        signed_on = cleaned.get("signed_on")
        if signed_on and self.approved_on and signed_on < self.approved_on and "signed_on" not in self.errors:
            self.add_error("signed_on", _("The date of the signature cannot be before the date of the approval"))
        return cleaned

    def _own_name(self, cleaned: dict[str, Any]) -> None:
        """Nobody signs on screen in another's name, and the account's spelling of it is what is published."""
        first, last = (cleaned.get(name, "") for name in ("first_name", "last_name"))
        account_name = self.signer.get_full_name()
        if not account_name or "first_name" in self.errors:
            return
        if _fold(f"{first} {last}") != _fold(account_name):
            sentence = _("Type your own name as it is on your account: %(name)s") % {"name": account_name}
            self.add_error("first_name", sentence)
            return
        words, of_first = account_name.split(), len(first.split())
        spelled = {"first_name": " ".join(words[:of_first]), "last_name": " ".join(words[of_first:])}
        # Folding can make a name shorter than it is spelled: what does not fit stays as typed.
        if all(len(part) <= NAME_LENGTH for part in spelled.values()):
            cleaned |= spelled

    @property
    def signatory(self) -> Signatory:
        values = self.cleaned_data
        return Signatory(
            first_name=values["first_name"],
            last_name=values["last_name"],
            job_title=values["job_title"],
            role=values["role"],
            is_on_approving_board={"yes": True, "no": False}.get(values["on_board"]),
        )


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


class DeclineForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = TextField(
            label=_("Why are you not approving or signing it?"),
            help_text=_("The people writing the statement will read this. It is not public."),
            max_length=5000,
            widget=GovukTextarea(maxlength=5000, threshold=75, rows=5),
            error_messages={"required": _("Say why, so that the writers know what to change")},
        )
