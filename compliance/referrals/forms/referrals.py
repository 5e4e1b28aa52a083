"""Forms of a referral, one a step. What they hold is sealed by the services."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.calls import one_of, words
from compliance.casework.forms.cases import Versioned, moment, text
from compliance.referrals.choices import OverrideGround, ReferralStatus, Route
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.rules.disclosure import Awareness
from compliance.referrals.services.disclosable_items import Item
from compliance.referrals.services.disclosure import Ground
from compliance.referrals.services.package_lines import GRADING, Request
from compliance.referrals.services.responses import ANSWERS, NO_FEEDBACK
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextInput, QuickChoiceField
from portal.reference import helpline

CONSENT = rules.BY_CONSENT
YES, NO, UNKNOWN = "yes", "no", "unknown"
TOLD = {YES: True, NO: False, UNKNOWN: None}
AWARENESS_ANSWERS = {Awareness.TOLD: YES, Awareness.NOT_TOLD: NO, Awareness.NOT_KNOWN: UNKNOWN, Awareness.NOT_ASKED: ""}
NAMED_LATER = _("We show this on the check page if you tick it. A second person must approve it.")


class WhatForm(Versioned):
    """Each thing a tick, with the words that they would read. Files are ticked by nobody but the handler."""

    names = forms.MultipleChoiceField(
        label=_("What to share"),
        help_text=_(
            "Below each item is exactly what they will see. We have removed the name and contact details that the case "
            "has for who told us. Other words, like “my neighbour”, are still there and can show who it was."
        ),
        widget=GovukCheckboxes(),
        error_messages={"required": _("Select what to share")},
    )
    enclosed = forms.MultipleChoiceField(
        label=_("Files to send"),
        help_text=_("Check each file before you send it. Faces and papers can show who someone is."),
        required=False,
        widget=GovukCheckboxes(),
    )
    file_reason = text(
        _("Why must you send the original file?"),
        _(
            "You must say why if we could not clean the file, because it may show who made it. A second person "
            "must approve it."
        ),
        most=1000,
        rows=2,
    )
    note = text(
        _("Note to them"),
        _("Tell them anything else they need to know. Do not name the person who told us."),
        most=4000,
        rows=4,
    )

    ask = text(
        _("What do you want them to do?"),
        _("They will read this. Do not name the person who told us."),
        most=2000,
        rows=3,
    )
    answer_by = GovukDateField(label=_("When do you need a response?"), required=False)
    call_back = words(_("Phone number for them to call you back"), most=40, width=20)
    source = one_of(_("Grading 3x5x2: how reliable the source is"), "intelligence_source")
    assessment = one_of(_("Grading 3x5x2: how the source knows the information"), "intelligence_assessment")
    handling = one_of(_("Grading 3x5x2: how they can share the information"), "intelligence_handling")

    def __init__(self, *args: Any, items: Iterable[Item], target: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(items)
        if target not in rules.INVESTIGATORS:
            for name in GRADING:
                del self.fields[name]
        files = [item for item in offered if item.kind in rules.FILES]
        self._offer("names", [item for item in offered if item.kind not in rules.FILES])
        self._offer("enclosed", files)
        if not files:
            del self.fields["enclosed"]
        if not any(item.kind == rules.ORIGINAL for item in files):
            del self.fields["file_reason"]

    def _offer(self, name: str, items: list[Item]) -> None:
        field = self.fields[name]
        field.choices = [(item.name, item.label) for item in items]
        field.widget.hints = {item.name: _words_of(item) for item in items}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_original = any(name.startswith(f"{rules.ORIGINAL}:") for name in cleaned.get("enclosed", ()))
        if is_original and not cleaned.get("file_reason"):
            self.add_error("file_reason", _("Enter why you must send the original file, or remove it"))
        graded = [name for name in GRADING if cleaned.get(name)]
        if graded and len(graded) < len(GRADING):
            missing = next(name for name in GRADING if name not in graded)
            self.add_error(missing, _("Select all three parts of the grading, or none"))
        return cleaned

    @property
    def request(self) -> Request:
        cleaned = self.cleaned_data
        return Request(
            ask=cleaned["ask"],
            answer_by=cleaned["answer_by"].isoformat() if cleaned["answer_by"] else "",
            call_back=cleaned["call_back"],
            **{name: cleaned.get(name) or "" for name in GRADING},
        )

    @property
    def chosen(self) -> list[str]:
        """Things and files, by name."""
        return [*self.cleaned_data["names"], *self.cleaned_data.get("enclosed", ())]


def _words_of(item: Item) -> Any:
    return NAMED_LATER if item.kind in rules.IDENTITIES else "; ".join(item.text.splitlines())


class GroundFields(forms.Form):
    """Somebody agreed; or why it goes without. Who uses it offers the choices of the ground."""

    ground = forms.ChoiceField(
        label=_("Why can you share this?"),
        widget=GovukRadios(),
        error_messages={"required": _("Select why you can share this")},
    )
    facts = text(_("Facts you rely on"), _("Give only what was said or seen."), most=4000, rows=4)
    is_told = forms.ChoiceField(
        label=_("Does the person know you are sharing this?"),
        choices=[(YES, _("Yes, they were told")), (NO, _("No")), (UNKNOWN, _("Not known"))],
        required=False,
        widget=GovukRadios(inline=True),
    )
    why_not_told = text(_("If not, why not?"), _("Say also why, if you do not know."), most=1000, rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("ground") in {None, CONSENT}:
            return cleaned
        if not cleaned.get("facts"):
            self.add_error("facts", _("Enter the facts you rely on"))
        if not cleaned.get("is_told"):
            self.add_error("is_told", _("Select whether the person knows"))
        elif cleaned["is_told"] != YES and not cleaned.get("why_not_told"):
            self.add_error("why_not_told", _("Enter why you did not tell them"))
        return cleaned

    @property
    def chosen(self) -> Ground:
        cleaned = self.cleaned_data
        if cleaned["ground"] == CONSENT:
            return Ground()
        return Ground(
            ground=cleaned["ground"],
            facts=cleaned["facts"],
            is_told=TOLD[cleaned["is_told"]],
            why_not_told="" if cleaned["is_told"] == YES else cleaned["why_not_told"],
        )


class GroundForm(Versioned, GroundFields):
    """The same for one recipient, of a referral that is being changed."""

    def __init__(self, *args: Any, has_consent: bool, age: str, target: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = [(code, OverrideGround(code).label) for code in rules.get_grounds(age=age, target=target)]
        agreed = [(CONSENT, _("The person agreed"))] if has_consent else []
        self.fields["ground"].choices = [*agreed, *grounds]


class RecordForm(forms.Form):
    """That it went: who took it, when, their reference, and when we call again."""

    route = forms.ChoiceField(
        label=_("Result of the call"),
        choices=[(route.value, route.label) for route in (Route.PHONE, Route.SECURE_EMAIL)],
        widget=GovukRadios(),
        error_messages={"required": _("Select the result of the call")},
    )
    who = words(_("Who took the referral"), _("Give their name and job."), most=160)
    reference = words(
        _("Their reference"), _("An incident or case number. Leave this blank if they did not give one."), most=60
    )
    call_back = words(_("Their phone number"), most=40, width=20)
    next_on = GovukDateField(label=_("Date of our next reminder"), required=False)
    next_time = forms.TimeField(
        label=_("Time of our next reminder"),
        help_text=_("Leave both blank to use the usual time for this level."),
        required=False,
        widget=GovukTextInput(width=5),
        error_messages={"invalid": _("Enter a time, like 14:30")},
    )
    # Of what was previewed; anything else was not, and sending says so.
    digest = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].required = True
        self.fields["who"].error_messages["required"] = _("Enter who took the referral")

    @property
    def call(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("who", "reference", "call_back")}

    @property
    def next_call(self) -> Any:
        return moment(self.cleaned_data.get("next_on"), self.cleaned_data.get("next_time"))


class AnswerForm(Versioned):
    """What they say of it."""

    status = forms.ChoiceField(
        label=_("Their answer"),
        choices=[(status.value, status.label) for status in ANSWERS],
        widget=GovukRadios(
            hints={ReferralStatus.DONE.value: _("Record the outcome too, even if they told us nothing.")}
        ),
        error_messages={"required": _("Select their answer")},
    )
    outcome = QuickChoiceField(label=_("Outcome"), required=False)
    reference = words(_("Their reference"), _("An incident or case number."), most=60)
    words = text(_("Their response"), most=4000, rows=5)
    on = GovukDateField(label=_("Date they told us"))

    def __init__(self, *args: Any, today: date, for_partner: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = helpline.get_choices("referral_outcome", without=frozenset({NO_FEEDBACK} if for_partner else ()))
        self.fields["outcome"].choices = [("", "–"), *outcomes]
        self.fields["on"].latest, self.fields["on"].initial = today, today
        if for_partner:
            self.fields["words"].label = _("What you found and what you did")
            self.fields["words"].help_text = _("Once you send this, only the helpline can read it.")
            self.fields["reference"].label = _("Your reference")
            self.fields["on"].label = _("Date")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") == ReferralStatus.DONE and not cleaned.get("outcome"):
            self.add_error("outcome", _("Select an outcome"))
        return cleaned


class CalledForm(forms.Form):
    """One more call about it."""

    who = words(_("Who did you speak to?"), most=160)
    what = text(_("What they said"), needed=_("Enter their response"), most=2000, rows=3)
    next_on = GovukDateField(label=_("Date of our next reminder"), required=False)
    next_time = forms.TimeField(
        label=_("Time of our next reminder"),
        required=False,
        help_text=_("Leave both blank to keep the reminder as it is."),
        widget=GovukTextInput(width=5),
        error_messages={"invalid": _("Enter a time, like 14:30")},
    )

    @property
    def next_call(self) -> Any:
        return moment(self.cleaned_data.get("next_on"), self.cleaned_data.get("next_time"))
