from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm

from learning.base.choices import Decision


class ReviewForm(forms.Form):
    """The form of a review. decision: the button that was pressed; a request for changes says which."""

    decision = forms.ChoiceField(choices=Decision)
    comment = forms.CharField(max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == Decision.REJECT and not cleaned.get("comment"):
            self.add_error("comment", _("Say what should change."))
        return cleaned


class DraftCopyForm(CopyForm):
    """Copies a page as a draft: it is reviewed as any other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)
