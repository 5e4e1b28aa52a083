"""Forms of readers: whether a page was useful, and where they want to be told of changes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.resources.choices import Topic
from portal.core.forms import GovukCheckboxes, GovukRadios, GovukTextarea
from portal.core.forms.hidden_fields import TokenField

YES, NO = "yes", "no"
MAX_COMMENT_LENGTH = 500


class FeedbackForm(forms.Form):
    token = TokenField(required=False)
    useful = forms.ChoiceField(
        label=_("Was this page useful?"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
        widget=GovukRadios(inline=True),
        error_messages={"required": _("Select yes or no"), "invalid_choice": _("Select yes or no")},
    )
    words = forms.CharField(
        label=_("What would make it better?"),
        help_text=_("Do not include names, numbers or anything about a person. We cannot reply to you here."),
        required=False,
        max_length=MAX_COMMENT_LENGTH,
        widget=GovukTextarea(maxlength=MAX_COMMENT_LENGTH, rows=4),
        error_messages={"max_length": _("Use %(limit_value)d characters or fewer")},
    )

    def is_useful(self) -> bool:
        return self.cleaned_data["useful"] == YES


class TopicsForm(forms.Form):
    topics = forms.MultipleChoiceField(
        label=_("Which topics do you want to hear about?"),
        choices=Topic,
        initial=[Topic.LAW, Topic.STATEMENT],
        widget=GovukCheckboxes(small=True),
        error_messages={"required": _("Select at least one topic")},
    )


class SubscribeForm(TopicsForm):
    address = forms.EmailField(
        label=_("Your email address"),
        help_text=_("We will email you a link first. We send nothing else until you select it."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address"),
            "invalid": _("Enter an email address in the correct format, like name@example.org"),
        },
    )

    def clean_address(self) -> Any:
        return self.cleaned_data["address"].strip()
