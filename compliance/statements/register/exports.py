"""A search result as rows: for the CSV and JSON downloads and for the API's lists."""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.conf import settings
from django.urls import reverse

from compliance.statements.models import Facet, Publication
from compliance.statements.publication import documents
from compliance.statements.register import search
from portal.core.csv_cells import BYTE_ORDER_MARK, csv_lines

# A page is a query for its statements and one for what they can be filtered by.
CHUNK = 1000
# More statements than the register will have for many years.
MAX_ROWS = 100_000
FACETS = ("sector", "area", "country", "signed")
# What a row is made of: columns of a publication.
COLUMNS = (
    "organisation_name", "company_number", "year", "number", "period_start", "period_end", "due_on",
    "first_published_on", "published_at", "is_late", "late_reason", "is_voluntary", "is_group", "kind", "legal_form",
    "turnover_band", "statement_url", "licence", "organisation_slug",
)  # fmt: skip
SLUG, YEAR = COLUMNS.index("organisation_slug"), COLUMNS.index("year")
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
    "licence",
    "address",
    "pdf",
    "json",
)
# A list names many statements, and each has the licence that its organisation chose.
LIST_LICENCE = {"name": "Each statement has its own licence", "url": None}
# Any: a text, a number, a truth, a list of codes or nothing, by the names in HEADS.
type Summary = dict[str, Any]


def pages(params: search.Params) -> Iterator[list[Summary]]:
    """Yield all that is asked for, a page at a time.

    The keys are read first. Each page is a query of its own, so that no connection is held while a page is sent.
    """
    # Below it lie all pages of statements. To ask for each address anew takes a fifth of the time of a long file.
    root = settings.SITE_URL + reverse("register:index")
    keys = list(search.order_publications(params).values_list("pk", flat=True)[:MAX_ROWS])
    for page in batched(keys, CHUNK, strict=False):
        # Rows, not models: of a long file, making the models took most of the time.
        rows = {
            key: values for key, *values in Publication.objects.listed().filter(pk__in=page).values_list("pk", *COLUMNS)
        }
        facets: dict[int, list[tuple[str, str]]] = {}
        shown = Facet.objects.filter(publication__in=page, kind__in=FACETS).order_by()
        for key, kind, code in shown.values_list("publication_id", "kind", "code"):
            facets.setdefault(key, []).append((kind, code))
        yield [
            _summary(rows[key], facets.get(key, ()), f"{root}{rows[key][SLUG]}/{rows[key][YEAR]}/")
            for key in page
            if key in rows
        ]


def summary(publication: Publication) -> Summary:
    """Return one statement in a list. Ask for its facets beforehand."""
    values = [getattr(publication, name) for name in COLUMNS]
    facets = ((facet.kind, facet.code) for facet in publication.facets.all())
    return _summary(values, facets, documents.address(publication))


def _summary(values: Iterable[Any], facets: Iterable[tuple[str, str]], page: str) -> Summary:
    """Return a statement of the values of COLUMNS, the kinds and codes of its facets, and its address."""
    (
        name, company_number, year, number, period_start, period_end, due_on, first_published_on, published_at, is_late,
        late_reason, is_voluntary, is_group, kind, legal_form, turnover_band, statement_url, licence, _slug,
    ) = values  # fmt: skip
    codes: dict[str, list[str]] = {}
    for facet, code in facets:
        codes.setdefault(facet, []).append(code)
    return {
        "organisation": name,
        "company_number": company_number,
        "year": year,
        "version": number,
        "period_start": period_start.isoformat(),
        "period_end": period_end.isoformat(),
        "expected_by": due_on.isoformat(),
        "first_published_on": first_published_on.isoformat(),
        "published_at": published_at.isoformat(),
        "is_late": is_late,
        "late_reason": late_reason,
        "is_voluntary": is_voluntary,
        "is_group": is_group,
        "statement_kind": kind,
        "legal_form": legal_form,
        "turnover_band": turnover_band,
        "sectors": sorted(codes.get("sector", [])),
        "areas": sorted(codes.get("area", [])),
        "risk_countries": sorted(codes.get("country", [])),
        "signed": next(iter(codes.get("signed", [])), None),
        "statement_url": statement_url or None,
        "licence": licence,
        "address": page,
        "pdf": f"{page.removesuffix('/')}.pdf",
        "json": f"{page.removesuffix('/')}.json",
    }


def csv_pages(pages: Iterable[list[Summary]]) -> Iterator[str]:
    """Yield CSV: a row of heads, then the statements of each page; lists are joined by semicolons."""
    yield "".join(csv_lines([list(HEADS)]))
    for page in pages:
        rows = ([_flat(value) for value in row.values()] for row in page)
        yield "".join(csv_lines(rows)).removeprefix(BYTE_ORDER_MARK)


def _flat(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
