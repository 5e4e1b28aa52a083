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
MAX_ANSWER_LENGTH = 20_000


def _received(today: date) -> GovukDateField:
    return GovukDateField(
        label=_("When did we receive it?"),
        help_text=_("We work out the deadline from this date."),
        earliest=today - A_YEAR,
        latest=today,
        error_messages={
            "required": _("Enter the date we received it"),
            "too_late": _("Date received must be today or in the past"),
        },
    )


class TakeRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What are they asking for?"),
        choices=RequestKind.choices,
        widget=GovukRadios,
        error_messages={"required": _("Select what they are asking for")},
    )
    who = text(
        _("Who is asking?"),
        _("Give their name and what they say about how we know them."),
        needed=_("Enter who is asking"),
        rows=2,
    )
    how = text(_("How can we reply?"), _("Ask which way is safe."), needed=_("Enter how we can reply"), rows=2)
    wants = text(_("Request in their own words"), needed=_("Enter what they are asking for"))
    is_held_apart = forms.TypedChoiceField(
        label=_("Could this be from someone who exploits others?"),
        help_text=_(
            "If you are not sure, select yes. Only leads will see it, and the answer will not reveal anything."
        ),
        choices=[("yes", _("Yes, or I am not sure")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=GovukRadios,
        error_messages={"required": _("Select yes if you are not sure")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"] = _received(today)


class CheckForm(forms.Form):
    how = text(_("How did you check their identity?"), needed=_("Enter how you checked their identity"), rows=3)
    outcome = forms.ChoiceField(
        label=_("Is this person who they say they are?"),
        choices=[
            (CONFIRMED, _("Yes, continue")),
            (ASKED_MORE, _("Not known yet, I have asked for more information")),
            (CANNOT, _("We cannot confirm it, so end the request")),
        ],
        widget=GovukRadios,
        error_messages={"required": _("Select an answer")},
    )


class LookForm(forms.Form):
    words = forms.CharField(
        label=_("Search for"),
        help_text=_(
            "For example, a name, phone number or place. Results must include every word. We do not save your search."
        ),
        max_length=200,
        widget=GovukTextInput({"autocomplete": "off"}),
        error_messages={"required": _("Enter what to search for")},
    )


class KeepForm(forms.Form):
    """words: looked for once more when the choice is sent, so that nothing but what was found can be kept."""

    words = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, hits: list[Hit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"] = forms.MultipleChoiceField(
            label=_("Which of these are about this person?"),
            help_text=_("Open each one to make sure."),
            choices=[(str(hit.uuid), hit.reference) for hit in hits],
            widget=GovukCheckboxes,
            error_messages={"required": _("Select those that are about this person, or search for something else")},
        )


class WriteForm(forms.Form):
    gives = text(
        _("What we will send them"),
        _(
            "Give their own data, in plain words. If you leave this blank, the letter does not say if we "
            "hold anything. The letter for a restricted request never says so, whatever you enter."
        ),
        most=MAX_ANSWER_LENGTH,
        rows=10,
    )
    left_out = text(
        _("What you have left out, and why"),
        _("This is for the second person and our records. We never send it."),
        rows=4,
    )
    exemptions = forms.MultipleChoiceField(
        label=_("Exemptions you rely on"),
        required=False,
        choices=helpline.get_choices("exemption"),
        widget=GovukCheckboxes,
    )
    erases = forms.BooleanField(label=_("Erase the data found when the answer is approved"), required=False)

    def __init__(self, *args: Any, today: date, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != RequestKind.ERASURE:
            del self.fields["erases"]
        self.fields["review_on"] = GovukDateField(
            label=_("If you refuse anything, when will we review that?"),
            required=False,
            earliest=today,
            error_messages={"too_early": _("Review date must be today or in the future")},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned.setdefault("erases", False)
        if cleaned.get("exemptions") and not cleaned.get("left_out"):
            self.add_error("left_out", _("Enter what you have left out, and why"))
        if (
            not cleaned.get("gives")
            and not cleaned["erases"]
            and not (cleaned.get("left_out") or cleaned.get("exemptions"))
        ):
            self.add_error("left_out", _("Enter why we will not send anything, for example that we found nothing"))
        if self._refuses_erasure(cleaned) and not cleaned.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", _("Enter the date we will review the refusal"))
        return cleaned

    def _refuses_erasure(self, cleaned: dict[str, Any]) -> bool:
        return "erases" in self.fields and not cleaned["erases"]


class SendBackForm(forms.Form):
    why = text(_("What needs to change?"), needed=_("Enter what needs to change"), rows=3)


class TakeComplaintForm(forms.Form):
    who = text(_("Who is complaining?"), needed=_("Enter who is complaining"), rows=2)
    how = text(_("How can we reply?"), _("Ask which way is safe."), needed=_("Enter how we can reply"), rows=2)
    about = text(_("What is the complaint about?"), needed=_("Enter what the complaint is about"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"] = _received(today)


class OwnerForm(forms.Form):
    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ChoiceField(
            label=_("Who will review it?"),
            choices=[("", _("Select a person")), *people],
            error_messages={"required": _("Select who will review it")},
        )


class AnswerForm(forms.Form):
    text = text(
        _("Answer"),
        _("Say what you found, what you will change, and that they can complain to the Information Commissioner."),
        needed=_("Enter the answer"),
        most=MAX_ANSWER_LENGTH,
        rows=8,
    )
