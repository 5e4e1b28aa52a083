from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from wagtail.models import Site

from learning.resources.models import GuidancePage
from portal.reference.languages import languages

TEASERS = 3


def plain(request: HttpRequest, slug: str) -> HttpResponse:
    """The page with a menu of two levels, the trail, teasers, its neighbours and the newest pages, each asked for as
    tutorials do: 22 queries once the server is warm."""
    page = get_object_or_404(GuidancePage.objects.live(), slug=slug)
    root = Site.find_for_request(request).root_page
    sections = root.get_children().live().specific()
    context = {
        "page": page,
        "self": page,
        "spoken": languages()[page.language],
        "menu": [(section, section.get_children().live()[:5]) for section in sections],
        "trail": page.get_ancestors().specific(),
        "restrictions": list(page.get_view_restrictions()),
        "private": [],
        "teasers": [other.specific for other in page.get_siblings(inclusive=False).live()[:TEASERS]],
        "newest": GuidancePage.objects.live().order_by("-first_published_at")[:5],
        "below": page.get_children().live(),
        "before": page.get_prev_siblings().live().first(),
        "after": page.get_next_siblings().live().first(),
    }
    return render(request, "plain_page.html", context)
