"""List suppliers that may be in the register twice, and take the answer about one pair."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.tenancy import get_membership
from compliance.organisations.views.base import get_post_data, get_user
from compliance.suppliers.forms.duplicates import DIFFERENT, KEEP_FIRST, DuplicateForm
from compliance.suppliers.services import duplicates
from compliance.suppliers.views.base import get_supplier, get_writer, page_context, redirect_to
from portal.core.views import render_form

PAGE_SIZE = 20


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    membership = get_membership(request, organisation)
    page = Paginator(duplicates.get_unanswered_pairs(membership.organisation), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    pairs = duplicates.load_pairs(membership.organisation, list(page))
    return render(request, "suppliers/doubles.html", page_context(membership, keys=page, pairs=pairs))


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
        messages.success(request, _("They stay two. We do not ask again."))
        return redirect_to("doubles", organisation)
    supplier, duplicate = (pair.first, pair.second) if choice == KEEP_FIRST else (pair.second, pair.first)
    duplicates.merge_suppliers(survivor=supplier, duplicate=duplicate, actor=get_user(request), at=timezone.now())
    messages.success(request, _("%(double)s has ended. Its sites are here now.") % {"double": duplicate.name})
    return redirect_to("supplier", organisation, supplier.uuid)
