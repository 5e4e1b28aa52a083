"""Forms of one case. What they hold is sealed by the services; nothing of it is kept by a form."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import (
    Age,
    CallOutcome,
    Category,
    Danger,
    Level,
    Marking,
    NoteKind,
    RevealReason,
    Status,
    TaskKind,
)
from compliance.casework.forms.calls import many_of, one_of, words
from compliance.casework.rules.closing import NO_FORCE, UNKNOWN
from portal.accounts.models import User
from portal.core.forms import GovukDateField, GovukRadios, GovukTextarea, GovukTextInput, QuickChoiceField
from portal.core.forms.hidden_fields import VersionField
from portal.reference import helpline, places

LEVEL_HINTS = {code: item.help for code, item in helpline.get_codes("triage_level").items()}
# Tasks that nobody adds by hand.
MADE_BY_US = (TaskKind.CHILD_ACTION, TaskKind.CONTACT_REQUEST)
MAX_CALL_MINUTES = 24 * 60 - 1
CALLED = (
    CallOutcome.SPOKE,
    CallOutcome.NO_ANSWER,
    CallOutcome.SOMEBODY_ELSE,
    CallOutcome.NOT_SAFE,
    CallOutcome.MESSAGE_LEFT,
    CallOutcome.LINE_DROPPED,
)
MOVES = (
    Status.TRIAGED,
    Status.IN_PROGRESS,
    Status.AWAITING_CONTACT,
    Status.AWAITING_PARTNER,
    Status.SAFEGUARDING_HOLD,
)


def text(label: Any, help_text: Any = "", *, needed: Any = None, most: int = 5000, rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=needed is not None,
        max_length=most,
        widget=GovukTextarea({"autocomplete": "off"}, maxlength=most, threshold=75, rows=rows),
        error_messages={"required": needed} if needed else None,
    )


def reason(help_text: Any = "") -> forms.CharField:
    return text(_("Reason"), help_text, needed=_("Enter a reason"), most=2000, rows=3)


class Versioned(forms.Form):
    """version: of the row that the form was drawn from, so that nobody overwrites what a colleague saved."""

    version = VersionField(required=False)


class LevelForm(Versioned):
    """offered: codes of the levels that the person may set."""

    level = forms.ChoiceField(label=_("Level"), choices=Level, widget=GovukRadios(hints=LEVEL_HINTS))
    reason = reason(_("This is saved as a decision. You cannot change it later."))

    def __init__(self, *args: Any, offered: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [choice for choice in Level.choices if choice[0] in offered]


class AgeForm(Versioned):
    age = forms.ChoiceField(label=_("Is anyone under 18?"), choices=Age, widget=GovukRadios())
    reason = reason(_("This is saved as a decision. You cannot change it later."))


class FactsForm(Versioned):
    """The coded facts that the yearly tables count (docs/requirements/helpline.md#coded-facts)."""

    mark_optional = False
    category = forms.ChoiceField(label=_("Kind of case"), choices=[("", "–"), *Category.choices], required=False)
    danger_level = forms.ChoiceField(label=_("Danger"), choices=Danger)
    purpose = one_of(_("Why they contacted us"), "contact_purpose")
    exploitation_types = many_of(_("Exploitation"), "exploitation_type")
    exploitation_subtypes = many_of(_("Exploitation in detail"), "exploitation_subtype")
    sectors = many_of(_("Sector"), "sector")
    language = one_of(_("Reporter’s language"), "language")
    nation = one_of(_("Nation"), "nation")
    region = one_of(_("Region"), "region")
    police_force = QuickChoiceField(label=_("Police force for the place of exploitation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("region") in NO_FORCE:
            del self.fields["police_force"]
            return
        forces = sorted((force.name, code) for code, force in places.get_police_forces().items())
        known = [(code, name) for name, code in forces]
        self.fields["police_force"].choices = [("", "–"), (UNKNOWN, _("Not known")), *known]

    def clean(self) -> dict[str, Any]:
        """Outside the regions of the United Kingdom there is no force."""
        cleaned = super().clean() or {}
        if cleaned.get("region") in NO_FORCE:
            cleaned["police_force"] = ""
        return cleaned


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label=_("Status"), choices=[(status.value, status.label) for status in MOVES], widget=GovukRadios()
    )


class AssignForm(forms.Form):
    owner = forms.ChoiceField(label=_("Assigned to"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("No one: return it to the queue")), *people]


class NoteForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of note"),
        choices=NoteKind,
        widget=GovukRadios(hints={NoteKind.DECISION: _("You cannot change it later.")}),
        initial=NoteKind.LOG,
    )
    text = text(_("Note"), needed=_("Enter a note"))


class TaskForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Task"), choices=[choice for choice in TaskKind.choices if choice[0] not in MADE_BY_US]
    )
    what = text(_("Details"), most=1000, rows=2)
    due_on = GovukDateField(label=_("Due date"), required=False)
    due_time = forms.TimeField(
        label=_("Due time"),
        help_text=_("For example, 14:30."),
        required=False,
        widget=GovukTextInput(width=5),
        error_messages={"invalid": _("Enter a time, like 14:30")},
    )

    @property
    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "kind": cleaned["kind"],
            "what": cleaned["what"],
            "due_at": moment(cleaned["due_on"], cleaned["due_time"]),
        }


