"""The form to assign a course."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from compliance.organisations.choices import Role, TrainingGroup
from compliance.organisations.labels import describe_list_problem
from compliance.organisations.models import Membership
from compliance.organisations.rules.learner_list import LearnerRow, read_learner_list
from learning.training.models import Course
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios

MAX_LIST_BYTES = 1024 * 1024
MAX_PROBLEMS = 10


def read_upload(upload: UploadedFile) -> list[LearnerRow]:
    """Return the people of an uploaded list. Raises ValidationError."""
    if (upload.size or 0) > MAX_LIST_BYTES:
        raise forms.ValidationError(_("The list must be smaller than 1 MB"))
    body = upload.read()
    if b"\0" in body:
        raise forms.ValidationError(_("The list must be a CSV file. Save your workbook as CSV and choose that file"))
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A guess could change somebody's name.
        raise forms.ValidationError(
            _("Save the list as CSV UTF-8, so that letters with accents are correct, then choose it again")
        ) from error
    groups = {code: str(label) for code, label in TrainingGroup.choices}
    rows, problems = read_learner_list(text, groups)
    if problems:
        raise forms.ValidationError([describe_list_problem(problem) for problem in problems[:MAX_PROBLEMS]])
    return rows


class LearnersForm(forms.Form):
    """A list of learners. group: of rows that name none."""

    group = forms.ChoiceField(
        label=_("Which group are these people in?"),
        choices=TrainingGroup,
        widget=GovukRadios,
        error_messages={"required": _("Select which group these people are in")},
    )
    learner_list = forms.FileField(
        label=_("List of learners (CSV)"),
        help_text=_("One person on each line, with the columns Email and Name. A column Group is optional."),
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={
            "required": _("Select a list of learners"),
            "empty": _("The list is empty. Choose another file"),
        },
    )

    def clean_learner_list(self) -> list[LearnerRow]:
        return read_upload(self.cleaned_data["learner_list"])


class AssignForm(forms.Form):
    """A course, a due day and the people it is for. members and courses: those to choose from."""

    course = forms.ChoiceField(label=_("Course"), widget=GovukRadios, error_messages={"required": _("Select a course")})
    group = forms.ChoiceField(
        label=_("Which group are these people in?"),
        help_text=_("Your statement can say how many people in each group completed a course."),
        choices=TrainingGroup,
        widget=GovukRadios,
        error_messages={"required": _("Select which group these people are in")},
    )
    due_on = GovukDateField(
        label=_("When is it due?"),
        help_text=_("We will remind people a week before the due date, and once after it."),
        error_messages={"required": _("Enter the due date")},
    )
    roles = forms.MultipleChoiceField(
        label=_("Everyone with this role"),
        help_text=_("This includes people who get the role later."),
        choices=Role,
        required=False,
        widget=GovukCheckboxes,
    )
    members = forms.MultipleChoiceField(label=_("Specific people"), required=False, widget=GovukCheckboxes)
    learner_groups = forms.MultipleChoiceField(
        label=_("Learners in this group"),
        help_text=_("Learners take courses and see nothing else of your organisation. This includes later learners."),
        choices=TrainingGroup,
        required=False,
        widget=GovukCheckboxes,
    )
    learner_list = forms.FileField(
        label=_("Learners from a list (CSV)"),
        help_text=_(
            "One person on each line, with the columns Email and Name. A column Group is optional. "
            "We email each person."
        ),
        required=False,
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
    )
    repeat_months = forms.TypedChoiceField(
        label=_("Must people take it again?"),
        choices=[("0", _("No")), ("12", _("Every year")), ("24", _("Every two years"))],
        coerce=lambda months: int(months or 0),
        initial="0",
        required=False,
        widget=GovukRadios,
    )

    def __init__(
        self, *args: Any, courses: Iterable[Course], members: Iterable[Membership], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.learner_rows: list[LearnerRow] = []
        self.known_courses = {course.slug: course for course in courses}
        self.known_members = {str(member.uuid): member for member in members}
        self.today = today
        self.fields["course"].choices = [(slug, course.title) for slug, course in self.known_courses.items()]
        self.fields["members"].choices = [(uuid, str(member.user)) for uuid, member in self.known_members.items()]

    def clean_due_on(self) -> date:
        """Return the due day. Raises ValidationError for a day in the past."""
        due_on = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("Due date must be today or in the future"))
        return due_on

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        chosen = ("roles", "members", "learner_groups", "learner_list")
        if not self.errors and not any(cleaned.get(name) for name in chosen):
            self.add_error("members", _("Select a role, specific people or learners"))

    def clean_learner_list(self) -> Any:  # Any: the upload itself
        """Read the list. Raises ValidationError for a file that is no list, and names each row with a problem."""
        upload = self.cleaned_data["learner_list"]
        if upload:
            self.learner_rows = read_upload(upload)
        return upload

    def get_assignment(self) -> dict[str, object]:
        """Return the cleaned values, with the course and the members as rows."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "learner_list"}
        return cleaned | {
            "repeat_months": cleaned["repeat_months"] or 0,
            "course": self.known_courses[cleaned["course"]],
            "members": [self.known_members[uuid] for uuid in cleaned["members"]],
        }
