"""Show the list of suppliers and its saved views, and export it: /o/<organisation>/suppliers/."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.organisations.tenancy import get_membership, get_row
from compliance.organisations.views.base import get_post_data, get_user
from compliance.organisations.views.exports import download
from compliance.suppliers import exports
from compliance.suppliers.choices import BulkAct
from compliance.suppliers.forms.filters import ColumnsForm, RegisterFilter, SaveViewForm, draw_column_boxes
from compliance.suppliers.labels.columns import COLUMN_LABELS, select_columns
from compliance.suppliers.models import SavedView
from compliance.suppliers.permissions import can_change_register, can_export_register, can_remove_view
from compliance.suppliers.selectors import search
from compliance.suppliers.services import company_lookup, saved_views
from compliance.suppliers.views.base import RegisterMixin, page_context, redirect_to, today
from portal.core.pagination import BoundedPaginator, FirstPage
from portal.core.types import Context
from portal.core.views import PagedListView, render_form

# The first click on a head sorts so: names from A, what matters most first.
FIRST_SORTS = {key: f"-{key}" if key in ("risk", "actions", "spend") else key for key in search.SORT_KEYS}


class Index(RegisterMixin, PagedListView):
    """The suppliers that the filter selects, sorted as the reader chose."""

    template_name = "suppliers/index.html"
    page_context_name = "keys"
    paginator_class = BoundedPaginator

    def get_queryset(self) -> Any:  # Any: a queryset, or what Order.apply makes of one, or a FirstPage
        self.form = exports.get_filter(self.membership, self.request.GET)
        sort = self.form.params.sort
        if self.is_first_page and not self.form.values and sort in search.INDEXED_SORTS:
            return FirstPage(search.fetch_first_page(self.organisation.pk, sort=sort))
        self.order = search.Order(sort, self.form.countries, today(), self.form.register_choices.tier_until)
        return self.order.apply(search.search_suppliers(self.organisation, self.form.params, today=today()))

    def get_context_data(self, **kwargs: Any) -> Context:
        choices = self.form.register_choices
        columns = select_columns(choices.columns)
        context = super().get_context_data(form=self.form, heads=_heads(self.form, columns), **kwargs)
        keys = context["keys"]
        return context | {
            "suppliers": search.get_page_rows(keys.object_list, today=today()),
            "views": choices.views,
            "columns": columns,
            "column_boxes": draw_column_boxes(*columns),
            "bulk_acts": BulkAct.choices,
            "looks_up_companies": company_lookup.is_enabled(),
            "can_export": can_export_register(self.membership),
            "is_empty": not keys.paginator.count and not self.form.values and not self.form.countries,
        }


def _heads(form: RegisterFilter, columns: list[str]) -> list[dict[str, str]]:
    """Return the heads of the table: title, where a click leads, if it does, and how the list is sorted by it now."""
    titles = {"name": _("Name")} | {code: str(COLUMN_LABELS[code]) for code in columns}
    return [_head(form, code, title) for code, title in titles.items()]


def _head(form: RegisterFilter, code: str, title: str) -> dict[str, str]:
    if code not in FIRST_SORTS:
        return {"code": code, "title": title, "query": "", "sorted": ""}
    current = form.params.sort
    is_current = current.removeprefix("-") == code
    return {
        "code": code,
        "title": title,
        "query": form.query(sort=_reverse_sort(current) if is_current else FIRST_SORTS[code]),
        "sorted": ("descending" if current.startswith("-") else "ascending") if is_current else "",
    }


def _reverse_sort(sort: str) -> str:
    return sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"


@require_safe
def export(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return the list under the same filter, in the columns of the template, so that it can be uploaded again."""
    return download(request, get_membership(request, organisation), exports.EXPORT)


def save_view(request: HttpRequest, organisation: str) -> HttpResponse:
    """Save the list as it is filtered, for oneself; whoever writes may share it."""
    membership = get_membership(request, organisation)
    filters = exports.get_filter(membership, request.GET)
    form = SaveViewForm(get_post_data(request), may_share=can_change_register(membership), initial={"is_shared": "yes"})
    if form.is_valid():
        try:
            saved_views.save_view(
                organisation=membership.organisation,
                actor=get_user(request),
                name=form.cleaned_data["name"],
                query=filters.query(),
                is_shared=form.cleaned_data.get("is_shared", False),
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
    membership = get_membership(request, organisation)
    view = get_row(SavedView, membership.organisation, uuid)
    if not can_remove_view(membership, view):
        raise PermissionDenied if view.is_shared else Http404
    saved_views.remove_view(view=view, actor=get_user(request))
    messages.success(request, _("View “%(name)s” removed.") % {"name": view.name})
    return redirect_to("index", organisation)


@require_POST
def choose_columns(request: HttpRequest, organisation: str) -> HttpResponse:
    """Save the columns that this person wants, and return to the list as it was filtered."""
    membership = get_membership(request, organisation)
    form = ColumnsForm(request.POST)
    query = exports.get_filter(membership, request.GET).query()
    if not form.is_valid():
        return render_form(request, "suppliers/columns.html", page_context(membership, form=form))
    columns = select_columns(form.cleaned_data["columns"])
    saved_views.choose_columns(organisation=membership.organisation, actor=get_user(request), columns=columns)
    return redirect_to("index", organisation, query=query)
