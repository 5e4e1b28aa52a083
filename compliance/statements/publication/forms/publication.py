"""What is asked when a statement is published, and afterwards."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements.choices import Licence
from compliance.statements.core.forms.fields import TextField
from compliance.statements.publication.licences import TERMS, get_offered_licences
from portal.core.forms import GovukDateField, GovukRadios, GovukTextarea


class PublishForm(forms.Form):
    """What others may do with the text, and the declaration that the government's registry asks for too."""

    licence = forms.ChoiceField(
        label=gettext_lazy("How can other people reuse your statement?"),
        help_text=gettext_lazy("You can choose again for the next version. This version keeps what you choose now."),
        error_messages={"required": gettext_lazy("Select how other people can reuse your statement")},
    )
    is_declared = forms.BooleanField(
        label=gettext_lazy("I confirm these points"),
        error_messages={"required": gettext_lazy("Confirm the points above before you publish")},
    )

    def __init__(self, *args: Any, legal_form: str, initial_licence: Licence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = get_offered_licences(legal_form)
        field = self.fields["licence"]
        field.widget = GovukRadios(hints={licence.value: TERMS[licence].hint for licence in offered})
        field.choices = [(licence.value, licence.label) for licence in offered]
        field.initial = initial_licence if initial_licence in offered else offered[0]


class HomepageLinkForm(forms.Form):
    on = GovukDateField(
        label=gettext_lazy("When did you look at the homepage?"),
        help_text=gettext_lazy("You must have seen the link there yourself. For example, 27 3 2026."),
        error_messages={"required": gettext_lazy("Enter the day you looked at the homepage")},
    )

    def __init__(self, *args: Any, today: date, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.since = today, since

    def clean_on(self) -> date:
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("The day you looked must be today or earlier"))
        if on < self.since:
            raise forms.ValidationError(_("The day you looked must not be before the statement was published"))
        return on


class WithdrawForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = TextField(
            label=_("Why are you withdrawing it?"),
            help_text=_("Shown to the public at the statement’s address."),
            max_length=500,
            widget=GovukTextarea(attrs={"rows": 4}),
            error_messages={"required": _("Enter why you withdraw it")},
        )
