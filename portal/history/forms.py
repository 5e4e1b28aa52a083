"""The filter of the log: who, what, from when to when."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.core.forms import GovukDateField
from portal.history import event_labels, selectors
from portal.history.models import Entry

EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)


class EntryFilter(forms.Form):
    """Filters a queryset by a query string; its choices are those of the entries that the reader may see.

    where: the columns by which the reader's entries are chosen; none of all.
    """

    person = forms.ChoiceField(label=_("Who"), required=False)
    action = forms.ChoiceField(label=_("What"), required=False)
    since = GovukDateField(label=_("From"), required=False, earliest=EARLIEST, latest=LATEST)
    until = GovukDateField(label=_("To"), required=False, earliest=EARLIEST, latest=LATEST)

    def __init__(self, *args: Any, entries: QuerySet[Entry], where: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        named = sorted((event_labels.get_action_name(action), action) for action in selectors.actions_in(**where))
        self.fields["person"].choices = [("", _("Everyone")), *selectors.people_in(**where)]
        self.fields["action"].choices = [("", _("Everything")), *((action, name) for name, action in named)]

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must be the same as or after the first day."))

    def describe(self) -> str:
        """Return how the list is narrowed, for the export: "Who: Robin Example; From: 1 May 2026"."""
        if not self.is_valid():
            return ""
        shown = []
        for name, field in self.fields.items():
            if value := self.cleaned_data[name]:
                text = dict(field.choices)[value] if hasattr(field, "choices") else date_format(value)
                shown.append(f"{field.label}: {text}")
        return "; ".join(shown)

    def get_entries(self) -> QuerySet[Entry]:
        """Return the entries that fit; all of them where the form is not valid."""
        entries = self.entries
        values = self.cleaned_data if self.is_valid() else {}
        if values.get("person"):
            entries = entries.filter(actor_id=int(values["person"]))
        if values.get("action"):
            entries = entries.filter(action=values["action"])
        if values.get("since"):
            entries = entries.filter(at__gte=_midnight(values["since"]))
        if values.get("until"):
            entries = entries.filter(at__lt=_midnight(values["until"], days_later=1))
        return entries


def _midnight(day: date, *, days_later: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=days_later), time.min))
