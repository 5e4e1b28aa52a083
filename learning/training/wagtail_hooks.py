"""Wagtail hooks: the editors' pages of courses."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from learning.training.forms.courses import SHOWN
from learning.training.models import Course
from learning.training.rules.lesson_selection import ALL, NEW, NONE
from portal.core.types import Context

PUBLISH = "publish"


@hooks.register("construct_snippet_action_menu")
def remove_publish_button(menu_items: list[ActionMenuItem], request: HttpRequest, context: Context) -> None:
    menu_items[:] = [item for item in menu_items if item.name != f"action-{PUBLISH}"]


class ReviewedMixin:
    """No button publishes a course, whoever presses it: a review does (learning.base.views.review)."""

    def get_available_actions(self) -> list[str]:
        return [action for action in super().get_available_actions() if action != PUBLISH]  # type: ignore[misc]


class CourseCreateView(ReviewedMixin, CreateView):
    pass


class CourseEditView(ReviewedMixin, EditView):
    """A course without its lessons, or what ?lesson= names: a lesson, a new one, or all of them on one page."""

    def get_form_kwargs(self) -> Context:
        kwargs: Context = super().get_form_kwargs()
        # An earlier version is brought back whole.
        is_whole = self.view_name == "revisions_revert"
        return kwargs | {"shown": ALL if is_whole else self.request.GET.get("lesson", NONE)}

    def get_success_url(self) -> str:
        """Stay at the lesson that was saved."""
        url: str = super().get_success_url()
        shown = self.request.POST.get(SHOWN, NONE)
        if url != self.get_edit_url() or shown in (NONE, NEW):
            return url
        return f"{url}?{urlencode({'lesson': shown})}"


class CourseViewSet(SnippetViewSet):
    model = Course
    icon = "form"
    menu_label = _("Courses")
    menu_name = "courses"
    menu_order = 95
    add_to_admin_menu = True
    base_url_path = "courses"
    add_view_class = CourseCreateView
    edit_view_class = CourseEditView
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        return Course.objects.with_current_number()

    list_display: list[Any] = [
        "title",
        LiveStatusTagColumn(),
        Column("current_number", label=_("Version"), accessor=lambda course: course.current_number or ""),
        Column("next_check_on", label=_("Next check by"), sort_key="next_check_on"),
    ]


register_snippet(CourseViewSet)
