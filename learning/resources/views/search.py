from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator

from learning.resources.forms.search import SearchForm
from learning.resources.selectors.search import search_pages
from portal.core import rate_limits
from portal.core.types import Context
from portal.core.views import FilteredListView, add_wait_header


@method_decorator(login_not_required, name="dispatch")
class Search(FilteredListView):
    """The guidance that answers a search, for everybody; a visitor who searches too often waits."""

    template_name = "resources/search.html"
    paginate_by = 10

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = SearchForm(request.GET or {})
        self.form.is_valid()  # which fills what params() reads
        self.params = self.form.params()
        if wait := rate_limits.get_visitor_wait("search", request):
            context = {"form": self.form, "params": self.params, "wait": rate_limits.describe_wait(wait)}
            return add_wait_header(render(request, self.template_name, context), wait)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:  # Any: SearchResults; the base class promises a QuerySet
        return search_pages(self.params)

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(params=self.params, found=self.object_list, **kwargs)
