"""The form to assign a course."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.organisations.choices import Role, TrainingGroup
from compliance.organisations.models import Membership
from learning.training.models import Course
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios


class AssignForm(forms.Form):
    """A course, a due day and the people it is for. members and courses: those to choose from."""

    course = forms.ChoiceField(label=_("Course"), widget=GovukRadios, error_messages={"required": _("Choose a course")})
    group = forms.ChoiceField(
        label=_("Who are these people?"),
        help_text=_("Your statement can say how many people of each group completed a course."),
        choices=TrainingGroup,
        widget=GovukRadios,
        error_messages={"required": _("Choose who these people are")},
    )
    due_on = GovukDateField(
        label=_("By which day?"),
        help_text=_("We remind people a week before, and once after."),
        error_messages={"required": _("Enter the day by which the course is due")},
    )
    roles = forms.MultipleChoiceField(
        label=_("Everybody with this role"),
        help_text=_("Also those who get the role later."),
        choices=Role,
        required=False,
        widget=GovukCheckboxes,
    )
    members = forms.MultipleChoiceField(label=_("These people"), required=False, widget=GovukCheckboxes)

    def __init__(
        self, *args: Any, courses: Iterable[Course], members: Iterable[Membership], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known_courses = {course.slug: course for course in courses}
        self.known_members = {str(member.uuid): member for member in members}
        self.today = today
        self.fields["course"].choices = [(slug, course.title) for slug, course in self.known_courses.items()]
        self.fields["members"].choices = [(uuid, str(member.user)) for uuid, member in self.known_members.items()]

    def clean_due_on(self) -> date:
        """Return the due day. Raises ValidationError for a day in the past."""
        due_on = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("Enter a day from today on"))
        return due_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("roles") and not cleaned.get("members"):
            self.add_error("members", _("Choose a role above, or people here"))
        return cleaned

    def get_assignment(self) -> dict[str, Any]:
        """Return the cleaned values, with the course and the members as rows."""
        cleaned = self.cleaned_data
        return cleaned | {
            "course": self.known_courses[cleaned["course"]],
            "members": [self.known_members[uuid] for uuid in cleaned["members"]],
        }
