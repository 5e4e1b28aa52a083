"""Wagtail's listing of guidance: what is due first, then the status and whoever looks after it.

See docs/requirements/experience.md#guidance-list.
"""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.forms import RadioSelect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import WorkflowState, get_default_page_content_type
from wagtail.query import PageQuerySet

from learning.base.permissions import get_writers
from learning.resources.models import GuidancePage
from learning.resources.rules.review import REMINDER_DAYS

OVERDUE = "overdue"
DUE: list[tuple[str, str | Promise]] = [
    (OVERDUE, gettext_lazy("Overdue")),
    *((str(days), gettext_lazy("Within %(days)s days") % {"days": days}) for days in reversed(REMINDER_DAYS) if days),
]
STATUSES = [
    ("live", gettext_lazy("Public")),
    ("draft", gettext_lazy("Not published")),
    ("changed", gettext_lazy("With unpublished changes")),
    ("review", gettext_lazy("Waiting for review")),
    ("scheduled", gettext_lazy("Scheduled to be published")),
]


class GuidanceFilters(WagtailFilterSet):
    due = django_filters.ChoiceFilter(
        label=gettext_lazy("Check due"),
        choices=DUE,
        method="by_due",
        widget=RadioSelect,
        empty_label=gettext_lazy("Any"),
    )
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=STATUSES,
        method="by_status",
        widget=RadioSelect,
        empty_label=gettext_lazy("Any"),
    )
    looked_after_by = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Owner"), queryset=lambda request: get_writers(), widget=RadioSelect
    )

    class Meta:
        model = GuidancePage
        fields: list[str] = []

    def by_due(self, pages: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        days = 0 if value == OVERDUE else int(value)
        return pages.filter(live=True, next_check_on__lte=timezone.localdate() + timedelta(days=days))

    def by_status(self, pages: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return STATUS_FILTERS[value](pages)


def _in_review(pages: QuerySet[Any]) -> QuerySet[Any]:
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, base_content_type=get_default_page_content_type()
    )
    return pages.filter(pk__in=[int(key) for key in states.values_list("object_id", flat=True)])


STATUS_FILTERS = {
    "live": lambda pages: pages.filter(live=True),
    "draft": lambda pages: pages.filter(live=False),
    "changed": lambda pages: pages.filter(live=True, has_unpublished_changes=True),
    "review": _in_review,
    "scheduled": lambda pages: pages.filter(_revisions__approved_go_live_at__gt=Now()).distinct(),
}


class GuidanceIndexView(IndexView):
    results_template_name = "wagtailadmin/generic/index_results.html"
    default_ordering = "next_check_on"
    table_classname = "listing"

    def annotate_queryset(self, pages: PageQuerySet[Any]) -> PageQuerySet[Any]:
        """Annotate in one query: Wagtail's way asks for the pages twice, and for each page what a button may do."""
        pages = pages.select_related("looked_after_by").defer_streamfields().prefetch_workflow_states()
        return pages.annotate_site_root_state().annotate_approved_schedule()

    @property
    def no_results_message(self) -> str:
        if self.request.GET.get("due"):
            return _("No entries are due.")
        return _("No pages match. Clear a filter.") if self.is_filtering else _("There is no guidance yet.")


def _next_check(page: GuidancePage) -> str:
    """Return the day in full: Wagtail says "just now" of every day to come."""
    return date_format(page.next_check_on, "j F Y") if page.next_check_on else ""


class GuidanceListing(PageListingViewSet):
    name = "guidance_list"
    url_prefix = "guidance"
    model = GuidancePage
    icon = "doc-full"
    menu_label = gettext_lazy("Guidance")
    menu_name = "guidance"
    menu_order = 90
    add_to_admin_menu = True
    index_view_class = GuidanceIndexView
    filterset_class = GuidanceFilters
    columns = [
        TitleColumn(
            "draft_title",
            label=gettext_lazy("Title"),
            sort_key="draft_title",
            url_name="wagtailadmin_pages:edit",
        ),
        PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live", width="14%"),
        Column("looked_after_by", label=gettext_lazy("Owner"), width="18%"),
        Column(
            "next_check_on",
            label=gettext_lazy("Next check by"),
            accessor=_next_check,
            sort_key="next_check_on",
            width="16%",
        ),
    ]