class FinishForm(forms.Form):
    outcome = text(_("Outcome"), most=2000, rows=3)


class ReachedForm(forms.Form):
    """Somebody asked to be called: it ends only by what came of it."""

    outcome = text(
        _("What happened"),
        _("If no one answered, leave this task open and record the call with the next attempt."),
        needed=_("Enter what happened"),
        most=2000,
        rows=3,
    )


class CallLogForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How it ended"), choices=[(outcome.value, outcome.label) for outcome in CALLED], widget=GovukRadios()
    )
    minutes = forms.IntegerField(
        label=_("Length of the call, in minutes"),
        help_text=_("Leave blank if no one answered."),
        required=False,
        min_value=0,
        max_value=MAX_CALL_MINUTES,
        widget=GovukTextInput(width=5),
    )
    words = text(_("What was said"), most=10_000)
    next_on = GovukDateField(label=_("Next attempt: date"), required=False)
    next_time = forms.TimeField(
        label=_("Next attempt: time"),
        required=False,
        widget=GovukTextInput(width=5),
        error_messages={"invalid": _("Enter a time, like 14:30")},
    )

    @property
    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        next_try_at = moment(cleaned["next_on"], cleaned["next_time"])
        call = {name: cleaned[name] for name in ("outcome", "minutes", "words")}
        return call | {"next_try_at": next_try_at}


class RevealForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why do you need to know?"),
        choices=RevealReason,
        widget=GovukRadios(),
        error_messages={"required": _("Select a reason")},
    )
    words = text(_("More detail for anyone who checks this later"), _("This is sealed."), most=1000, rows=2)


class SafeForm(forms.Form):
    """Before a number is shown at a time that nobody named as safe (docs/requirements/helpline.md#safe-calls)."""

    is_safe = forms.BooleanField(
        label=_("I know it is safe to call now"),
        error_messages={"required": _("Confirm it is safe to call now before you see the number")},
    )
    how = text(_("How you know it is safe"), needed=_("Enter how you know it is safe"), most=500, rows=2)


class RestrictForm(forms.Form):
    """leads: those who may keep access to a sealed case; one of them has to."""

    mark_optional = False
    marking = forms.ChoiceField(
        label=_("Who can know about it"),
        choices=[(marking.value, marking.label) for marking in (Marking.RESTRICTED, Marking.SEALED)],
        widget=GovukRadios(),
    )
    lead = QuickChoiceField(
        label=_("If you seal it, which lead keeps access?"),
        help_text=_("Another lead must always be able to open a sealed case."),
        required=False,
    )
    reason = reason()

    def __init__(self, *args: Any, leads: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leads = {str(person.uuid): person for person in leads}
        self.fields["lead"].choices = [("", "–"), *((uuid, str(person)) for uuid, person in self.leads.items())]
        if not leads:
            del self.fields["lead"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.leads and cleaned.get("marking") == Marking.SEALED and not cleaned.get("lead"):
            self.add_error("lead", _("Select a lead who keeps access"))
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        lead = self.leads.get(cleaned.get("lead") or "") if cleaned["marking"] == Marking.SEALED else None
        return {"marking": cleaned["marking"], "reason": cleaned["reason"], "lead": lead}


class ReasonForm(forms.Form):
    reason = reason()


class ReaderForm(forms.Form):
    person = forms.ChoiceField(label=_("Person"))
    word = forms.ChoiceField(
        label=_("Access"),
        choices=[("name", _("Can open the case")), ("keep_out", _("Cannot open the case"))],
        widget=GovukRadios(inline=True),
    )
    reason = reason()

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people


class MergeForm(forms.Form):
    into = words(_("Reference of the case to keep"), _("It starts with MSH-."), most=20, width=20)
    reason = reason(_("Say how you know that both are the same situation."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].required = True
        self.fields["into"].error_messages["required"] = _("Enter the reference of the case to keep")


class SummaryForm(Versioned):
    title = words(_("Title"), _("A few words so colleagues can recognise it. No names."), most=120)
    summary = text(_("Summary"), most=8000, rows=8)
    summary_for_partners = text(_("Summary for partners"), _("No names unless they agreed."), most=4000)


def moment(day: date | None, at: time | None) -> datetime | None:
    """On the clocks people see; nine in the morning where no time was said."""
    return timezone.make_aware(datetime.combine(day, at or time(9))) if day else None
