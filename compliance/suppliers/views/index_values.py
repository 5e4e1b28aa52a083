"""/staff/risk/slavery-index/: what our staff read of each country in an index that we may link but not copy."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compliance.organisations.views.base import person, posted
from compliance.suppliers.forms.risk_staff import IndexValueForm
from compliance.suppliers.labels import risk as wording
from compliance.suppliers.selectors import weights
from compliance.suppliers.services import index_values
from compliance.suppliers.views.risk_staff import only_staff
from portal.core.views import render_form


def index(request: HttpRequest) -> HttpResponse:
    only_staff(request)
    form = IndexValueForm(posted(request), today=timezone.localdate())
    if form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        index_values.put(iso2=given.pop("country"), fields=given, actor=person(request), at=timezone.now())
        messages.success(request, _("Saved. It is shown beside the risk of this country, and changes no score."))
        return redirect("suppliers_staff:index_values")
    context = {"form": form, "lines": weights.index_values(), "link": wording.SLAVERY_INDEX}
    return render_form(request, "suppliers/staff_index_values.html", context)


@require_POST
def remove(request: HttpRequest, iso2: str) -> HttpResponse:
    only_staff(request)
    index_values.remove(iso2=iso2, actor=person(request), at=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("suppliers_staff:index_values")
