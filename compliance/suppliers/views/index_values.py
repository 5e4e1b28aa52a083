"""Record what our staff read in an index that we may link but not copy: /staff/risk/slavery-index/."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from compliance.organisations.views.base import get_post_data, get_user
from compliance.suppliers.forms.risk_staff import IndexValueForm
from compliance.suppliers.labels import risk as risk_labels
from compliance.suppliers.selectors import weights
from compliance.suppliers.services import index_values
from compliance.suppliers.views.risk_staff import require_risk_staff
from portal.core.views import render_form


def index(request: HttpRequest) -> HttpResponse:
    require_risk_staff(request)
    form = IndexValueForm(get_post_data(request), today=timezone.localdate())
    if form.is_valid():
        values: dict[str, object] = dict(form.cleaned_data)
        index_values.save_index_value(
            iso2=values.pop("country"), fields=values, actor=get_user(request), at=timezone.now()
        )
        messages.success(
            request, _("Value saved. We show it beside the risk for this country. It does not change any scores.")
        )
        return redirect("suppliers_staff:index_values")
    context = {"form": form, "lines": weights.get_index_values(), "link": risk_labels.SLAVERY_INDEX_URL}
    return render_form(request, "suppliers/staff_index_values.html", context)


@require_POST
def remove(request: HttpRequest, iso2: str) -> HttpResponse:
    require_risk_staff(request)
    index_values.remove_index_value(iso2=iso2, actor=get_user(request), at=timezone.now())
    messages.success(request, _("Value removed."))
    return redirect("suppliers_staff:index_values")
