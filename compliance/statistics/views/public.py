"""Pages of published figures. Each is kept for strangers until something is published.

See docs/requirements/statistics.md#public-pages.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.statistics.choices import FileKind
from compliance.statistics.exports.tidy import COLUMNS
from compliance.statistics.labels import label_period
from compliance.statistics.models import Release
from compliance.statistics.presenters import release_page
from compliance.statistics.presenters.labels import KINDS
from compliance.statistics.presenters.trends import build_monthly_series
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.counting import MAX_SHARE_PERCENT
from compliance.statistics.rules.disclosure import ROUNDED_TO
from compliance.statistics.rules.marks import MIN_OF_FORCE
from compliance.statistics.rules.percentages import MIN_DENOMINATOR
from compliance.statistics.rules.periods import Kind
from compliance.statistics.selectors import public_pages
from compliance.statistics.selectors import releases as selectors
from portal.core.page_cache import PUBLIC
from portal.core.types import Context

DOWNLOADS = (FileKind.CSV, FileKind.XLSX, FileKind.ODS, FileKind.JSON)


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a page that is the same for every stranger, so that it is drawn once (portal.core.page_cache)."""

    @require_safe
    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = PUBLIC
        return response

    return inner


@kept
def index(request: HttpRequest) -> HttpResponse:
    months = public_pages.get_latest_months()
    newest = [public_pages.get_newest(Kind.YEAR), public_pages.get_newest(Kind.QUARTER), *months[-1:]]
    announced = selectors.get_announced(timezone.now(), number=1)
    context: Context = {
        "newest": [_describe(row) for row in newest if row],
        "next": [{"title": label_period(row.period), "at": row.at} for row in announced],
        "series": build_monthly_series(months),
        "years": _group_by_year(selectors.get_current()),
        "rounded_to": ROUNDED_TO,
    }
    return render(request, "statistics/index.html", context)


def _describe(row: Release) -> Context:
    content = release_page.read_content(row.content)
    return _list_item(row) | {"kind": KINDS[row.period.kind], "summary": release_page.summarise(row, content)}


def _list_item(row: Release) -> Context:
    return {"release": row, "title": release_page.get_title(row)}


def _group_by_year(rows: Sequence[Release]) -> list[Context]:
    """Return the newest revision of each period by calendar year, the newest year first."""
    return [
        {
            "year": year,
            "kinds": [
                {"label": KINDS[kind], "rows": [_list_item(row) for row in of_year if row.period.kind is kind]}
                for kind in (Kind.YEAR, Kind.QUARTER, Kind.MONTH)
                if any(row.period.kind is kind for row in of_year)
            ],
        }
        for year, group in groupby(rows, key=lambda row: row.last_day.year)
        if (of_year := list(group))
    ]


@kept
def release(request: HttpRequest, code: str) -> HttpResponse:
    row = selectors.find_release_by_code(code)
    if row is None:
        raise Http404
    content = release_page.read_content(row.content)
    before = release_page.read(public_pages.get_year_before(row.period))
    versions = selectors.get_revisions(row.period)
    context: Context = {
        "release": row,
        "title": release_page.get_title(row),
        "period": label_period(row.period),
        "kind": KINDS[row.period.kind],
        "is_provisional": release_page.is_provisional(row),
        "summary": release_page.summarise(row, content),
        "comparisons": list(release_page.compare(content, before)),
        "chapters": release_page.list_chapters(content, selectors.get_revised_cells(row)),
        "latest": versions[-1] if versions[-1].pk != row.pk else None,
        "first": versions[0] if row.revision > 1 else None,
        "files": [{"kind": kind.value, "label": kind.label} for kind in DOWNLOADS],
        "citation": release_page.cite(row),
        "licence": release_page.LICENCE,
    }
    return render(request, "statistics/release.html", context)


@kept
def method(request: HttpRequest) -> HttpResponse:
    published = selectors.get_current()
    rules = get_rule_set()
    context: Context = {
        "rules": rules,
        "first_day": min((row.first_day for row in published), default=None),
        "rounded_to": ROUNDED_TO,
        "min_denominator": MIN_DENOMINATOR,
        "min_of_force": MIN_OF_FORCE,
        "max_share": MAX_SHARE_PERCENT,
        "symbols": [(f"[{code}]", label) for code, label in rules.symbols.items()],
    }
    return render(request, "statistics/method.html", context)


@kept
def revisions(request: HttpRequest) -> HttpResponse:
    rows = [_list_item(row) for row in selectors.get_corrections()]
    return render(request, "statistics/revisions.html", {"rows": rows})


@kept
def calendar(request: HttpRequest) -> HttpResponse:
    coming = selectors.get_announced(timezone.now(), number=12)
    recent = selectors.get_published().order_by("-published_at", "-position")[:12]
    context: Context = {
        "coming": [{"title": label_period(row.period), "kind": KINDS[row.period.kind], "at": row.at} for row in coming],
        "recent": [_list_item(row) | {"kind": KINDS[row.period.kind]} for row in recent],
        "calendar_address": settings.SITE_URL,
    }
    return render(request, "statistics/calendar.html", context)


@kept
def data(request: HttpRequest) -> HttpResponse:
    context: Context = {
        "years": _group_by_year(selectors.get_current()),
        "files": [{"kind": kind.value, "label": kind.label} for kind in DOWNLOADS],
        "columns": COLUMNS,
        "rules": get_rule_set(),
        "licence": release_page.LICENCE,
    }
    return render(request, "statistics/data.html", context)
