"""Suppliers that may be in the register twice: the list, and the answer about one pair."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.tenancy import membership_of
from compliance.organisations.views.base import person, posted
from compliance.suppliers.forms.duplicates import KEEP_FIRST, TWO, DoubleForm
from compliance.suppliers.services import duplicates
from compliance.suppliers.views.base import page, see, supplier_of, writer_of
from portal.core.views import render_form

PAIRS_A_PAGE = 20


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    membership = membership_of(request, organisation)
    keys = Paginator(duplicates.open_pairs(membership.organisation), PAIRS_A_PAGE).get_page(request.GET.get("page"))
    pairs = duplicates.pairs_of(membership.organisation, list(keys))
    return render(request, "suppliers/doubles.html", page(membership, keys=keys, pairs=pairs))


def answer(request: HttpRequest, organisation: str, uuid: UUID, other: UUID) -> HttpResponse:
    membership = writer_of(request, organisation)
    if uuid == other:
        raise Http404
    pair = duplicates.Pair(supplier_of(membership, uuid), supplier_of(membership, other))
    form = DoubleForm(posted(request), pair=pair)
    if not form.is_valid():
        return render_form(request, "suppliers/double.html", page(membership, form=form, pair=pair))
    said = form.cleaned_data["answer"]
    if said == TWO:
        duplicates.tell_apart(pair=pair, actor=person(request), at=timezone.now())
        messages.success(request, _("They stay two. We do not ask again."))
        return see("doubles", organisation)
    kept, double = (pair.first, pair.second) if said == KEEP_FIRST else (pair.second, pair.first)
    duplicates.join(kept=kept, double=double, actor=person(request), at=timezone.now())
    messages.success(request, _("%(double)s has ended. Its sites are here now.") % {"double": double.name})
    return see("supplier", organisation, kept.uuid)
