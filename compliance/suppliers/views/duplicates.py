"""List suppliers that may be in the register twice, and take the answer about one pair."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.organisations.views.base import get_post_data, get_user
from compliance.suppliers.forms.duplicates import DIFFERENT, KEEP_FIRST, DuplicateForm
from compliance.suppliers.models import DuplicateSearch
from compliance.suppliers.services import duplicate_job, duplicates
from compliance.suppliers.views.base import RegisterMixin, get_supplier, get_writer, page_context, redirect_to
from portal.core.pagination import BoundedPaginator
from portal.core.types import Context
from portal.core.views import PagedListView, render_form


class Index(RegisterMixin, PagedListView):
    """The pairs of suppliers that nobody has answered yet. A POST has a long register searched."""

    template_name = "suppliers/doubles.html"
    paginate_by = 20
    page_context_name = "keys"
    paginator_class = BoundedPaginator
    search: DuplicateSearch | None = None

    def get_queryset(self) -> Any:  # Any: list[tuple[str, str]]; the base class promises a QuerySet
        self.is_long = duplicate_job.is_long(self.organisation)
        if not self.is_long:
            return duplicates.get_unanswered_pairs(self.organisation)
        self.search = duplicate_job.get_search(self.organisation)
        return duplicates.get_pairs_left(self.search) if self.search else []

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(**kwargs)
        if self.is_long:
            context |= {"search": self.search, "is_outdated": self.search and duplicate_job.is_outdated(self.search)}
        pairs = duplicates.load_pairs(self.organisation, list(context["keys"]))
        return context | {"is_long": self.is_long, "pairs": pairs}

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        membership = get_writer(request, organisation)
        duplicate_job.request_search(membership.organisation, at=timezone.now())
        return redirect_to("doubles", organisation)


def answer(request: HttpRequest, organisation: str, uuid: UUID, other: UUID) -> HttpResponse:
    membership = get_writer(request, organisation)
    if uuid == other:
        raise Http404
    pair = duplicates.Pair(get_supplier(membership, uuid), get_supplier(membership, other))
    form = DuplicateForm(get_post_data(request), pair=pair)
    if not form.is_valid():
        return render_form(request, "suppliers/double.html", page_context(membership, form=form, pair=pair))
    choice = form.cleaned_data["answer"]
    if choice == DIFFERENT:
        duplicates.mark_different(pair=pair, actor=get_user(request), at=timezone.now())
        messages.success(request, _("Answer saved: they are different suppliers. We will not ask again."))
        return redirect_to("doubles", organisation)
    supplier, duplicate = (pair.first, pair.second) if choice == KEEP_FIRST else (pair.second, pair.first)
    duplicates.merge_suppliers(survivor=supplier, duplicate=duplicate, actor=get_user(request), at=timezone.now())
    messages.success(
        request, _("%(double)s is marked as ended. Its sites are now listed here.") % {"double": duplicate.name}
    )
    return redirect_to("supplier", organisation, supplier.uuid)
