"""The first page of a referral: to whom it goes, and why it may, for all of the recipients at once."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.calls import words
from compliance.referrals.choices import OverrideGround, ReferralKind
from compliance.referrals.forms.referrals import CONSENT, GroundFields
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.services.disclosure import Ground
from compliance.referrals.services.recipients import Found, Target
from portal.core.forms import GovukCheckboxes, GovukRadios, QuickChoiceField
from portal.core.types import JsonObject
from portal.reference import helpline, safeguarding

OTHER, LATER = "other", "later"


class StartForm(GroundFields):
    """Several of those that were offered, or somebody typed.

    consented: codes of consent_recipient that somebody agreed to. Without a reason, or with LATER, each referral asks
    what goes and why on pages of its own.
    """

    mark_optional = False

    target = forms.MultipleChoiceField(
        label=_("Recipients"),
        help_text=_("Select everyone you want to refer to."),
        widget=GovukCheckboxes(),
        error_messages={"required": _("Select who you want to refer to")},
    )
    other_type = QuickChoiceField(label=_("Type of recipient"), required=False)
    other_name = words(_("Their name"), most=160)
    other_phone = words(
        _("Their phone number"), _("Take it from their own website or our list, never from the reporter."), most=40
    )
    other_email = forms.EmailField(label=_("Their secure email address"), required=False, max_length=254)
    kind = forms.ChoiceField(label=_("Type of referral"), choices=ReferralKind, widget=GovukRadios(inline=True))

    def __init__(self, *args: Any, offered: Found, age: str, consented: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets, self.age, self.consented = offered.all, age, consented
        types = [
            (code, label)
            for code, label in helpline.get_choices("referral_target_type")
            if code in rules.RECIPIENT_OF and safeguarding.is_in_any(code, offered.nations)
        ]
        self.fields["other_type"].choices = [("", "–"), *types]
        self.fields["kind"].initial = ReferralKind.REFERRAL
        field = self.fields["target"]
        field.choices = [(target.key, target.name) for target in self.targets.values()] + [(OTHER, _("Someone else"))]
        field.widget.hints = {key: _hint(target) for key, target in self.targets.items()}
        self._offer_grounds(local=[target.target_type for target in offered.local])

    def _offer_grounds(self, *, local: Collection[str]) -> None:
        grounds = [
            ground for ground in OverrideGround if ground != OverrideGround.CHILD_AT_RISK or self.age != rules.ADULT
        ]
        agreed = [(CONSENT, _("The person agreed"))] if self.consented else []
        field = self.fields["ground"]
        field.required = False
        later = (LATER, _("Choose the reason for each recipient on the next pages"))
        field.choices = [*agreed, *((ground.value, ground.label) for ground in grounds), later]
        field.initial = rules.propose_ground(age=self.age, local=local, consented=self.consented) or LATER

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("ground") in {"", LATER}:
            self.cleaned_data["ground"] = None
        cleaned = super().clean()
        chosen = cleaned.get("target", [])
        if OTHER in chosen:
            if not cleaned.get("other_type"):
                self.add_error("other_type", _("Select the type of recipient"))
            if not cleaned.get("other_name"):
                self.add_error("other_name", _("Enter their name"))
        if cleaned.get("ground") and not self.errors:
            self._refuse_wrong_ground(cleaned["ground"])
        return cleaned

    def _refuse_wrong_ground(self, ground: str) -> None:
        wrong = [
            target["name"]
            for target in self.chosen_targets
            if not rules.is_reason_for(ground, target=target["target_type"], age=self.age, consented=self.consented)
        ]
        if wrong:
            self.add_error(
                "ground",
                _(
                    "This reason does not cover %(names)s. Select another reason, or choose one for each "
                    "recipient on the next pages"
                )
                % {"names": ", ".join(wrong)},
            )

    @property
    def chosen_targets(self) -> list[JsonObject]:
        return [self._typed() if key == OTHER else self.targets[key].as_json() for key in self.cleaned_data["target"]]

    def _typed(self) -> JsonObject:
        typed = {name: self.cleaned_data.get(f"other_{name}") for name in ("name", "phone", "email")}
        return {"target_type": self.cleaned_data["other_type"]} | {key: value for key, value in typed.items() if value}

    @property
    def chosen_ground(self) -> Ground | None:
        """None where it is decided later."""
        return self.chosen if self.cleaned_data["ground"] else None


def _hint(target: Target) -> str:
    parts = [target.type_label, str(target.because), target.phone]
    return ". ".join(part for part in parts if part)
