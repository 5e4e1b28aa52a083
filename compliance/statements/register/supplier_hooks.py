"""What the suppliers app asks of this one (settings.SUPPLIERS_HOOKS): who has a statement, and where."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db.models import Case, Exists, Q, Subquery, Value, When
from django.urls import reverse

from compliance.statements import vocabulary
from compliance.statements.models import Edition, Listing, Publication
from compliance.suppliers.choices import StatementStatus
from compliance.suppliers.rules.similarity import trigram_similarity
from compliance.suppliers.statement_status import KnownStatement

MAX_CANDIDATES = 400
MAX_SIMILAR = 3
MIN_WORD_LENGTH = 4
UNDER_THRESHOLD = ("under_36m",)
MAX_WORDS = 3
# One slip in a name of two short words leaves so much; a person decides.
OFFER_THRESHOLD = 0.45


def columns(number: Any, name_key: Any) -> dict[str, Subquery]:
    """Return the latest statement with this company number, and the latest listed with this name, for statement_of."""
    named = Listing.objects.standing().filter(name_key=name_key).order_by("-year", "id")
    published = Publication.objects.listed().filter(company_number=number).order_by("-year")
    listed = Listing.objects.standing().filter(company_number=number).order_by("-year", "id")
    return {
        "here_year": Subquery(published.values("year")[:1]),
        "here_slug": Subquery(published.values("organisation_slug")[:1]),
        "listed_year": Subquery(listed.values("year")[:1]),
        "listed_at": Subquery(listed.annotate(at=_get_address()).values("at")[:1]),
        "listed_period_end": Subquery(listed.values("period_end")[:1]),
        "listed_dated": Subquery(listed.values("edition__dated")[:1]),
        "named_year": Subquery(named.values("year")[:1]),
        "named_at": Subquery(named.annotate(at=_get_address()).values("at")[:1]),
        "named_period_end": Subquery(named.values("period_end")[:1]),
        "named_dated": Subquery(named.values("edition__dated")[:1]),
        "named_name": Subquery(named.values("organisation_name")[:1]),
    }


def _get_address() -> Case:
    """Return where a listed statement is: on the company's website, else the registry's PDF, else its page there."""
    return Case(
        When(~Q(statement_url=""), then="statement_url"), When(~Q(pdf_url=""), then="pdf_url"), default="summary_url"
    )


def statement_of(row: Any) -> KnownStatement | None:
    """Return the statement to show; one published here goes before one listed."""
    if row.here_year:
        address = reverse("register:statement", args=(row.here_slug, row.here_year))
        return KnownStatement(StatementStatus.HERE, row.here_year, address)
    if row.listed_year:
        return KnownStatement(StatementStatus.LISTED, row.listed_year, row.listed_at, row.listed_dated)
    return None


def named_statement_of(row: Any) -> KnownStatement | None:
    """Return the statement listed under the supplier's name, as a possible match."""
    if not row.named_year:
        return None
    return KnownStatement(StatementStatus.POSSIBLE, row.named_year, row.named_at, row.named_dated, row.named_name)


def get_registry_edition() -> str:
    """Return the key of the file of the registry that was loaded last, with the time; "" before the first."""
    edition = Edition.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    return f"{edition.pk}@{edition.finished_at:%Y%m%d%H%M%S}" if edition and edition.finished_at else ""


def list_registry_names() -> Iterator[str]:
    """Return the cleaned names of those that are listed, each once."""
    names = Listing.objects.standing().exclude(name_key="").order_by().values_list("name_key", flat=True)
    return names.distinct().iterator(chunk_size=5000)


def find_similar_names(name_key: str) -> list[tuple[str, str, int]]:
    """Return cleaned name, name and latest year of listings whose name is spelled nearly so, the likest first."""
    pieces = _get_pieces(name_key)
    if not pieces:
        return []
    # A slip of the pen leaves most pieces as they are: those with most of them come first.
    hits = sum((Case(When(name_key__contains=piece, then=1), default=0) for piece in pieces), Value(0))
    rows = Listing.objects.standing().annotate(hits=hits).filter(hits__gte=1)
    ranked = rows.order_by("-hits", "name_key", "-year")
    latest = ranked.values_list("name_key", "organisation_name", "year")[:MAX_CANDIDATES]
    found: dict[str, tuple[float, str, int]] = {}
    for key, name, year in latest:
        likeness = trigram_similarity(name_key, key)
        if key and key not in found and likeness >= OFFER_THRESHOLD:
            found[key] = (likeness, name, year)
    likest = sorted(found.items(), key=lambda item: -item[1][0])[:MAX_SIMILAR]
    return [(key, name, year) for key, (_likeness, name, year) in likest]


def _get_pieces(name_key: str) -> list[str]:
    """Return the first and the last letters of the longest words of a cleaned name."""
    words = sorted((word for word in name_key.split() if len(word) >= MIN_WORD_LENGTH), key=len, reverse=True)
    ends = [end for word in words[:MAX_WORDS] for end in (word[:MIN_WORD_LENGTH], word[-MIN_WORD_LENGTH:])]
    return list(dict.fromkeys(ends))


def is_listed_by_name(name_key: Any) -> Exists:
    return Exists(Listing.objects.standing().filter(name_key=name_key))


def is_published_here(number: Any) -> Exists:
    return Exists(Publication.objects.listed().filter(company_number=number))


def is_listed_elsewhere(number: Any) -> Exists:
    return Exists(Listing.objects.standing().filter(company_number=number))


def has_turnover_over(number: Any) -> Exists:
    """Return whether a listed statement names a turnover from which the Act asks for one."""
    bands = [code for code in _list_turnover_bands() if code not in (*UNDER_THRESHOLD, "not_provided")]
    return Exists(Listing.objects.standing().filter(company_number=number, turnover_band__in=bands))


def has_turnover_under(number: Any) -> Exists:
    """Return whether a listed statement names a turnover below that."""
    return Exists(Listing.objects.standing().filter(company_number=number, turnover_band__in=UNDER_THRESHOLD))


@cache
def _list_turnover_bands() -> tuple[str, ...]:
    return tuple(code for code, _label in vocabulary.enumeration("turnover_band").choices)
