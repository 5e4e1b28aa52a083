"""Plan a row of suppliers against the register: a supplier, its site, what is bought, and who works there. Pure."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from compliance.suppliers.rules.references import fold_reference, hash_products
from compliance.workbooks.planning import Changes, Fields, Plan, Say, Values, diff_fields, get_outcome
from compliance.workbooks.planning.compact_mapping import CompactMapping

# The field of a model by the column of the sheet.
SUPPLIER_FIELDS = {
    "supplier_ref": "supplier_ref",
    "supplier_name": "name",
    "trading_name": "trading_name",
    "company_number": "company_number",
    "status": "status",
    "contact_name": "contact_name",
    "contact_email": "contact_email",
    "duns": "duns",
    "lei": "lei",
    "sedex_company_ref": "sedex_company_ref",
    "notes": "notes",
}
SITE_FIELDS = {
    "site_ref": "site_ref",
    "site_name": "name",
    "address": "address",
    "town": "town",
    "region": "region",
    "postcode": "postcode",
    "country": "country",
    "latitude": "latitude",
    "longitude": "longitude",
    "function": "function",
    "sector": "sector",
    "activity": "activity",
    "recruits_from_abroad": "recruits_from_abroad",
    "os_id": "os_id",
    "sedex_site_ref": "sedex_site_ref",
}
RELATION_FIELDS = {"tier": "tier", "sector": "sector", "activity": "activity", "annual_spend_gbp": "annual_spend_pence"}
FIGURE_FIELDS = {
    "workers_total": "total",
    "workers_women": "women",
    "workers_migrant": "migrant_international",
    "workers_agency": "agency",
    "workers_temporary": "temporary",
    "workers_young": "young",
    "workers_in_housing": "in_provided_housing",
}


@dataclass(slots=True)
class SupplierRegister:
    """Hold what is kept, by folded reference; rows that were planned before are in it too.

    relations: by supplier, whom it sells to ("" is us) and products. coming: suppliers that later rows bring.
    """

    suppliers: CompactMapping[str] = field(default_factory=CompactMapping)
    sites: CompactMapping[str] = field(default_factory=CompactMapping)
    relations: dict[tuple[str, str, str], Fields] = field(default_factory=dict)
    figures: CompactMapping[str] = field(default_factory=CompactMapping)
    providers: dict[str, set[str]] = field(default_factory=dict)
    stubs: set[tuple[str, str]] = field(default_factory=set)
    coming: frozenset[str] = frozenset()
    spent: dict[tuple[str, str, str], int] = field(default_factory=dict)  # pence that a row of this file says

    def knows(self, key: str) -> bool:
        """Return whether the supplier is kept, or a later row brings it."""
        return key in self.suppliers or key in self.coming


def fields_from_columns(values: Values, columns: Mapping[str, str]) -> Fields:
    """Return the filled values of the columns by field."""
    return {name: values[column] for column, name in columns.items() if values.get(column) is not None}


def plan_supplier_row(values: Values, register: SupplierRegister, say: Say) -> Plan:
    """Return the plan of a row. say(code, column, value, **values): a message about this row."""
    key = fold_reference(values["supplier_ref"])
    site_key = fold_reference(values["site_ref"]) if values.get("site_ref") else ""
    changes: Changes = {}
    providers = _known_providers(register, values, say) if site_key else []
    seller = fold_reference(values["buys_from_ref"]) if values.get("buys_from_ref") else ""
    if seller and (seller == key or not register.knows(seller)):
        # Nothing of a refused row is known to the rows that follow.
        say("R015", "buys_from_ref", values["buys_from_ref"])
        return Plan(get_outcome(changes), changes)
    _plan_supplier(changes, register, key, site_key, values)
    _plan_relation(changes, register, key, seller, values, say)
    if site_key:
        _plan_site(changes, register, key, site_key, values, providers)
    return Plan(get_outcome(changes), changes)


def _plan_record(changes: Changes, what: str, store: MutableMapping[Any, Fields], key: Any, wanted: Fields) -> None:
    current = store.get(key)
    change = diff_fields(current, wanted)
    if change:
        changes[what] = change
        store[key] = (current or {}) | wanted


def _plan_supplier(changes: Changes, register: SupplierRegister, key: str, site_key: str, values: Values) -> None:
    wanted = fields_from_columns(values, SUPPLIER_FIELDS)
    current = register.suppliers.get(key)
    if values.get("country") and (current is None or not site_key):
        wanted["country"] = values["country"]
    if "labour_provider" in (values.get("function"), values.get("activity")):
        wanted["is_labour_provider"] = True
    if current and fold_reference(current.get("supplier_ref") or "") == key:
        wanted.pop("supplier_ref", None)  # written with other capitals it is the same reference
    _plan_record(changes, "supplier", register.suppliers, key, wanted)


def _plan_relation(
    changes: Changes, register: SupplierRegister, key: str, seller: str, values: Values, say: Say
) -> None:
    products = values.get("product") or []
    wanted = fields_from_columns(values, RELATION_FIELDS)
    if "tier" in wanted:
        wanted["tier"] = int(wanted["tier"])
    relation_key = (key, seller, hash_products(products))
    if relation_key not in register.relations:
        wanted["products"] = products
    if (spend := wanted.get("annual_spend_pence")) is not None:
        if register.spent.setdefault(relation_key, spend) != spend:
            say("W005", "annual_spend_gbp", None, wording="W005 spend")
        register.spent[relation_key] = spend
    _plan_record(changes, "relation", register.relations, relation_key, wanted)
    if "relation" in changes:
        changes["relation"]["place"] = list(relation_key)


def _plan_site(
    changes: Changes,
    register: SupplierRegister,
    key: str,
    site_key: str,
    values: Values,
    providers: list[str],
) -> None:
    wanted = fields_from_columns(values, SITE_FIELDS) | {"supplier": key}
    current = register.sites.get(site_key)
    if current and fold_reference(current.get("site_ref") or "") == site_key:
        wanted.pop("site_ref", None)
    _plan_record(changes, "site", register.sites, site_key, wanted)
    if figures := fields_from_columns(values, FIGURE_FIELDS):
        _plan_record(changes, "figures", register.figures, site_key, figures)
    _plan_providers(changes, register, site_key, providers)
    if values.get("last_audit_date") and (site_key, values["last_audit_date"]) not in register.stubs:
        register.stubs.add((site_key, values["last_audit_date"]))
        scheme = values.get("last_audit_scheme") or "other"
        changes["audit"] = {
            "is_new": True,
            "fields": {"ended_on": [None, values["last_audit_date"]], "scheme": [None, scheme]},
        }


def _known_providers(register: SupplierRegister, values: Values, say: Say) -> list[str]:
    """Return labour providers by reference; one that the register does not know is said and left out."""
    named = values.get("labour_providers") or []
    for written in named:
        if not register.knows(fold_reference(written)):
            say("R015", "labour_providers", written, is_warning=True)
    return [key for key in map(fold_reference, named) if register.knows(key)]


def _plan_providers(changes: Changes, register: SupplierRegister, site_key: str, providers: list[str]) -> None:
    known = register.providers.setdefault(site_key, set()) if providers else set()
    new = [key for key in dict.fromkeys(providers) if key not in known]
    known.update(new)
    if new:
        changes["providers"] = {"is_new": False, "fields": {"labour_providers": [None, new]}}
