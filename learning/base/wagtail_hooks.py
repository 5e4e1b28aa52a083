"""Wagtail hooks: the editors' pages in the portal's colours, and without what the portal does in its own way."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.widgets import Button, ListingButton
from wagtail.models import Page

from learning.base import localize_permissions, selectors
from learning.base.admin_views import PortalPages
from learning.base.languages import get_page_addresses
from learning.base.permissions import can_write
from learning.base.views.display import display
from learning.base.views.review import review
from portal.core.languages import get_chosen_language, language_in_path, offered_languages


@hooks.register("insert_global_admin_css")
def insert_portal_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/cms.css"))


@hooks.register("insert_global_admin_js")
def insert_field_names() -> SafeString:
    return format_html('<script src="{}"></script>', static("portal/cms-names.js"))


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("review/<int:key>/", review, name="learning_review"),
        path("display/", display, name="learning_display"),
    ]


@hooks.register("register_admin_menu_item")
def register_display_menu_item() -> MenuItem:
    return MenuItem(gettext_lazy("Display"), reverse_lazy("learning_display"), icon_name="view", order=9000)


@hooks.register("register_admin_viewset")
def register_page_views() -> PortalPages:
    return PortalPages()


# Wagtail's own pages about people are closed (portal/urls/cms.py): people are at /staff/people/.
PEOPLE_MENU_ITEMS = {"users", "groups"}


@hooks.register("construct_settings_menu")
def hide_people_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in PEOPLE_MENU_ITEMS]


@hooks.register("construct_search")
def hide_people_search(request: HttpRequest, search_areas: list[SearchArea]) -> None:
    search_areas[:] = [area for area in search_areas if area.name not in PEOPLE_MENU_ITEMS]


@hooks.register("before_move_page")
def check_move_permission(request: HttpRequest, page: Page, destination: Page) -> None:
    """Refuse early: Wagtail checks the right when the move is done, but its "are you sure" page already names the
    page.
    """
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("before_serve_document")
def check_document_is_public(document: Any, request: HttpRequest) -> None:
    """Show a new file to editors alone until a page that shows it has passed a review and is public."""
    if not selectors.is_on_public_page(document) and not can_write(request.user):
        raise Http404


@hooks.register("before_serve_page")
def redirect_to_chosen_language(page: Page, request: HttpRequest, *args: object) -> HttpResponse | None:
    """Redirect to the page in the chosen language, and from an address of another to the page that there is."""
    if len(offered_languages()) == 1:
        return None
    places, named = get_page_addresses(page, request), language_in_path(request.path)
    address = places.get(named or get_chosen_language(request)) or places.get(settings.LANGUAGE_CODE)
    if address is None or address == request.path:
        return None
    response = HttpResponseRedirect(address)
    patch_vary_headers(response, ("Cookie",))
    return response


@hooks.register("register_admin_urls")
def register_guarded_translation_urls() -> list[URLPattern]:
    """Register URLs before the library's own, which stand at the same addresses: this app comes first."""
    return [
        path("localize/update/<int:source>/", localize_permissions.update),
        path("localize/page/<int:page>/convert_to_alias/", localize_permissions.convert_to_alias),
        path("localize/page/<int:page>/hand-in/", localize_permissions.hand_in, name="learning_hand_in"),
    ]


def register_submit_button(
    page: Page, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[Button]:
    """Add "submit" to the menu of a page that is translated word by word: the library itself knows no review."""
    if page.locale.language_code != settings.LANGUAGE_CODE and selectors.get_translated_pages(page.pk)[0] is not None:
        yield ListingButton(_("Submit the translation"), reverse("learning_hand_in", args=[page.pk]), priority=5)


hooks.register("register_page_header_buttons", register_submit_button)
hooks.register("register_page_listing_more_buttons", register_submit_button)
