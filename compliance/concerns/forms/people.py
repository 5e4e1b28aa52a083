"""The affected people: one group on a page, and further groups on cards.

See docs/requirements/helpline.md#people-affected.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from compliance.concerns import labels
from compliance.concerns.forms.fields import (
    CardForm,
    QuestionForm,
    checkboxes_field,
    number_field,
    radios_field,
    text_field,
    textarea_field,
)
from compliance.concerns.labels import Text
from compliance.concerns.rules import journey


class GroupForm(QuestionForm):
    """People who are counted and described together, without names."""

    def build_group(self, inside: Text) -> None:
        """Add the fields of a group. inside: the label of the question whether they are still there."""
        self.fields["pv_count_mode"] = radios_field(_("How many people?"), labels.COUNT)
        self.fields["pv_count_min"] = number_field(_("Number, or lowest number"))
        self.fields["pv_count_max"] = number_field(_("Highest number"))
        self.fields["group_gender"] = radios_field(_("Are they women or men?"), labels.GROUP)
        self.fields["age_band"] = checkboxes_field(_("How old are they?"), labels.AGE_BAND, small=True)
        self.fields["nationalities"] = text_field(_("Which countries do they come from?"), _("Tell us what you know."))
        self.fields["languages"] = text_field(_("Which languages do they speak?"))
        self.fields["still_in_situation"] = radios_field(inside, labels.YES_NO)
        self.fields["affected_description"] = textarea_field(
            _("What else would help us find or help them?"),
            _("Do not give names, unless someone is in danger."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        min_count, max_count = cleaned.get("pv_count_min"), cleaned.get("pv_count_max")
        if (
            cleaned.get("pv_count_mode") == "range"
            and min_count is not None
            and max_count is not None
            and max_count < min_count
        ):
            self.add_error("pv_count_max", _("Highest number must be the same as or more than the lowest number"))
        return cleaned


class AffectedForm(GroupForm):
    """The first group of affected people."""

    heading = _("Who is affected?")

    def build(self) -> None:
        self.build_group(_("Are you still there?") if self.is_self else _("Are they still there?"))
        if self.is_self:
            self.fields["device_is_safe"] = radios_field(_("Is it safe for you to use this device?"), labels.YES_NO)
            self.fields["wants"] = checkboxes_field(
                _("What do you want to happen?"), labels.WANTS, _("Select all that apply.")
            )
        elif self.route in journey.ROUTES_FOR_SOMEBODY_ELSE:
            self.fields["knows_of_report"] = radios_field(_("Do they know you are telling us?"), labels.YES_NO)
            options = {code: word for code, word in labels.WANTS.items() if code != "report_without_police"}
            self.fields["wants"] = checkboxes_field(
                _("What do they want to happen?"), options, _("Select all that apply.")
            )
        urgent = labels.URGENT_FOR_ME if self.is_self else labels.URGENT
        self.fields["urgent"] = checkboxes_field(
            _("Is any of this happening?"), urgent, _("If it is, we will look at your report sooner.")
        )
        self.order_fields([name for name in self.fields if name != "affected_description"])


class AnotherGroupForm(CardForm, GroupForm):
    """A further group of affected people."""

    heading = _("Another group of people")
    intro = _("For example, children who are there as well as the adults. We do not ask for names.")
    add = _("Add this group")

    def build(self) -> None:
        self.build_group(_("Are they still there?"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.card_answers.keys() - {"id"}:
            self.add_error("pv_count_mode", _("Tell us something about this group, or go back"))
        return cleaned
