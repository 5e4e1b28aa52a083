"""Serves pictures of published pages, in the sizes that templates ask for. Originals and documents are not below
this.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from learning.base import og_images, selectors
from learning.base.models import PortalRendition
from learning.base.permissions import can_write
from portal.core.page_cache import get_or_make

IMMUTABLE_CACHE = "public, max-age=31536000, immutable"
CONTENT_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@login_not_required
@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """Serve a rendition. name: of the file, as Wagtail made it.

    404 also for a picture of a private collection that the reader may not see, and, to all but editors, for one that no
    page shows yet which a second person has read.
    """
    picture: Any = PortalRendition.objects.filter(file=f"images/{name}").select_related("image__collection").first()
    kind = CONTENT_TYPES.get(name.rpartition(".")[2].lower())
    if picture is None or kind is None:
        raise Http404
    restrictions = picture.image.collection.get_view_restrictions()
    if not all(restriction.accept_request(request) for restriction in restrictions):
        raise Http404
    is_public = selectors.is_on_public_page(picture.image)
    if not is_public and not can_write(request.user):
        raise Http404
    try:
        response = FileResponse(picture.file.open("rb"), content_type=kind)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    # Another picture has another name.
    response["Cache-Control"] = "private, no-store" if restrictions or not is_public else IMMUTABLE_CACHE
    return response


@login_not_required
@require_safe
def share_picture(request: HttpRequest, page: int, digest: str) -> HttpResponse:
    """Serve the Open Graph image. 404 for a page that not everybody may see, and for any digest but its present
    title's.
    """
    title = og_images.get_title(page)
    if title is None or digest != og_images.get_digest(title):
        raise Http404
    body = get_or_make(("share picture", digest), lambda: og_images.draw_image(title, name=settings.PORTAL_NAME))
    headers = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": IMMUTABLE_CACHE}
    return HttpResponse(body, content_type="image/png", headers=headers)
