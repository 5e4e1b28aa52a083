"""The questions about safe contact, wherever a call is offered, and the page of all ways to be contacted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.concerns import labels
from compliance.concerns.forms.fields import QuestionForm, checkboxes_field, text_field
from compliance.concerns.rules import journey

# Ways in which we come to the person, and may be heard or seen.
CONTACT_FIELDS = frozenset({"phone", "sms", "email"})


class SafeForm(QuestionForm):
    """A page about contact. A child has to say what is safe before we contact them.

    See docs/requirements/helpline.md#children-reached-safely.
    """

    @property
    def is_child_telling(self) -> bool:
        """Return whether a child reports about themselves, by the answers and this form."""
        return journey.is_child_telling(self.answers)

    def build_safety(self) -> None:
        """Add the questions about safe contact."""
        self.fields["phone"] = text_field(
            _("Phone number"), _("For calls or text messages."), max_length=40, width=20, autocomplete="tel", type="tel"
        )
        self.fields["contact_safety"] = checkboxes_field(
            _("What will keep you safe?"), labels.SAFETY, _("Select all that apply.")
        )
        self.fields["safe_times"] = text_field(
            _("When is it safe to contact you?"), _("For example, Mondays after 6pm.")
        )
        self.fields["code_word"] = text_field(_("A word for us to say first"), max_length=40, width=20)

    def check_safety(self, cleaned: dict[str, Any], *, is_reached: bool) -> None:
        """Add an error where the answers name no safe way. is_reached: whether we are to contact the person at all."""
        safety = set(cleaned.get("contact_safety") or ())
        if is_reached and self.is_child_telling and not safety:
            self.add_error("contact_safety", _("Select what will keep you safe when we contact you"))
        if "safe_windows" in safety and not cleaned.get("safe_times"):
            self.add_error("safe_times", _("Enter when it is safe to contact you"))
        if "code_word" in safety and not cleaned.get("code_word"):
            self.add_error("code_word", _("Enter the word for us to say first"))


class ContactForm(SafeForm):
    """The page of all ways to be contacted."""

    heading = _("How can we contact you safely?")

    def build(self) -> None:
        offered = {code: word for code, word in labels.METHOD.items() if code not in self._hidden}
        self.fields["contact_method"] = checkboxes_field(
            _("How can we contact you?"),
            offered,
            _("We will not use any other way."),
            reveals={"email": "email", "via_third_party": "other_route"},
            exclusive="none",
        )
        self.build_safety()
        if "email" not in self._hidden:
            self.fields["email"] = forms.EmailField(
                label=_("Email address"), required=False, max_length=254,
                error_messages={"invalid": _("Enter an email address in the correct format, like name@example.com")},
            )  # fmt: skip
        if "via_third_party" not in self._hidden:
            self.fields["other_route"] = text_field(_("Who should we contact, and how?"))
        self.fields["name"] = text_field(
            _("What should we call you?"), _("This does not have to be your real name."), autocomplete="name"
        )
        self.order_fields(["contact_method", "phone", "email", "other_route", "name"])

    @property
    def _hidden(self) -> frozenset[str]:
        """Return the hidden choices: a child's report goes to nobody else; no e-mail is offered to an unsafe device."""
        of_child = frozenset({"via_third_party"}) if self.is_child_telling else frozenset()
        return of_child | (frozenset({"email"}) if journey.is_device_unsafe(self.answers) else frozenset())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        methods = set(cleaned.get("contact_method") or ())
        if methods & {"phone", "sms"} and not cleaned.get("phone"):
            self.add_error("phone", _("Enter a phone number, or choose to come back with your code"))
        elif self.answers.get("wants_call") and not cleaned.get("phone"):
            self.add_error("phone", _("Enter a phone number, because you asked us to call you"))
        if "email" in methods and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter an email address, or choose to come back with your code"))
        if "via_third_party" in methods and not cleaned.get("other_route"):
            self.add_error("other_route", _("Enter who we should contact, or choose to come back with your code"))
        self.check_safety(cleaned, is_reached=bool(methods & CONTACT_FIELDS or self.answers.get("wants_call")))
        return cleaned
