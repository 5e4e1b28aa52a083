"""/staff/guidance/…: for those who write the guidance; to all others it is not there."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from learning.resources import permissions
from learning.resources.selectors import feedback as selectors

PAGE = 50


@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    if not permissions.can_read_feedback(request.user):
        raise Http404
    page = Paginator(selectors.get_counts(timezone.localdate()), PAGE).get_page(request.GET.get("page"))
    return render(request, "resources/staff/feedback.html", {"page": page})


@require_safe
def words(request: HttpRequest, page: int) -> HttpResponse:
    if not permissions.can_read_feedback(request.user):
        raise Http404
    title = selectors.get_title(page)
    if title is None:
        raise Http404
    shown = Paginator(selectors.get_comments(page), PAGE).get_page(request.GET.get("page"))
    context = {"title": title, "page": shown, "words": selectors.open_comments(shown)}
    return render(request, "resources/staff/words.html", context)
