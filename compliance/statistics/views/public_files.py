"""Files of published figures: they never change, so that anybody may keep them for as long as they like.

See docs/requirements/statistics.md#downloads.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from compliance.statistics.calendar_file import build_calendar
from compliance.statistics.choices import FileKind
from compliance.statistics.exports.table_csv import build_months_csv, build_table_csv
from compliance.statistics.presenters.tables import build_tables
from compliance.statistics.presenters.trends import build_monthly_series
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.selectors import public_pages
from compliance.statistics.selectors import releases as selectors
from compliance.statistics.services.release_files import write_file
from portal.core.api.responses import JSON, OPEN_TO_ALL
from portal.core.etags import conditional_response

CSV = "text/csv; charset=utf-8"
CONTENT_TYPES = {
    FileKind.CSV: CSV,
    FileKind.CSV_METADATA: "application/csvm+json",
    FileKind.JSON: JSON,
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
# A release and what is made of it are as they are: RFC 8246.
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def data(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """Send a file of a published release, and write it where nobody asked for it before."""
    if kind not in FileKind.values:
        raise Http404
    wanted = FileKind(kind)
    file = public_pages.find_file(code, wanted)
    if file is None:
        release = selectors.find_release_by_code(code)
        if release is None:
            raise Http404
        file = write_file(release, wanted, at=timezone.now())
    response = _send(request, bytes(file.body), CONTENT_TYPES[wanted], f"{code}.{wanted.value}", etag=file.sha256)
    if wanted is FileKind.CSV:
        response.headers["Link"] = '<data.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    return response


@require_safe
def table(request: HttpRequest, code: str, table: str) -> HttpResponseBase:
    """Send one table as it is on the page."""
    release = selectors.find_release_by_code(code)
    if release is None:
        raise Http404
    content = selectors.read_release(release)
    shown = build_tables(content, get_rule_set(content.rule_set), selectors.get_revised_cells(release))
    wanted = next((one for one in shown if one.id == table), None)
    if wanted is None:
        raise Http404
    return _send(request, build_table_csv(wanted), CSV, f"{code}-{table}.csv", etag=f"{release.sha256}-{table}")


@require_safe
def months(request: HttpRequest) -> HttpResponseBase:
    """Send the months beside each other: one more with each that is published."""
    series = build_monthly_series(public_pages.get_latest_months())
    if series is None:
        raise Http404
    response = HttpResponse(build_months_csv(series), content_type=CSV)
    response.headers["Content-Disposition"] = 'attachment; filename="months.csv"'
    return conditional_response(request, response)


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Send the announced dates for calendars, which ask for them again and again."""
    body = build_calendar(selectors.get_announced(timezone.now(), number=40))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="helpline-statistics.ics"'
    return conditional_response(request, response)


def _send(request: HttpRequest, body: bytes, content_type: str, name: str, *, etag: str) -> HttpResponseBase:
    response = HttpResponse(body, content_type=content_type)
    headers = {
        "Content-Disposition": f'attachment; filename="helpline-statistics-{name}"',
        "Cache-Control": FOR_EVER,
        "ETag": quote_etag(etag),
        **{header: OPEN_TO_ALL[header] for header in ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy")},
    }
    for header, value in headers.items():
        response.headers[header] = value
    return get_conditional_response(request, etag=quote_etag(etag), response=response) or response
