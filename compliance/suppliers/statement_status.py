"""Look up whether a supplier has published a statement.

The app that knows is above: settings name it (SUPPLIERS_HOOKS).

It is looked up by company number, of suppliers in the UK or of a country that is not known: elsewhere the same eight
digits are another company. Else it is looked up by name, or by the name that a worker found near it
(services/registry_matches.py), as a possible match, which a person confirms once.

See docs/requirements/suppliers.md#statement-matches.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat, Greatest, StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.module_loading import import_string

from compliance.suppliers.choices import StatementStatus, TurnoverBand
from compliance.suppliers.models import Supplier
from compliance.suppliers.rules.registry_names import split_refused_keys

UK_COUNTRIES = ("GB", "")
# Of names that may be a supplier's, on its page.
MAX_OFFERED = 3
HAS_UK_NUMBER = Q(country__in=UK_COUNTRIES) & ~Q(company_number="")


@dataclass(frozen=True)
class KnownStatement:
    """Hold what is known of a statement.

    dated: the day of the registry's file. address: empty where none is known. name: whose it is, of a possible match.
    """

    status: StatementStatus
    year: int | None = None
    address: str = ""
    dated: date | None = None
    name: str = ""


def _name_key() -> Case:
    """Return the name that a supplier is looked up by: one that a person confirmed, one near its own, or its own."""
    return Case(
        When(~Q(registry_key=""), then=F("registry_key")),
        When(~Q(registry_like_key=""), then=F("registry_like_key")),
        default=F("likeness"),
    )


def _is_refused() -> Case:
    """Return whether a person said that the name is another company's. Reads name_key."""
    line = Concat(Value("\n"), F("name_key"), Value("\n"))
    is_among = StrIndex(F("registry_refused_keys"), line)
    return Case(
        When(registry_refused_keys="", then=Value(False)), When(GreaterThan(is_among, 0), then=Value(True)),
        default=Value(False), output_field=BooleanField(),
    )  # fmt: skip


def annotate_statement(suppliers: QuerySet[Supplier]) -> QuerySet[Supplier]:
    """Add to each row what get_status reads, in the same query."""
    named = suppliers.annotate(name_key=_name_key())
    return named.annotate(**_hook("statement_columns")(OuterRef("company_number"), OuterRef("name_key")))


def annotate_statement_years(suppliers: QuerySet[Supplier]) -> QuerySet[Supplier]:
    """Add the year of the newest statement by company number and by name, and whether a person refused that name."""
    named = suppliers.annotate(name_key=_name_key()).annotate(is_refused=_is_refused())
    columns = _hook("statement_columns")(OuterRef("company_number"), OuterRef("name_key"))
    here, listed, by_name = (_or_none(columns[name]) for name in ("here_year", "listed_year", "named_year"))
    return named.annotate(
        number_year=Case(When(company_number="", then=Value(0)), default=Greatest(here, listed)),
        name_year=Case(When(name_key="", then=Value(0)), default=by_name),
    )


def _or_none(year: Any) -> Coalesce:
    """Return a year as a number, 0 for none."""
    return Coalesce(year, Value(0), output_field=IntegerField())


def get_status(supplier: Any) -> KnownStatement:
    """Return what is known of a supplier that was read with annotate_statement."""
    has_uk_number = bool(supplier.company_number) and supplier.country in UK_COUNTRIES
    if has_uk_number and (known := _hook("statement_of")(supplier)):
        return known
    if supplier.name_key and supplier.name_key not in split_refused_keys(supplier.registry_refused_keys):
        named = _hook("named_statement_of")(supplier)
        if named:
            return replace(named, status=StatementStatus.LISTED) if supplier.registry_key else named
    if has_uk_number:
        return KnownStatement(StatementStatus.NOT_FOUND)
    is_abroad = bool(supplier.company_number) and supplier.country not in UK_COUNTRIES
    return KnownStatement(StatementStatus.ABROAD if is_abroad else StatementStatus.NO_NUMBER)


