"""Check a row of the sheet "Suppliers": a site, or a supplier that has none.

See docs/requirements/suppliers.md#supplier-rows.
"""

import hashlib
import re

from compliance.organisations.rules.company_numbers import TooShort, find_company_number
from compliance.suppliers.rules.similarity import LEGAL_FORMS, normalise
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.column_choice import find_country_of_row
from compliance.workbooks.currencies import find_currency
from portal.reference.synonyms import fold, get_country_names

WORKER_GROUPS = (
    "workers_women",
    "workers_migrant",
    "workers_agency",
    "workers_temporary",
    "workers_young",
    "workers_in_housing",
)
SITE_COLUMNS = (
    "site_ref", "site_name", "address", "town", "region", "postcode", "latitude", "longitude", "function",
    "workers_total", *WORKER_GROUPS, "recruits_from_abroad", "labour_providers", "sedex_site_ref", "os_id",
    "last_audit_date",
)  # fmt: skip
# Postcodes of five digits, whose first zero a spreadsheet takes away.
FIVE_DIGIT_POSTCODES = frozenset({"DE", "US", "FR", "IT", "ES", "FI", "EE", "HR", "MX", "MY", "KR", "UA", "RS", "TR"})
# How a reference of our own begins.
GENERATED_PREFIX = "auto:"


def check(values: dict, columns: frozenset[str], say) -> None:
    """Check a row of suppliers.

    columns: those of the file, so that a reference the whole file lacks is made, not missed.
    """
    _country(values, say)
    _spend(values, say)
    _second_name(values, say)
    _from_hub(values, columns)
    _name_site(values, columns, say)
    _references(values, columns)
    _site(values, say)
    _number(values, say)
    _postcode(values, say)
    _workers(values, say)
    if "last_audit_date" in columns and values.get("last_audit_scheme") and not values.get("last_audit_date"):
        scheme = choice_words("schemes").label(values.pop("last_audit_scheme"))
        say("W005", "last_audit_scheme", scheme, wording="W005 alone", other="last_audit_date")
    if (values.get("latitude"), values.get("longitude")) == (0, 0) or (
        (values.get("latitude") is None) != (values.get("longitude") is None)
    ):
        say(
            "R006", "latitude", values.pop("latitude", None), wording="R006 pair", other="longitude", is_warning=True,
            because="We left both empty.",
        )  # fmt: skip
        values.pop("longitude", None)


def _country(values: dict, say) -> None:
    """Read a country that is not given from a VAT number, the end of the address, or a UK postcode."""
    country, written = ("", "") if values.get("country") else find_country_of_row(values)
    values.pop("vat_number", None)
    if country:
        values["country"] = country
        say("W005", "country", written, wording="W005 country", meaning=get_country_names()[country])


# SAP cuts the first part of a name after 35 characters, at a space.
FULL_FIRST_NAME = 30


def _second_name(values: dict, say) -> None:
    """Join the second part of a name where it goes on, as a legal form does; else it is a note."""
    second, first = values.pop("name_2", None), values.get("supplier_name")
    if not second or not first:
        return
    goes_on = len(first) >= FULL_FIRST_NAME or set(fold(second).split()) <= LEGAL_FORMS | {
        "and",
        "und",
        "kg",
        "et",
        "ag",
    }
    if goes_on:
        values["supplier_name"] = f"{first} {second}"
    wording = "W005 second name" if goes_on else "W005 second name left"
    say("W005", "supplier_name", second, wording=wording, meaning=values["supplier_name"])


def _spend(values: dict, say) -> None:
    """Say of an amount that a column of currencies has it in another than pounds."""
    written = values.pop("spend_currency", None)
    currency = find_currency(written or "")
    if values.get("annual_spend_gbp") is not None and written and currency != "GBP":
        pence = values["annual_spend_gbp"]
        say(
            "W005", "annual_spend_gbp", f"{pence / 100:,.2f}".removesuffix(".00"), wording="W005 currency",
            meaning=f"{pence / 100:,.2f}".removesuffix(".00"), currency=currency or written,
        )  # fmt: skip


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


def _name_site(values: dict, columns: frozenset[str], say) -> None:
    """Call the site of a list that has addresses and no sites what its supplier is called."""
    name = values.get("supplier_name")
    if name and "site_name" not in columns and not values.get("site_name") and has_site(values):
        values["site_name"] = name


def _references(values: dict, columns: frozenset[str]) -> None:
    name, country = values.get("supplier_name"), values.get("country") or ""
    if "supplier_ref" not in columns and name:
        values["supplier_ref"] = make_reference(normalise(name), country)
    if "site_ref" not in columns and values.get("site_name"):
        place = normalise(values.get("address") or values.get("town") or "")
        # Two accounts of one firm at one address are two suppliers until a person says otherwise.
        owner = [values["supplier_ref"]] if "supplier_ref" in columns and values.get("supplier_ref") else []
        values["site_ref"] = make_reference(normalise(values["site_name"]), place, country, *owner)


def has_site(values: dict) -> bool:
    """Return whether the row says anything of a site."""
    return any(values.get(column) is not None for column in SITE_COLUMNS)


def _site(values: dict, say) -> None:
    if not has_site(values):
        return
    for column in ("site_ref", "site_name"):
        if values.get(column) is None:
            say("R001", column, None)


def _number(values: dict, say) -> None:
    """Read a UK company number. Of another country's register, the number stays as it is written."""
    written = values.get("company_number")
    if not written:
        return
    if values.get("country") != "GB":
        if (bare := written.lstrip("'’ ")) != written:
            values["company_number"] = bare
            say("W005", "company_number", written, meaning=bare)
        return
    try:
        # A spreadsheet's date is no number, though its digits could be one.
        number = find_company_number("" if _DATE.fullmatch(written) else written)
    except TooShort:
        del values["company_number"]
        say("R019", "company_number", written, wording="R019 short number", is_warning=True, because=LEFT_EMPTY)
    except ValueError:
        del values["company_number"]
        say("R003", "company_number", written, wording="R003 company number", is_warning=True, because=LEFT_EMPTY)
    else:
        values["company_number"] = number
        if number != written:
            say("W005", "company_number", written, meaning=number)


LEFT_EMPTY = "We left it empty."
# What a cell shows that a spreadsheet has made a date of.
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _postcode(values: dict, say) -> None:
    written = values.get("postcode")
    if written and values.get("country") in FIVE_DIGIT_POSTCODES and re.fullmatch(r"\d{4}(?:\.0)?", written):
        values["postcode"] = f"0{written[:4]}"
        say("W005", "postcode", written, meaning=values["postcode"])


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
