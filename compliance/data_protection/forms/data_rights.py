"""Requests about somebody's data, and complaints. What is typed is sealed by the services."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.cases import text
from compliance.casework.services.sealed_search import Hit
from compliance.data_protection.choices import RequestKind
from compliance.data_protection.services.access_requests import ASKED_MORE, CANNOT, CONFIRMED
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextInput
from portal.reference import helpline

A_YEAR = timedelta(days=366)
LONGEST_ANSWER = 20_000


def _received(today: date) -> GovukDateField:
    return GovukDateField(
        label=_("When did it come?"),
        help_text=_("The deadline counts from this day."),
        earliest=today - A_YEAR,
        latest=today,
        error_messages={
            "required": _("Enter the day on which it came"),
            "too_late": _("The day must be today or in the past"),
        },
    )


class TakeRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What do they ask for?"),
        choices=RequestKind.choices,
        widget=GovukRadios,
        error_messages={"required": _("Choose what they ask for")},
    )
    who = text(_("Who asks?"), _("Name, and what they say of how we know them."), needed=_("Write who asks"), rows=2)
    how = text(_("How may we answer?"), _("Ask which way is safe."), needed=_("Write how we may answer"), rows=2)
    wants = text(_("In their words"), needed=_("Write what they ask for"))
    is_held_apart = forms.TypedChoiceField(
        label=_("Might this come from somebody who exploits others?"),
        help_text=_("If you are not sure, choose yes. Then only leads see it, and the answer tells nothing."),
        choices=[("yes", _("Yes, or I am not sure")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=GovukRadios,
        error_messages={"required": _("Choose yes if you are not sure")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"] = _received(today)


class CheckForm(forms.Form):
    how = text(_("How did you check who asks?"), needed=_("Write how you checked"), rows=3)
    outcome = forms.ChoiceField(
        label=_("Are they who they say?"),
        choices=[
            (CONFIRMED, _("Yes: go on")),
            (ASKED_MORE, _("Not known yet: I have asked for more")),
            (CANNOT, _("It cannot be confirmed: end the request")),
        ],
        widget=GovukRadios,
        error_messages={"required": _("Choose one")},
    )


class LookForm(forms.Form):
    words = forms.CharField(
        label=_("Look for"),
        help_text=_("A name, a phone number, a place. All of the words have to be there. They are not kept."),
        max_length=200,
        widget=GovukTextInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter what to look for")},
    )


class KeepForm(forms.Form):
    """words: looked for once more when the choice is sent, so that nothing but what was found can be kept."""

    words = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, hits: list[Hit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"] = forms.MultipleChoiceField(
            label=_("Which of these are about the person?"),
            help_text=_("Open each and make sure."),
            choices=[(str(hit.uuid), hit.reference) for hit in hits],
            widget=GovukCheckboxes,
            error_messages={"required": _("Tick those that are about the person, or look for something else")},
        )


class WriteForm(forms.Form):
    gives = text(
        _("What the person gets"),
        _(
            "Their own data, in plain words. Left empty, the letter neither confirms nor denies that we hold anything. "
            "So does the letter of a request that is held apart, whatever stands here."
        ),
        most=LONGEST_ANSWER,
        rows=10,
    )
    left_out = text(_("What is left out, and why"), _("For the second person and the file. It is never sent."), rows=4)
    exemptions = forms.MultipleChoiceField(
        label=_("Exemptions you rely on"),
        required=False,
        choices=helpline.get_choices("exemption"),
        widget=GovukCheckboxes,
    )
    erases = forms.BooleanField(label=_("Erase what was found when the answer is released"), required=False)

    def __init__(self, *args: Any, today: date, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != RequestKind.ERASURE:
            del self.fields["erases"]
        self.fields["review_on"] = GovukDateField(
            label=_("If something is refused: when do we look at it again?"),
            required=False,
            earliest=today,
            error_messages={"too_early": _("The day must be today or later")},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned.setdefault("erases", False)
        if cleaned.get("exemptions") and not cleaned.get("left_out"):
            self.add_error("left_out", _("Write what is left out, and why"))
        if (
            not cleaned.get("gives")
            and not cleaned["erases"]
            and not (cleaned.get("left_out") or cleaned.get("exemptions"))
        ):
            self.add_error("left_out", _("Write why the person gets nothing, for example that nothing was found"))
        if self._refuses_erasure(cleaned) and not cleaned.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", _("Enter the day on which we look at the refusal again"))
        return cleaned

    def _refuses_erasure(self, cleaned: dict[str, Any]) -> bool:
        return "erases" in self.fields and not cleaned["erases"]


class SendBackForm(forms.Form):
    why = text(_("What has to change?"), needed=_("Write what has to change"), rows=3)


class TakeComplaintForm(forms.Form):
    who = text(_("Who complains?"), needed=_("Write who complains"), rows=2)
    how = text(_("How may we answer?"), _("Ask which way is safe."), needed=_("Write how we may answer"), rows=2)
    about = text(_("What is it about?"), needed=_("Write what it is about"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"] = _received(today)


class OwnerForm(forms.Form):
    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ChoiceField(
            label=_("Who looks into it?"),
            choices=[("", _("Choose a person")), *people],
            error_messages={"required": _("Choose who looks into it")},
        )


class AnswerForm(forms.Form):
    text = text(
        _("The answer"),
        _("What you found, what you change, and that they may complain to the Information Commissioner."),
        needed=_("Write the answer"),
        most=LONGEST_ANSWER,
        rows=8,
    )