def get_statuses(suppliers: Collection[Supplier]) -> dict[int, KnownStatement]:
    """Return what is known of each supplier, by primary key: one query, where there is any."""
    rows = Supplier.objects.filter(pk__in=[supplier.pk for supplier in suppliers]).only(*STATUS_FIELDS)
    return {row.pk: get_status(row) for row in annotate_statement(rows)} if suppliers else {}


# Where a statement under a like name may still be found.
OPEN_STATUSES = frozenset(
    {StatementStatus.POSSIBLE, StatementStatus.NOT_FOUND, StatementStatus.ABROAD, StatementStatus.NO_NUMBER}
)
# The fields of a supplier that get_status reads.
STATUS_FIELDS = (
    *("company_number", "country", "likeness", "registry_key", "registry_like_key", "registry_refused_keys"),
)


def find_similar_names(supplier: Supplier) -> list[tuple[str, str, int]]:
    """Return cleaned name, name and latest year of statements that may be the supplier's, the likest first."""
    wanted = [key for key in (supplier.registry_like_key, supplier.likeness) if key]
    found = [row for key in wanted for row in _hook("find_similar_names")(key)]
    refused = supplier.list_refused_keys()
    rows = {key: (key, name, year) for key, name, year in reversed(found) if key not in refused}
    return sorted(rows.values(), key=lambda row: row[0] != supplier.registry_like_key)[:MAX_OFFERED]


def get_registry_edition() -> str:
    """Return which file of the registry was loaded last, "" before the first."""
    return _hook("get_registry_edition")()


def list_registry_names() -> Iterable[str]:
    """Return the cleaned names of all that have a statement in the registry."""
    return _hook("list_registry_names")()


def filter_by_status(suppliers: QuerySet[Supplier], status: str) -> QuerySet[Supplier]:
    """Return the suppliers that have this status."""
    suppliers = suppliers.annotate(name_key=_name_key()).annotate(is_refused=_is_refused())
    number = OuterRef("company_number")
    is_here = HAS_UK_NUMBER & Q(_hook("is_published_here")(number))
    is_listed = HAS_UK_NUMBER & Q(_hook("is_listed_elsewhere")(number))
    is_named = Q(_hook("is_listed_by_name")(OuterRef("name_key"))) & ~Q(name_key="") & Q(is_refused=False)
    is_by_number = is_here | is_listed
    is_confirmed = ~Q(registry_key="")
    conditions = {
        StatementStatus.HERE: is_here,
        StatementStatus.LISTED: ~is_here & (is_listed | (is_named & is_confirmed)),
        StatementStatus.POSSIBLE: ~is_by_number & is_named & ~is_confirmed,
        StatementStatus.NOT_FOUND: HAS_UK_NUMBER & ~is_by_number & ~is_named,
        StatementStatus.ABROAD: ~Q(company_number="") & ~Q(country__in=UK_COUNTRIES) & ~is_named,
        StatementStatus.NO_NUMBER: Q(company_number="") & ~is_named,
    }
    return suppliers.filter(conditions[StatementStatus(status)])


def filter_by_turnover(suppliers: QuerySet[Supplier], band: str) -> QuerySet[Supplier]:
    """Return the suppliers of this band: as somebody said, else as a statement on the registry says."""
    number = OuterRef("company_number")
    is_unsaid = Q(is_over_turnover=None)
    says_over = is_unsaid & HAS_UK_NUMBER & Q(_hook("has_turnover_over")(number))
    says_under = is_unsaid & HAS_UK_NUMBER & Q(_hook("has_turnover_under")(number))
    conditions = {
        TurnoverBand.OVER: Q(is_over_turnover=True) | says_over,
        TurnoverBand.UNDER: Q(is_over_turnover=False) | (says_under & ~says_over),
        TurnoverBand.UNKNOWN: is_unsaid & ~says_over & ~says_under,
    }
    return suppliers.filter(conditions[TurnoverBand(band)])


def _hook(name: str) -> Any:
    return import_string(settings.SUPPLIERS_HOOKS[name])
