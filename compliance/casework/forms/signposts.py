"""What a handler looks for in the directory and in the guidance, to name it to a reporter.

See docs/requirements/helpline.md#signposting.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.calls import one_of, words
from learning.directory.forms.search import ANY_OPTION, SearchForm
from portal.core.forms import GovukRadios, QuickChoiceField
from portal.core.forms.hidden_fields import TokenField
from portal.reference import helpline

SAFE = {"required": _("Check that it is safe to send, then tick the box. Or tell them by phone")}


class DirectoryForm(SearchForm):
    """The public search with what only staff ask: the vocabulary's kinds, and a name."""

    q = words(_("Part of its name"), most=100)
    gender = QuickChoiceField(
        label=_("Gender"), required=False, choices=[ANY_OPTION, ("women", _("Women")), ("men", _("Men"))]
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
    at_night = forms.BooleanField(label=_("Takes people in at night"), required=False)
    field_order = ("need", "place", "radius", "language", "gender", "age", "open_now", "at_night", "q")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["audience"]
        self.fields["need"].choices = [ANY_OPTION, *helpline.get_choices("service_type")]
        self.fields["place"].help_text = _("A town, council or postcode.")

    def asked(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        answers = {"gender": cleaned["gender"], "age": cleaned["age"], "night": cleaned["at_night"], "q": cleaned["q"]}
        return super().asked() | answers


class GuidanceForm(forms.Form):
    mark_optional = False
    about = words(_("What is it about?"), most=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="guidance_%s", **kwargs)


class ToWhomForm(forms.Form):
    """to: of each code of the case the concern and the contact's reference. Among several there is no guess."""

    def __init__(self, *args: Any, to: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = to[0][0] if len(to) == 1 else None
        if len(to) > 1:
            self.fields["concern"] = forms.TypedChoiceField(
                label=_("Who to tell"),
                choices=to,
                coerce=UUID,
                widget=GovukRadios(),
                error_messages={"required": _("Select who to tell")},
            )
            self.order_fields(["concern"])

    @property
    def concern(self) -> UUID | None:
        """Of whoever is told under their code; None where nobody has one."""
        return self.cleaned_data.get("concern", self.only)


class SendForm(ToWhomForm):
    """What is told stands beside it."""

    is_safe = forms.BooleanField(label=_("It is safe for them to have this on their device"), error_messages=SAFE)
    token = TokenField(required=False)


class SignpostForm(ToWhomForm):
    """What neither the directory nor our guidance has."""

    kind = forms.ChoiceField(
        label=_("What you are signposting to"),
        choices=[("service", _("A support service")), ("guidance", _("A guidance page"))],
        widget=GovukRadios(inline=True),
    )
    code = one_of(_("What the service is for"), "service_type")
    title = words(_("Its name"))
    address = words(_("Its web address or phone number"), most=500)
    is_safe = forms.BooleanField(
        label=_("It is safe for them to have this on their device"),
        error_messages=SAFE,
    )
    token = TokenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, message in (("title", _("Enter its name")), ("address", _("Enter its web address or phone number"))):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = message

    def clean(self) -> dict[str, Any]:
        """The kind of service is a fact that is counted; a page of ours is counted as one."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "guidance":
            cleaned["code"] = ""
        elif cleaned.get("kind") and not cleaned.get("code"):
            self.add_error("code", _("Select what the service is for"))
        return cleaned
