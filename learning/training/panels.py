"""The edit panel of a course that leads from the course to its lessons, one page for each, and back."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from learning.training.rules.lesson_selection import ALL, NEW, NONE
from portal.core.types import Context


class LessonsPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "training/cms/lessons.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> Context:
            lessons = list(self.instance.content.get_prep_value())
            shown = self.form.shown
            number = next((place for place, lesson in enumerate(lessons, 1) if lesson["id"] == shown), 0)
            return super().get_context_data(parent_context) | {
                "edit_url": reverse(self.instance.snippet_viewset.get_url_name("edit"), args=[self.instance.pk]),
                "lessons": [(lesson["id"], lesson["value"]["title"]) for lesson in lessons],
                "shown": shown,
                "all": ALL,
                "new": NEW,
                "is_course": shown == NONE,
                "number": number,
                "previous": lessons[number - 2]["id"] if number > 1 else "",
                "next": lessons[number]["id"] if 0 < number < len(lessons) else "",
            }
