"""/o/<organisation>/suppliers/: the list, its saved views, and the list to take away."""

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
from compliance.organisations.tenancy import membership_of, row, rows
from compliance.organisations.views.base import person, posted
from compliance.suppliers import exports, search
from compliance.suppliers.forms.filters import RegisterFilter, SaveViewForm
from compliance.suppliers.models import SavedView
from compliance.suppliers.permissions import can_export_register, can_find_alerts
from compliance.suppliers.services import saved_views as saved
from compliance.suppliers.views.base import page, see, today, writer_of
from portal.accounts.reauthentication import is_recent
from portal.core import rate_limits
from portal.core.views import render_form, too_many_requests

ROWS_A_PAGE = 50
# The first click on a head sorts so: names from A, what matters most first.
FIRST_WAY = {key: f"-{key}" if key in ("risk", "actions") else key for key in search.SORTS}


def _filter(request: HttpRequest, membership: Membership) -> RegisterFilter:
    countries = search.countries_of(membership.organisation)
    return RegisterFilter(request.GET, countries=countries, may_find_alerts=can_find_alerts(membership))


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    membership = membership_of(request, organisation)
    own = membership.organisation
    form = _filter(request, membership)
    order = search.Order(form.params.sort, form.countries, today())
    found = search.found(own, form.params, today=today())
    keys = Paginator(order.of(found), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = page(
        membership,
        form=form,
        keys=keys,
        suppliers=search.rows(keys.object_list, order),
        heads=_heads(form),
        views=list(rows(SavedView, own)),
        can_export=can_export_register(membership),
        is_empty=not keys.paginator.count and not form.values and not form.countries,
    )
    return render(request, "suppliers/index.html", context)


def _heads(form: RegisterFilter) -> list[dict[str, str]]:
    """The heads of the table: title, where a click leads, and how the list is sorted by it now."""
    titles = {
        "name": _("Name"),
        "country": _("Country"),
        "tier": _("Tier"),
        "risk": _("Risk"),
        "audit": _("Last audit"),
        "actions": _("Open actions"),
    }
    now = form.params.sort
    return [
        {
            "title": title,
            "query": form.query(sort=_turned(now) if now.removeprefix("-") == key else FIRST_WAY[key]),
            "sorted": ("descending" if now.startswith("-") else "ascending") if now.removeprefix("-") == key else "",
        }
        for key, title in titles.items()
    ]


def _turned(sort: str) -> str:
    return sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"


@require_safe
def export(request: HttpRequest, organisation: str) -> HttpResponse:
    """What the list shows under the same filter, in the columns of the template, so that it can be uploaded again."""
    membership = membership_of(request, organisation)
    if not can_export_register(membership):
        raise PermissionDenied
    if not is_recent(request):
        raise ReauthenticationRequired
    if request.method == "GET" and (wait := rate_limits.wait("export", membership.user_id)):
        return too_many_requests(request, wait)
    form = _filter(request, membership)
    suppliers = search.found(membership.organisation, form.params, today=today())
    body = exports.workbook(
        organisation=membership.organisation,
        suppliers=suppliers,
        by=membership.user,
        at=timezone.now(),
        narrowed_by=form.in_words(),
    )
    response = HttpResponse(body, content_type=exports.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="suppliers-{organisation}.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response


def save_view(request: HttpRequest, organisation: str) -> HttpResponse:
    membership = writer_of(request, organisation)
    narrowed = _filter(request, membership)
    form = SaveViewForm(posted(request))
    if form.is_valid():
        try:
            saved.save(
                organisation=membership.organisation,
                actor=person(request),
                name=form.cleaned_data["name"],
                query=narrowed.query(),
            )
        except saved.NameTaken as taken:
            form.add_error("name", taken.sentence)
        else:
            messages.success(request, _("View “%(name)s” saved.") % {"name": form.cleaned_data["name"]})
            return see("index", organisation, query=narrowed.query())
    context = page(membership, form=form, narrowed=narrowed)
    return render_form(request, "suppliers/save_view.html", context)


@require_POST
def remove_view(request: HttpRequest, organisation: str, uuid) -> HttpResponse:
    membership = writer_of(request, organisation)
    view = row(SavedView, membership.organisation, uuid)
    saved.remove(view=view, actor=person(request))
    messages.success(request, _("View “%(name)s” removed.") % {"name": view.name})
    return see("index", organisation)
