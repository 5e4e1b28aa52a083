"""What a lead chooses for a feed, and what people of an agency say of one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.cases import reason, text
from compliance.hotspots.labels import describe_selection
from compliance.sharing.choices import FeedKind
from compliance.sharing.rules.grading import PERMITTED
from compliance.sharing.services.feed_content import Selection
from portal.core.forms import GovukDateField, QuickChoiceField
from portal.reference import helpline

SEPARATOR = ":"


class HotspotFeedForm(forms.Form):
    """analyses: type of exploitation and sector of the hotspots that there are; empty codes stand for all."""

    analysis = QuickChoiceField(
        label=_("Type of exploitation and sector"),
        error_messages={"required": _("Select the type of exploitation and the sector")},
    )

    def __init__(self, *args: Any, analyses: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["analysis"].choices = [(SEPARATOR.join(one), describe_selection(*one)) for one in analyses]

    @property
    def selection(self) -> Selection:
        exploitation_type, _separator, sector = self.cleaned_data["analysis"].partition(SEPARATOR)
        return Selection(FeedKind.HOTSPOTS, exploitation_type=exploitation_type, sector=sector)


class RecordFeedForm(forms.Form):
    """For a kind of feed with a row a case or a site."""

    begins = GovukDateField(label=_("First day cases were opened"))
    ends = GovukDateField(label=_("Last day cases were opened"))
    handling = QuickChoiceField(label=_("Handling code (3x5x2)"), initial=PERMITTED)

    def __init__(self, *args: Any, kind: FeedKind, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in ("begins", "ends"):
            self.fields[name].latest = today
        self.fields["handling"].choices = helpline.get_choices("intelligence_handling")
        if kind != FeedKind.OPERATIONAL:
            del self.fields["handling"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("The last day must be on or after the first day"))
        return cleaned

    @property
    def selection(self) -> Selection:
        cleaned = self.cleaned_data
        return Selection(
            self.kind, begins=cleaned["begins"], ends=cleaned["ends"], handling=cleaned.get("handling") or PERMITTED
        )


class AskForm(forms.Form):
    reason = reason(
        _("Why this feed should be sent. The second person will read this and see exactly what would be sent.")
    )


class FeedAnswerForm(forms.Form):
    outcome = QuickChoiceField(label=_("What happened"), error_messages={"required": _("Select what happened")})
    words = text(
        _("What you found and what you did"), _("Only the helpline can read this once you have sent it."), most=4000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", "–"), *helpline.get_choices("referral_outcome")]
