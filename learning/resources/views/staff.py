"""/staff/guidance/…: for those who write the guidance; to all others it is not there."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from learning.resources import permissions
from learning.resources.models import Feedback
from learning.resources.selectors import feedback as selectors
from portal.core.types import Context
from portal.core.views import PagedListView


class FeedbackListView(PagedListView):
    """A list for those who read feedback; 404 for anybody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.can_read_feedback(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Counts(FeedbackListView):
    """How many readers found each page useful."""

    template_name = "resources/staff/feedback.html"

    def get_queryset(self) -> QuerySet:
        return selectors.get_counts(timezone.localdate())


class Comments(FeedbackListView):
    """What readers wrote about one page."""

    template_name = "resources/staff/words.html"

    def get_queryset(self) -> QuerySet[Feedback]:
        self.title = selectors.get_title(self.kwargs["page"])
        if self.title is None:
            raise Http404
        return selectors.get_comments(self.kwargs["page"])

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(title=self.title, **kwargs)
        return context | {"words": selectors.open_comments(context["page"])}
