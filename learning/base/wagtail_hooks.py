"""The editors' pages in the portal's colours, and without what the portal does in its own way."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.widgets import Button, ListingButton
from wagtail.models import Page

from learning.base import localize_permissions, selectors
from learning.base.admin_views import PortalPages
from learning.base.languages import addresses
from learning.base.permissions import can_write
from learning.base.views.review import review
from portal.core.languages import chosen, of_path, offered


@hooks.register("insert_global_admin_css")
def portal_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/cms.css"))


@hooks.register("register_admin_urls")
def own_addresses() -> list[URLPattern]:
    return [path("review/<int:key>/", review, name="learning_review")]


@hooks.register("register_admin_viewset")
def own_editing() -> PortalPages:
    return PortalPages()


# Wagtail's own pages about people are closed (portal/urls.py): people are at /staff/people/.
PEOPLE = {"users", "groups"}


@hooks.register("construct_settings_menu")
def without_people(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in PEOPLE]


@hooks.register("construct_search")
def without_search_for_people(request: HttpRequest, search_areas: list[SearchArea]) -> None:
    search_areas[:] = [area for area in search_areas if area.name not in PEOPLE]


@hooks.register("before_move_page")
def asked_before_the_last_question(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail asks for the right when the move is done; the page that asks "are you sure" already names the page."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("before_serve_document")
def only_what_two_people_have_read(document: Any, request: HttpRequest) -> None:
    """A new file is read by editors alone until a page that shows it has passed a review and is public."""
    if not selectors.is_on_a_public_page(document) and not can_write(request.user):
        raise Http404


@hooks.register("before_serve_page")
def in_the_right_language(page: Page, request: HttpRequest, *args: object) -> HttpResponse | None:
    """Who chose a language is sent to the page in it, and from an address of another to the page that there is."""
    if len(offered()) == 1:
        return None
    places, named = addresses(page, request), of_path(request.path)
    place = places.get(named or chosen(request)) or places.get(settings.LANGUAGE_CODE)
    if place is None or place == request.path:
        return None
    response = HttpResponseRedirect(place)
    patch_vary_headers(response, ("Cookie",))
    return response


@hooks.register("register_admin_urls")
def guarded_translations() -> list[URLPattern]:
    """Found before the library's own, which stand at the same addresses: this app comes first."""
    return [
        path("localize/update/<int:source>/", localize_permissions.update),
        path("localize/page/<int:page>/convert_to_alias/", localize_permissions.convert_to_alias),
        path("localize/page/<int:page>/hand-in/", localize_permissions.hand_in, name="learning_hand_in"),
    ]


def handing_in(page: Page, user: Any, view_name: str | None = None, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a page that is translated word by word: the library itself knows no review."""
    if page.locale.language_code != settings.LANGUAGE_CODE and selectors.translated(page.pk)[0] is not None:
        yield ListingButton(_("Hand in the translation"), reverse("learning_hand_in", args=[page.pk]), priority=5)


hooks.register("register_page_header_buttons", handing_in)
hooks.register("register_page_listing_more_buttons", handing_in)
