"""Check a row of the sheet "Suppliers": a site, or a supplier that has none.

See docs/requirements/suppliers.md#supplier-rows.
"""

import hashlib
import re

from compliance.suppliers.rules.similarity import normalise

SITE_COLUMNS = (
    "site_ref", "site_name", "address", "town", "region", "postcode", "latitude", "longitude", "function",
    "workers_total", "sedex_site_ref", "os_id", "last_audit_date",
)  # fmt: skip
WORKER_GROUPS = (
    "workers_women",
    "workers_migrant",
    "workers_agency",
    "workers_temporary",
    "workers_young",
    "workers_in_housing",
)
UK_NUMBER_LENGTH = 8
# How a reference of our own begins.
GENERATED_PREFIX = "auto:"


def check(values: dict, columns: frozenset[str], say) -> None:
    """Check a row of suppliers.

    columns: those of the file, so that a reference the whole file lacks is made, not missed.
    """
    _from_hub(values, columns)
    _references(values, columns)
    _site(values, say)
    _number(values, say)
    _workers(values, say)
    if (values.get("latitude"), values.get("longitude")) == (0, 0) or (
        (values.get("latitude") is None) != (values.get("longitude") is None)
    ):
        say("R006", "latitude", values.get("latitude"), min="-90", max="90")


def _from_hub(values: dict, columns: frozenset[str]) -> None:
    """Move the names of an Open Supply Hub list: the site in `name`, and its owner, if anybody, in `parent_company`."""
    parent = values.pop("parent_company", None)
    if "site_name" in columns or not values.get("supplier_name"):
        return
    if parent or values.get("address"):
        values["site_name"] = values["supplier_name"]
    if parent:
        values["supplier_name"] = parent


def make_reference(*parts: str) -> str:
    """Return a reference of our own for a file that has none: it holds as long as later files keep the names."""
    return GENERATED_PREFIX + hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def _references(values: dict, columns: frozenset[str]) -> None:
    name, country = values.get("supplier_name"), values.get("country") or ""
    if "supplier_ref" not in columns and name:
        values["supplier_ref"] = make_reference(normalise(name), country)
    if "site_ref" not in columns and values.get("site_name"):
        values["site_ref"] = make_reference(
            normalise(values["site_name"]), normalise(values.get("address") or ""), country
        )


def has_site(values: dict) -> bool:
    """Return whether the row says anything of a site."""
    return any(values.get(column) is not None for column in SITE_COLUMNS)


def _site(values: dict, say) -> None:
    if not has_site(values):
        return
    for column in ("site_ref", "site_name", "address"):
        if values.get(column) is None:
            say("R001", column, None)


def _number(values: dict, say) -> None:
    number = values.get("company_number")
    if not number or values.get("country") != "GB":
        return
    match = re.fullmatch(r"([A-Za-z]{0,2})(\d{1,8})", number.replace(" ", ""))
    if match and len(match[0]) <= UK_NUMBER_LENGTH:
        full_number = match[1].upper() + match[2].zfill(UK_NUMBER_LENGTH - len(match[1]))
        if full_number != number.replace(" ", "").upper():
            say("W005", "company_number", number, meaning=full_number)
        values["company_number"] = full_number


def _workers(values: dict, say) -> None:
    total = values.get("workers_total")
    if total is None:
        return
    for column in WORKER_GROUPS:
        if (values.get(column) or 0) > total:
            say("R020", column, values[column], sum=f"{values[column]:,}", column="workers_total", value=f"{total:,}")
    contracts = (values.get("workers_agency") or 0) + (values.get("workers_temporary") or 0)
    if contracts > total * 1.02:
        say("R020", "workers_total", total, sum=f"{contracts:,}")
