"""Forms that belong to the concern they were shown for: an old tab must not change the concern that is open now."""

from typing import Any

from django import forms
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

FIELD = "shown_for"


class BoundToConcernForm(forms.Form):
    """Without other fields it is the form of a single button.

    binding: the opaque value of the concern that is open, services.visits.OpenVisit.form_binding. A form that comes
    back with another value is refused, keeps what was typed, and belongs to the open concern from then on.
    """

    mark_optional = False
    other_concern_message = _("You pressed the button on a page for a different code. Nothing was changed.")
    shown_for = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *args: Any, binding: str, **kwargs: Any) -> None:
        self.is_for_other_concern = False
        if data is not None:
            self.is_for_other_concern = not constant_time_compare(data.get(FIELD, ""), binding)
            data = {**data.dict(), FIELD: binding}
        super().__init__(data, *args, **kwargs)
        self.fields[FIELD].initial = binding

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_for_other_concern:
            self.add_error(None, forms.ValidationError(self.other_concern_message, code="other_concern"))
        return cleaned


class EndForm(BoundToConcernForm):
    other_concern_message = _(
        "You pressed the button on a page for a different code. We have not ended any messages. End the messages only "
        "if you mean those of the code that you entered last."
    )


class NewCodeForm(BoundToConcernForm):
    other_concern_message = _(
        "You pressed the button on a page for a different code. We have not changed any code. Ask for a new code only "
        "if you want to replace the code that you entered last."
    )


class DeleteContactForm(BoundToConcernForm):
    other_concern_message = _(
        "You pressed the button on a page for a different code. We have not deleted anything. Delete your contact "
        "details only if you mean those of the code that you entered last."
    )
