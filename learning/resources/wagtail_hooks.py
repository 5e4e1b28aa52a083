"""Wagtail hooks: what our editors need on their pages, in the place of what Wagtail offers to everybody."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from learning.resources.admin_listing import GuidanceListing
from learning.resources.selectors import editor_dashboard
from portal.core.types import Context

# Wagtail's help leads to other sites.
UNUSED_MENU_ITEMS = {"help"}
UNUSED_REPORTS = {"locked-pages", "workflow-tasks", "aging-pages", "page-types-usage"}


class EditorDashboard(Component):
    name = "board"
    order = 100
    template_name = "resources/cms/board.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Context:
        user = (parent_context or {})["request"].user
        return {
            "due": editor_dashboard.get_due_pages(user, timezone.localdate()),
            "waiting": editor_dashboard.get_reviews_for(user),
            "drafts": editor_dashboard.get_drafts_by(user),
        }


@hooks.register("register_admin_viewset")
def guidance_listing() -> GuidanceListing:
    return GuidanceListing()


@hooks.register("construct_homepage_panels")
def add_editor_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [EditorDashboard()]


@hooks.register("construct_main_menu")
def hide_help_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED_MENU_ITEMS]


@hooks.register("construct_reports_menu")
def hide_unused_reports(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED_REPORTS]
