"""Look suppliers up at Companies House, and say which matches are the same company: …/suppliers/companies/."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from compliance.organisations.views.base import get_user
from compliance.suppliers.models import CompanyMatch
from compliance.suppliers.services import company_lookup
from compliance.suppliers.views.base import RegisterMixin, get_writer, redirect_to
from portal.core.pagination import BoundedPaginator
from portal.core.types import Context
from portal.core.views import PagedListView

SAME, OTHER = "same", "other"


class Index(RegisterMixin, PagedListView):
    """The matches that nobody has answered. A POST has the register looked up."""

    template_name = "suppliers/companies.html"
    paginate_by = 50
    page_context_name = "matches"
    paginator_class = BoundedPaginator

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not company_lookup.is_enabled():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return company_lookup.get_open_matches(self.organisation)

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(lookup=company_lookup.get_lookup(self.organisation), **kwargs)
        return context | {"kinds": CompanyMatch.Kind}

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        membership = get_writer(request, organisation)
        company_lookup.request_lookup(membership.organisation, at=timezone.now())
        return redirect_to("companies", organisation)


@require_POST
def answer(request: HttpRequest, organisation: str) -> HttpResponse:
    """Save the answers of one page, all at once."""
    if not company_lookup.is_enabled():
        raise Http404
    membership = get_writer(request, organisation)
    answers = {
        int(name.removeprefix("match_")): value == SAME
        for name, value in request.POST.items()
        if name.removeprefix("match_").isdecimal() and len(name) < 25 and value in (SAME, OTHER)
    }
    if not answers:
        messages.warning(request, _("Answer for at least one supplier"))
        return redirect_to("companies", organisation)
    same, other = company_lookup.save_answers(
        membership.organisation, answers=answers, actor=get_user(request), at=timezone.now()
    )
    saved = ngettext("%(n)d company number saved.", "%(n)d company numbers saved.", same) % {"n": same}
    refused = ngettext("%(n)d match ruled out.", "%(n)d matches ruled out.", other) % {"n": other}
    messages.success(request, f"{saved} {refused}" if other else saved)
    return redirect_to("companies", organisation)
