"""The editors' form of a course: it checks the course before a second person does.

A page of a large course with all its lessons has over a thousand fields and opens slowly. So a page shows the course
without its lessons, or one lesson; what it does not show stays as it is, and every save is a revision of the whole.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from learning.training.labels import describe_problem
from learning.training.rules.course_checks import find_problems, get_latest_next_check
from learning.training.rules.lesson_selection import ALL, NONE, find_repeated_slug, replace_lessons, select_lessons
from portal.core.types import JsonObject

CONTENT = "content"
SHOWN = "lessons_shown"


class CourseForm(WagtailAdminModelForm):
    """A course, or the part of it that lessons_shown names (learning.training.rules.lesson_selection)."""

    fields: dict[str, forms.Field]
    lessons_shown = forms.CharField(required=False, widget=forms.HiddenInput, label="", max_length=60)

    def __init__(self, *args: Any, shown: str = ALL, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An answer says itself what its page showed: a preview and an autosave are answers too.
        self.shown = self.data.get(self.add_prefix(SHOWN)) or ALL if self.is_bound else shown
        self.initial[SHOWN] = self.shown
        if self.shown == NONE:
            del self.fields[CONTENT]
        elif self.shown != ALL:
            for name in set(self.fields) - {CONTENT, SHOWN}:
                del self.fields[name]
            self.initial[CONTENT] = self._make_content(select_lessons(self._lessons, self.shown))

    @property
    def _lessons(self) -> list[JsonObject]:
        return list(self.instance.content.get_prep_value())

    def _make_content(self, lessons: list[JsonObject]) -> Any:  # Any: a value of a stream field
        return self.instance.content.stream_block.to_python(lessons)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.shown not in (ALL, NONE) and CONTENT in cleaned:
            self._put_back_lessons(cleaned)
        if not self.is_deferred_validation:
            self._check_course(cleaned)
        return cleaned

    def _put_back_lessons(self, cleaned: dict[str, Any]) -> None:
        lessons = replace_lessons(self._lessons, cleaned[CONTENT].get_prep_value(), {self.shown})
        if find_repeated_slug(lessons):
            self.add_error(CONTENT, _("Two lessons have the same address. Change one of them."))
        else:
            cleaned[CONTENT] = self._make_content(lessons)

    def _check_course(self, cleaned: dict[str, Any]) -> None:
        """Check the course. A draft may be anything; what a second person is asked to read holds to the checks.

        What the page does not show is as it was saved, and its problems are told above the form.
        """
        today = timezone.localdate()
        checked_on, next_check_on = (
            cleaned.get(name) if name in self.fields else getattr(self.instance, name)
            for name in ("checked_on", "next_check_on")
        )
        if checked_on and checked_on > today:
            self._tell("checked_on", _("Last check must be today or in the past."))
        if not next_check_on:
            self._tell("next_check_on", _("Enter the date of the next check"))
        elif next_check_on <= today:
            self._tell("next_check_on", _("Next check must be in the future."))
        elif next_check_on > get_latest_next_check(checked_on, today):
            self._tell("next_check_on", _("Next check must be no more than a year after the last check"))
        content = cleaned.get(CONTENT) if CONTENT in self.fields else self.instance.content
        if content is not None and (problems := find_problems(content.get_prep_value())):
            self._tell(CONTENT, ValidationError([describe_problem(problem) for problem in problems]))

    def _tell(self, name: str, problem: str | ValidationError) -> None:
        self.add_error(name if name in self.fields else None, problem)
