"""A search result as rows: for the CSV and JSON downloads and for the API's lists."""

from collections.abc import Iterable, Iterator
from typing import Any

from compliance.statements import documents, search
from compliance.statements.models import Publication

CHUNK = 500
FACETS = ("sector", "area", "country")
HEADS = (
    "organisation",
    "company_number",
    "year",
    "version",
    "period_start",
    "period_end",
    "expected_by",
    "first_published_on",
    "published_at",
    "is_late",
    "late_reason",
    "is_voluntary",
    "is_group",
    "statement_kind",
    "legal_form",
    "turnover_band",
    "sectors",
    "areas",
    "risk_countries",
    "signed",
    "statement_url",
    "address",
    "pdf",
    "json",
)


def rows(params: search.Params) -> Iterator[Publication]:
    """All that is asked for, a chunk at a time, with what each can be filtered by."""
    return search.ordered(params).prefetch_related("facets").iterator(chunk_size=CHUNK)


def summary(publication: Publication) -> dict[str, Any]:
    """One statement in a list. Ask for its facets beforehand."""
    facets: dict[str, list[str]] = {}
    for facet in publication.facets.all():
        facets.setdefault(facet.kind, []).append(facet.code)
    page = documents.address(publication)
    return {
        "organisation": publication.organisation_name,
        "company_number": publication.company_number,
        "year": publication.year,
        "version": publication.number,
        "period_start": publication.period_start.isoformat(),
        "period_end": publication.period_end.isoformat(),
        "expected_by": publication.due_on.isoformat(),
        "first_published_on": publication.first_published_on.isoformat(),
        "published_at": publication.published_at.isoformat(),
        "is_late": publication.is_late,
        "late_reason": publication.late_reason,
        "is_voluntary": publication.is_voluntary,
        "is_group": publication.is_group,
        "statement_kind": publication.kind,
        "legal_form": publication.legal_form,
        "turnover_band": publication.turnover_band,
        "sectors": sorted(facets.get("sector", [])),
        "areas": sorted(facets.get("area", [])),
        "risk_countries": sorted(facets.get("country", [])),
        "signed": next(iter(facets.get("signed", [])), None),
        "statement_url": publication.statement_url or None,
        "address": page,
        "pdf": f"{page.removesuffix('/')}.pdf",
        "json": f"{page.removesuffix('/')}.json",
    }


def table(publications: Iterable[Publication]) -> Iterator[list[Any]]:
    """For a spreadsheet: a row of heads, then one a statement; lists are joined by semicolons."""
    yield list(HEADS)
    for publication in publications:
        yield [_flat(value) for value in summary(publication).values()]


def _flat(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
