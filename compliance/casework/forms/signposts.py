"""What a handler looks for in the directory and in the guidance, to name it to a reporter (experience d9)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.calls import words
from compliance.casework.forms.cases import TokenField
from learning.directory.forms.search import ANY, SearchForm
from portal.core.forms import QuickChoiceField
from portal.reference import helpline

SAFE = {"required": _("Check that it is safe to send, and tick the box. Or tell them by phone")}


class DirectoryForm(SearchForm):
    """The public search with what only staff ask: the vocabulary's kinds, and a name."""

    q = words(_("Part of its name"), most=100)
    gender = QuickChoiceField(
        label=_("Gender"), required=False, choices=[ANY, ("women", _("Women")), ("men", _("Men"))]
    )
    age = forms.IntegerField(
        label=_("Age"),
        required=False,
        min_value=0,
        max_value=120,
        error_messages={
            name: _("Enter the age as a number, like 17") for name in ("invalid", "min_value", "max_value")
        },
    )
    at_night = forms.BooleanField(label=_("Takes people at night"), required=False)
    field_order = ("need", "place", "language", "gender", "age", "open_now", "at_night", "q")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["audience"]
        self.fields["need"].choices = [ANY, *helpline.choices("service_type")]
        self.fields["place"].help_text = _("A town, a council or a postcode.")

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "need": given["need"],
            "council": self.code,
            "language": given["language"],
            "gender": given["gender"],
            "age": given["age"],
            "night": given["at_night"],
            "q": given["q"],
        }


class GuidanceForm(forms.Form):
    mark_optional = False
    about = words(_("What is it about?"), most=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="guidance_%s", **kwargs)


class SendForm(forms.Form):
    """What is told stands beside it."""

    is_safe = forms.BooleanField(label=_("It is safe for them to have this on their device"), error_messages=SAFE)
    token = TokenField(required=False)
