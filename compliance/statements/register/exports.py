"""A search result as rows: for the CSV and JSON downloads and for the API's lists."""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from compliance.statements.models import Publication
from compliance.statements.publication import documents
from compliance.statements.register import search
from portal.core.csv_cells import BYTE_ORDER_MARK, csv_lines

CHUNK = 100
# More statements than the register will have for many years.
MAX_ROWS = 100_000
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


def pages(params: search.Params) -> Iterator[list[Publication]]:
    """Yield all that is asked for, a page at a time, with what each statement can be filtered by.

    The keys are read first. Each page is a query of its own, so that no connection is held while a page is sent.
    """
    keys = list(search.order_publications(params).values_list("pk", flat=True)[:MAX_ROWS])
    for page in batched(keys, CHUNK, strict=False):
        publications = Publication.objects.listed().without_texts().prefetch_related("facets").in_bulk(page)
        yield [publications[key] for key in page if key in publications]


def summary(publication: Publication) -> dict[str, Any]:
    """Return one statement in a list. Ask for its facets beforehand."""
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


def csv_pages(pages: Iterable[list[Publication]]) -> Iterator[str]:
    """Yield CSV: a row of heads, then the statements of each page; lists are joined by semicolons."""
    yield "".join(csv_lines([list(HEADS)]))
    for page in pages:
        rows = ([_flat(value) for value in summary(publication).values()] for publication in page)
        yield "".join(csv_lines(rows)).removeprefix(BYTE_ORDER_MARK)


def _flat(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
