"""Forms bound to the concern or draft they were shown for: an old tab must not change the one open now."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

FIELD = "shown_for"


class BoundForm(forms.Form):
    """A form with a binding; without other fields it is the form of a single button.

    binding: the opaque value of what is open, as form_binding of services.visits.OpenVisit and of
    services.draft.OpenDraft. A form that comes back with another value is refused, keeps what was typed, and belongs to
    what is open from then on. was_shown: it came from one of our pages, and was not made up.
    """

    mark_optional = False
    other_message: Any = ""
    shown_for = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *args: Any, binding: str, **kwargs: Any) -> None:
        self.is_for_other = self.was_shown = False
        if data is not None:
            shown_for = data.get(FIELD, "")
            self.is_for_other, self.was_shown = not constant_time_compare(shown_for, binding), bool(shown_for)
            data = data.copy()
            data[FIELD] = binding
        super().__init__(data, *args, **kwargs)
        self.fields[FIELD].initial = binding

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_for_other:
            self.add_error(None, forms.ValidationError(self.other_message, code="other"))
        return cleaned


class BoundToConcernForm(BoundForm):
    """A form bound to a concern that was sent."""

    other_message = _("You opened this page for a different code. We have not changed anything.")


class BoundToDraftForm(BoundForm):
    """A form bound to a draft."""

    other_message = _(
        "You filled in this page for a different report, so we have not saved it. Does it belong to the "
        "report that is open now? If it does, select Continue. If not, copy your answers first."
    )


class LeaveCodeForm(BoundToDraftForm):
    """The button to continue without a saved code."""

    other_message = _(
        "You opened this page for a different report. The code of your last report is still there. Continue "
        "only if you have that code, or do not need it."
    )


class EndForm(BoundToConcernForm):
    """The button to close the conversation."""

    other_message = _(
        "You opened this page for a different code. We have not ended any messages. This page now shows the "
        "code you entered last. End its messages only if you want to."
    )


class NewCodeForm(BoundToConcernForm):
    """The button to get a new code."""

    other_message = _(
        "You opened this page for a different code. We have not changed any code. This page is now for the "
        "code you entered last. Get a new one only if you want to replace it."
    )


class DeleteContactForm(BoundToConcernForm):
    """The button to delete name and contact details."""

    other_message = _(
        "You opened this page for a different code. We have not deleted anything. This page is now for the "
        "code you entered last. Delete the contact details only if they go with that code."
    )
