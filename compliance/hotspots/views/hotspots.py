"""/desk/hotspots/: where more is reported than elsewhere, for staff; never public, and never by nationality."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.views.base import Desk, go, unlocked
from compliance.casework.views.downloads import attachment
from compliance.hotspots import permissions
from compliance.hotspots.council_map import draw_hotspots
from compliance.hotspots.forms.hotspots import HotspotFilterForm
from compliance.hotspots.labels import describe_quarter, describe_reporting_bias, describe_selection
from compliance.hotspots.models import Analysis, Hotspot, Run
from compliance.hotspots.rules.computation import MIN_EVENTS
from compliance.hotspots.rules.quarters import get_last_quarter
from compliance.hotspots.selectors import runs
from compliance.hotspots.services import exports
from compliance.hotspots.services.runs import compute_hotspots
from portal.accounts.current_user import get_current_user
from portal.core import rate_limits
from portal.core.types import Context
from portal.core.views import render_form, too_many_requests

CSV = "text/csv; charset=utf-8"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The last computation, filtered. The desk may be locked: nothing sealed is read."""
    _require_reader(request)
    run, form = runs.get_last_run(), HotspotFilterForm(request.GET or None)
    chosen = form.get_chosen()
    analysis, hotspots = _found(run, chosen)
    quarter = get_last_quarter(timezone.localdate())
    context: Context = {
        "form": form,
        "run": run,
        "analysis": analysis,
        "hotspots": hotspots,
        "selection": describe_selection(chosen["exploitation_type"], chosen["sector"]),
        "query": request.GET.urlencode(),
        "is_filtered": any(chosen.values()),
        "computed": describe_quarter(run.quarter) if run else "",
        "is_old": run is not None and run.quarter != quarter.code,
        "next": describe_quarter(quarter.code),
        "campaigns": runs.get_campaigns_in(run.quarter) if run else (),
        "circle": runs.get_council_names(analysis.circle) if analysis else [],
        "drawing": draw_hotspots([row for row, *_rest in hotspots]),
        "min_events": MIN_EVENTS,
        "bias": describe_reporting_bias(),
        "may_compute": permissions.can_compute_hotspots(request.user),
        "may_keep_campaigns": permissions.can_keep_campaigns(request.user),
    }
    return render_form(request, "casework/hotspots/index.html", context)


@require_POST
@unlocked
def compute(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Compute the last quarter that has ended, by an unlocked desk."""
    if not permissions.can_compute_hotspots(desk.user):
        raise Http404
    if wait := rate_limits.count_and_get_wait("export", desk.user.pk):
        return too_many_requests(request, wait)
    compute_hotspots(quarter=get_last_quarter(timezone.localdate(desk.now)), **desk.acting)
    messages.success(request, _("Hotspots calculated."))
    return go("hotspots:index")


@require_safe
def table_csv(request: HttpRequest) -> HttpResponse:
    """The rows of the page as CSV, with who took them, when, and by which filter."""
    _require_reader(request)
    user = get_current_user(request)
    if wait := rate_limits.count_and_get_wait("export", user.pk):
        return too_many_requests(request, wait)
    run, chosen = runs.get_last_run(), HotspotFilterForm(request.GET or None).get_chosen()
    analysis, hotspots = _found(run, chosen)
    if run is None or analysis is None:
        raise Http404
    filtered_by = "; ".join(f"{name}: {value}" for name, value in chosen.items() if value)
    body = exports.export_hotspots(
        run=run, analysis=analysis, hotspots=[row for row, *_rest in hotspots], filtered_by=filtered_by, actor=user,
        at=timezone.now(),
    )  # fmt: skip
    return attachment(body, name=f"hotspots-{run.quarter}.csv", content_type=CSV)


def _require_reader(request: HttpRequest) -> None:
    if not permissions.can_read_hotspots(request.user):
        raise Http404


# Any: the names of a council and its force.
def _found(run: Run | None, chosen: dict[str, str]) -> tuple[Analysis | None, Sequence[tuple[Hotspot, Any, Any]]]:
    if run is None:
        return None, []
    analysis = runs.find_analysis(run, exploitation_type=chosen["exploitation_type"], sector=chosen["sector"])
    return analysis, runs.get_named_hotspots(analysis, region=chosen["region"]) if analysis else []
