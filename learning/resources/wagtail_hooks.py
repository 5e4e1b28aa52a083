"""What our editors need on the editors' pages, in the place of what Wagtail offers to everybody."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from learning.resources.admin_listing import GuidanceListing
from learning.resources.selectors import editor_dashboard

# Wagtail's help leads to other sites.
NO_USE = {"help"}
REPORTS_OF_NO_USE = {"locked-pages", "workflow-tasks", "aging-pages", "page-types-usage"}


class Board(Component):
    name = "board"
    order = 100
    template_name = "resources/cms/board.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        return {
            "due": editor_dashboard.due_pages(user, timezone.localdate()),
            "waiting": editor_dashboard.reviews_for(user),
            "drafts": editor_dashboard.drafts_of(user),
        }


@hooks.register("register_admin_viewset")
def guidance_listing() -> GuidanceListing:
    return GuidanceListing()


@hooks.register("construct_homepage_panels")
def own_board(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [Board()]


@hooks.register("construct_main_menu")
def without_help(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in NO_USE]


@hooks.register("construct_reports_menu")
def with_few_reports(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in REPORTS_OF_NO_USE]
