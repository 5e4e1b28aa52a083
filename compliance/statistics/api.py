"""/api/v1/statistics/releases/: every published number for programs, protected as on the pages.

See docs/requirements/statistics.md#releases-api.
"""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import Field, Query, Router, Schema

from compliance.statements.register.api.schemas import Answer, Problem
from compliance.statistics.models import Release
from compliance.statistics.rules.guarded import MIN_SHOWN
from compliance.statistics.rules.release_content import read_content
from compliance.statistics.rules.table_json import describe_table
from compliance.statistics.selectors import public_pages
from compliance.statistics.selectors import releases as selectors
from portal.core.api.responses import api_response
from portal.core.dates import in_utc
from portal.core.page_cache import get_or_make

router = Router(tags=["Statistics"])


class ReleaseFilters(Schema):
    modified_after: datetime | None = Field(
        None, description="Published at this moment or later: 2026-11-28T00:00:00Z. A revision is a release of its own"
    )


class Dim(Answer):
    name: str
    labels: list[str] = Field(description="Group codes in order. The last is total")


class NumberCell(Answer):
    index: list[int] = Field(description="Position of the group in each dimension, starting at 0")
    published: int | None = Field(description="The number; null where it is hidden")
    rounded_to: int | None = Field(
        description="Every number is a multiple of this; null where numbers are exact or hidden"
    )


class ReleaseTable(Answer):
    id: str
    dims: list[Dim]
    cells: list[NumberCell]
    totals: bool = Field(description="Whether totals are among the cells")


class ReleaseTables(Answer):
    id: str = Field(description="Such as 2026-q1, or 2026-q1-2 for its first revision")
    kind: str = Field(description="month, quarter or year")
    period: str
    tables: list[ReleaseTable]


class ReleaseList(Answer):
    threshold: int = Field(description="Numbers above zero and below this are not published")
    releases: list[ReleaseTables]


@router.get(
    "/releases/",
    response={200: ReleaseList, 422: Problem, 429: Problem},
    summary="Every release of figures",
    operation_id="findReleases",
)
def releases(request: HttpRequest, filters: Query[ReleaseFilters]) -> HttpResponseBase:
    """List every published release with its tables, in the order they were made, first versions and revisions."""
    if since := in_utc(filters.modified_after):
        return api_response(request, _list_releases(since))
    return api_response(request, get_or_make("statistics-releases", _list_releases))


@router.get(
    "/releases/{release_id}/",
    response={200: ReleaseTables, 404: Problem, 429: Problem},
    summary="One release of figures",
    operation_id="getRelease",
)
def release(request: HttpRequest, release_id: str) -> HttpResponseBase:
    row = selectors.find_release_by_code(release_id)
    if row is None:
        raise Http404
    return api_response(request, describe_release(row), changed_at=row.published_at)


def _list_releases(since: datetime | None = None) -> dict[str, Any]:
    rows = public_pages.get_all_with_tables(since=since)
    return {"threshold": MIN_SHOWN, "releases": [describe_release(row) for row in rows]}


# Any: JSON.
def describe_release(row: Release) -> dict[str, Any]:
    content = read_content(row.content)
    return {
        "id": row.code,
        "kind": row.kind,
        "period": row.period_code,
        "tables": [describe_table(table) for table in content.release.tables],
    }
