"""To whom everything goes that somebody has in hand."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.data_protection.services.offboarding import WorkInHand
from portal.accounts.models import User
from portal.core.forms import QuickChoiceField

# So many rows have a field of their own. A page with thousands would be asked of nobody, and a form with a thousand
# fields is refused as it is sent.
MAX_LISTED = 100


class LeavingForm(forms.Form):
    """A field each for the first rows, named by its uuid; rest: whoever takes all rows for which nobody is chosen."""

    def __init__(self, *args: Any, had: WorkInHand, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.had, self.people = had, {str(person.uuid): person for person in people}
        self.listed = had.first(MAX_LISTED)
        self.names = name_each(self.listed)
        self.unlisted = len(had) - len(self.listed)
        named = [(uuid, str(person)) for uuid, person in self.people.items()]
        if len(had):
            self.fields["rest"] = QuickChoiceField(
                label=_("Who will take everything you do not assign below?"),
                required=False,
                choices=[("", _("I will choose for each item")), *named],
            )
        for row in self.listed:
            self.fields[str(row.pk)] = QuickChoiceField(
                label=_("New owner of %s") % self.names[row.pk],
                required=False,
                choices=[("", _("The person chosen above")), *named],
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.unlisted and not cleaned.get("rest"):
            self.add_error("rest", _("Select who will take everything not listed below"))
        for row in self.listed:
            if not cleaned.get(str(row.pk)) and not cleaned.get("rest"):
                self.add_error(str(row.pk), _("Select a new owner for %s") % self.names[row.pk])
        return cleaned

    @property
    def owners(self) -> dict[UUID, User]:
        heir = self.cleaned_data.get("rest")
        return {row.pk: self.people[self.cleaned_data.get(str(row.pk)) or heir] for row in self.had}


def name_each(rows: Sequence[Any]) -> dict[UUID, str]:
    """Return a name for each row by its key: those described alike are numbered from the second on."""
    seen: Counter[str] = Counter()
    names: dict[UUID, str] = {}
    for row in rows:
        words = describe(row)
        seen[words] += 1
        names[row.pk] = words if seen[words] == 1 else f"{words} ({seen[words]})"
    return names


def describe(row: Any) -> str:
    """A row that changes hands, without anything that somebody told."""
    about = getattr(row, "case", None)
    kind = row.get_kind_display() if hasattr(row, "get_kind_display") else row._meta.verbose_name
    if row._meta.model_name == "calldraft":
        return _("the unfinished call form of %(time)s") % {"time": f"{timezone.localtime(row.began_hour):%H:%M}"}
    return f"{about}: {kind}" if about else str(row)
