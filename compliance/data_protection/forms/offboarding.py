"""To whom everything goes that somebody has in hand."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from compliance.data_protection.services.offboarding import WorkInHand
from portal.accounts.models import User
from portal.core.forms import QuickChoiceField


class LeavingForm(forms.Form):
    """A field a row, named by its uuid; rest: whoever takes all rows for which nobody is chosen."""

    def __init__(self, *args: Any, had: WorkInHand, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.had, self.people = had, {str(person.uuid): person for person in people}
        named = [(uuid, str(person)) for uuid, person in self.people.items()]
        if len(had):
            self.fields["rest"] = QuickChoiceField(
                label=_("Who takes everything for which you choose nobody below?"),
                required=False,
                choices=[("", _("Nobody: I choose for each")), *named],
            )
        for row in had:
            self.fields[str(row.pk)] = QuickChoiceField(
                label=_("New owner of %s") % describe(row), required=False, choices=[("", _("As chosen above")), *named]
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in self.had:
            if not cleaned.get(str(row.pk)) and not cleaned.get("rest"):
                self.add_error(str(row.pk), _("Choose who takes %s") % describe(row))
        return cleaned

    @property
    def owners(self) -> dict[UUID, User]:
        rest = self.cleaned_data.get("rest")
        return {row.pk: self.people[self.cleaned_data[str(row.pk)] or rest] for row in self.had}

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """Each row with its field."""
        for row in self.had:
            yield row, self[str(row.pk)]


def describe(row: Any) -> str:
    """A row that changes hands, without anything that somebody told."""
    about = getattr(row, "case", None)
    kind = row.get_kind_display() if hasattr(row, "get_kind_display") else row._meta.verbose_name
    if row._meta.model_name == "calldraft":
        return _("the open call form of %(time)s") % {"time": f"{row.began_hour:%H:%M}"}
    return f"{about}: {kind}" if about else str(row)
