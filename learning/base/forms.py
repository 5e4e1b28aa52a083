from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from learning.base.choices import Decision
from learning.base.reserved_addresses import is_reserved

ADDRESS_TAKEN = gettext_lazy("The website already uses this address. Choose another word.")


class ReviewForm(forms.Form):
    """The form of a review. decision: the button that was pressed; a request for changes says which."""

    decision = forms.ChoiceField(choices=Decision)
    comment = forms.CharField(max_length=2000, required=False)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("decision") == Decision.REJECT and not cleaned.get("comment"):
            self.add_error("comment", _("Say what should change."))


class BasePageForm(WagtailAdminPageForm):
    """The form of every page of ours."""

    def clean(self) -> None:
        super().clean()
        if is_reserved(self.parent_page, self.cleaned_data.get("slug") or ""):
            self.add_error("slug", ADDRESS_TAKEN)


class DraftCopyForm(CopyForm):
    """Copies a page as a draft: it is reviewed as any other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if is_reserved(parent, cleaned.get("new_slug") or ""):
            self.add_error("new_slug", ADDRESS_TAKEN)
        return cleaned
