"""The required pages of the shortest way (docs/requirements/helpline.md#shortest-way)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.concerns import labels
from compliance.concerns.forms.contact import SafeForm
from compliance.concerns.forms.fields import (
    MAX_ACCOUNT_TEXT,
    QuestionForm,
    checkboxes_field,
    radios_field,
    textarea_field,
)
from compliance.concerns.rules import journey, sharing


class PurposeForm(forms.Form):
    """The first question: the reason why somebody is here."""

    purpose = radios_field(
        _("What would you like to do?"), labels.PURPOSE, required=_("Select what you would like to do"),
    )  # fmt: skip


class DangerForm(QuestionForm):
    """The question whether anyone is in danger now."""

    heading = _("Is anyone in danger now?")

    def build(self) -> None:
        self.fields["danger_level"] = radios_field(
            self.heading,
            labels.DANGER,
            _("If you have a question about your work, select “No”.")
            if self.is_advice
            else _("If you select yes, the next page explains how to reach the police at once."),
            required=_("Select an answer. You can choose “I am not sure”"),
        )


class AgeForm(QuestionForm):
    """The age of the affected person."""

    heading = _("Is anyone under 18?")

    def build(self) -> None:
        hint = _("We help children first. If you are not sure, we treat them as a child.")
        if self.is_self:
            self.heading = _("Are you under 18?")
        elif self.is_advice:
            self.heading = _("Is your question about someone under 18?")
            hint = _("If it is not about a person, select “No”. We help children first.")
        self.fields["age_of_person"] = radios_field(
            self.heading,
            labels.AGE,
            hint,
            required=_("Select an answer. You can choose “I am not sure”"),
        )


class AccountForm(SafeForm):
    """The account of what happened, in the reporter's words, or a request to be called."""

    heading = _("What is happening?")

    def build(self) -> None:
        label = _("What is your question?") if self.is_advice else self.heading
        hint = _("Use your own words, in any language. You do not need proof.")
        if self.is_advice:
            hint = _("Do not give workers’ names.")
        elif self.route == "r5":
            hint = _("Use your own words, in any language. Do not give workers’ names.")
        self.fields["account"] = textarea_field(label, hint, max_length=MAX_ACCOUNT_TEXT, rows=9)
        # Whoever tells nobody who they are cannot be called: the page says so in the place of the question.
        if self.answers.get("identity_mode") != "anonymous":
            self.fields["wants_call"] = checkboxes_field(
                _("If you would rather talk"), {"yes": _("Call me")}, reveals={"yes": ("phone", *journey.SAFETY_KEYS)}
            )
            self.build_safety()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wants_call, account = bool(cleaned.get("wants_call")), (cleaned.get("account") or "").strip()
        if wants_call and not cleaned.get("phone"):
            self.add_error("phone", _("Enter a phone number we can call, or untick “Call me”"))
        self.check_safety(cleaned, is_reached=wants_call)
        if not wants_call and "account" not in self.errors and self._is_too_short(account):
            self.add_error("account", _("Enter at least 10 characters, add a file, or ask us to call you"))
        return cleaned

    def _is_too_short(self, account: str) -> bool:
        """Return whether the account is too short; with a file nothing need be written."""
        return len(account) < journey.MIN_ACCOUNT_LENGTH and (bool(account) or not self.answers.get("has_files"))


class PrivacyForm(QuestionForm):
    """The reporter's choices about their name and about who may be told."""

    heading = _("How private do you want to be?")
    keeps_intro = True

    def build(self) -> None:
        # A question for advice is passed on to nobody.
        left_out = {"named_share"} if self.is_advice else set()
        self.fields["identity_mode"] = radios_field(
            _("Who can know who you are?"),
            {code: word for code, word in labels.IDENTITY.items() if code not in left_out},
            hints={**labels.IDENTITY_HINTS, **({"anonymous": labels.FORGOTTEN} if self._has_contact else {})},
            required=_("Select who can know who you are"),
        )
        if self.is_advice:
            return
        offered = {code: labels.RECIPIENT[code] for code in sharing.RECIPIENTS}
        self.fields["consent"] = checkboxes_field(
            _("Who can we share it with?"),
            offered,
            _(
                "You can choose none, one or more. If you change your mind, write to us with your code. We cannot undo "
                "what we have shared by then."
            ),
        )

    @property
    def _has_contact(self) -> bool:
        return any(self.answers.get(key) for key in journey.REPORTER_KEYS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("identity_mode") == "anonymous" and self.answers.get("wants_call"):
            self.add_error(
                "identity_mode",
                _(
                    "We cannot call you if you stay anonymous. Select “Only the helpline may know who I am”, "
                    "or untick “Call me”"
                ),
            )
        return cleaned
