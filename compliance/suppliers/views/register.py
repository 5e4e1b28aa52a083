"""Show the list of suppliers and its saved views, and export it: /o/<organisation>/suppliers/."""

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.organisations.models import Membership
from compliance.organisations.tenancy import get_membership, get_row, get_rows
from compliance.organisations.views.base import get_post_data, get_user
from compliance.suppliers import exports
from compliance.suppliers.forms.filters import RegisterFilter, SaveViewForm
from compliance.suppliers.models import SavedView
from compliance.suppliers.permissions import can_export_register, can_find_alerts
from compliance.suppliers.selectors import search
from compliance.suppliers.services import saved_views
from compliance.suppliers.views.base import get_writer, page_context, redirect_to, today
from portal.accounts.reauthentication import is_recently_authenticated
from portal.core import rate_limits
from portal.core.views import render_form, too_many_requests

PAGE_SIZE = 50
# The first click on a head sorts so: names from A, what matters most first.
FIRST_SORTS = {key: f"-{key}" if key in ("risk", "actions") else key for key in search.SORT_KEYS}


def _filter(request: HttpRequest, membership: Membership) -> RegisterFilter:
    countries = search.get_countries(membership.organisation)
    return RegisterFilter(request.GET, countries=countries, may_find_alerts=can_find_alerts(membership))


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    membership = get_membership(request, organisation)
    form = _filter(request, membership)
    order = search.Order(form.params.sort, form.countries, today())
    suppliers = search.search_suppliers(membership.organisation, form.params, today=today())
    page = Paginator(order.apply(suppliers), PAGE_SIZE).get_page(request.GET.get("page"))
    context = page_context(
        membership,
        form=form,
        keys=page,
        suppliers=search.get_page_rows(page.object_list, order),
        heads=_heads(form),
        views=list(get_rows(SavedView, membership.organisation)),
        can_export=can_export_register(membership),
        is_empty=not page.paginator.count and not form.values and not form.countries,
    )
    return render(request, "suppliers/index.html", context)


def _heads(form: RegisterFilter) -> list[dict[str, str]]:
    """Return the heads of the table: title, where a click leads, and how the list is sorted by it now."""
    titles = {
        "name": _("Name"),
        "country": _("Country"),
        "tier": _("Tier"),
        "risk": _("Risk"),
        "audit": _("Last audit"),
        "actions": _("Open actions"),
    }
    current = form.params.sort
    return [
        {
            "title": title,
            "query": form.query(sort=_reverse_sort(current) if current.removeprefix("-") == key else FIRST_SORTS[key]),
            "sorted": ("descending" if current.startswith("-") else "ascending")
            if current.removeprefix("-") == key
            else "",
        }
        for key, title in titles.items()
    ]


def _reverse_sort(sort: str) -> str:
    return sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"


@require_safe
def export(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return the list under the same filter, in the columns of the template, so that it can be uploaded again."""
    membership = get_membership(request, organisation)
    if not can_export_register(membership):
        raise PermissionDenied
    if not is_recently_authenticated(request):
        raise ReauthenticationRequired
    if request.method == "GET" and (wait := rate_limits.count_and_get_wait("export", membership.user_id)):
        return too_many_requests(request, wait)
    form = _filter(request, membership)
    suppliers = search.search_suppliers(membership.organisation, form.params, today=today())
    body = exports.render_workbook(
        organisation=membership.organisation,
        suppliers=suppliers,
        by=membership.user,
        at=timezone.now(),
        narrowed_by=form.describe(),
    )
    response = HttpResponse(body, content_type=exports.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="suppliers-{organisation}.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response


def save_view(request: HttpRequest, organisation: str) -> HttpResponse:
    membership = get_writer(request, organisation)
    filters = _filter(request, membership)
    form = SaveViewForm(get_post_data(request))
    if form.is_valid():
        try:
            saved_views.save_view(
                organisation=membership.organisation,
                actor=get_user(request),
                name=form.cleaned_data["name"],
                query=filters.query(),
            )
        except saved_views.NameTaken as error:
            form.add_error("name", error.sentence)
        else:
            messages.success(request, _("View “%(name)s” saved.") % {"name": form.cleaned_data["name"]})
            return redirect_to("index", organisation, query=filters.query())
    context = page_context(membership, form=form, narrowed=filters)
    return render_form(request, "suppliers/save_view.html", context)


@require_POST
def remove_view(request: HttpRequest, organisation: str, uuid) -> HttpResponse:
    membership = get_writer(request, organisation)
    view = get_row(SavedView, membership.organisation, uuid)
    saved_views.remove_view(view=view, actor=get_user(request))
    messages.success(request, _("View “%(name)s” removed.") % {"name": view.name})
    return redirect_to("index", organisation)
