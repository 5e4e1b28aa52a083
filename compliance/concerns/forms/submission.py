"""The forms to send a concern and to confirm the code."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.concerns.forms.fields import text_field
from portal.core.forms import GovukTextInput

# Nobody reads the promises and answers five questions sooner; a program does.
# See docs/requirements/security.md#human-timing.
MIN_FILL_TIME = timedelta(seconds=3)


class SendForm(forms.Form):
    """The form to send. token: of the draft on the page. website: a hidden field that only programs fill in.

    draft: the token of the draft that is open now; a page of another draft sends nothing.
    """

    mark_optional = False
    token = forms.UUIDField(widget=forms.HiddenInput)
    website = text_field(_("Leave this box empty"), tabindex="-1")

    def __init__(
        self,
        *args: Any,
        begun_at: datetime | None = None,
        now: datetime | None = None,
        draft: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.begun_at, self.now, self.draft = begun_at, now, draft

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            self.add_error("website", _("Leave this box empty, then send again"))
        if self.draft and cleaned.get("token") not in {None, self.draft}:
            # Drawn again, the form belongs to the draft whose answers are on the page.
            self.data = {**self.data.dict(), "token": str(self.draft)}
            self.add_error(None, _("Your answers changed after you opened this page. Check these answers, then send"))
        if self.begun_at and self.now and self.now - self.begun_at < MIN_FILL_TIME:
            self.add_error(None, _("Check your answers again, then send"))
        return cleaned


class EndingForm(forms.Form):
    """The last digits of the code, typed to confirm that it was saved."""

    mark_optional = False
    ending = forms.CharField(
        label=_("Enter the last 4 digits of your code"),
        help_text=_("This checks that you have saved it."),
        max_length=20,
        required=False,
        widget=GovukTextInput({"inputmode": "numeric", "autocomplete": "off"}, width=4),
    )
