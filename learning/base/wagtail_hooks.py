"""The editors' pages in the portal's colours, and without what the portal does in its own way."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea


@hooks.register("insert_global_admin_css")
def portal_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/cms.css"))


# Wagtail's own pages about people are closed (portal/urls.py): people are at /staff/people/.
PEOPLE = {"users", "groups"}


@hooks.register("construct_settings_menu")
def without_people(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in PEOPLE]


@hooks.register("construct_search")
def without_search_for_people(request: HttpRequest, search_areas: list[SearchArea]) -> None:
    search_areas[:] = [area for area in search_areas if area.name not in PEOPLE]
