"""Guess which column of a list of suppliers a header means that is no alias of one, by the words in it. Pure.

A rule names groups of words. A header fits where it has a word of each group and none that the rule rules out.

See docs/requirements/suppliers.md#header-words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

PARTY = (
    "supplier suppliers vendor vendors creditor creditors seller merchant subcontractor contractor manufacturer "
    "producer "
    "lieferant lieferanten lieferantenname kreditor kreditoren fournisseur fournisseurs proveedor proveedores "
    "leverancier leveranciers fornitore fornitori fornecedor dostawca leverandor leverantor toimittaja dodavatel "
    "tedarikci nha cung cap partner trader payee"
)
BUSINESS = (
    "company firm firma business organisation organization entity enterprise societe empresa azienda bedrijf "
    "unternehmen"
)
NAME = "name names nom nombre naam nome nazwa navn namn bezeichnung title naziv nimi"
NUMBER = "number no nr num id code ref reference nummer numero nro key account acc konto identifier kod codigo"
COUNTRY = "country countries land pays pais paese kraj nation ulke lander ctry cntry staat landcode"
SPEND = (
    "spend spending spent expenditure umsatz einkaufsvolumen bestellvolumen purchases purchasing umsatze "
    "uitgaven jahresumsatz gesamtumsatz "
    "depenses achats gasto compras spesa invoiced paid payments"
)
REGISTRATION = (
    "registration registered registry registrar incorporation handelsregister handelsregisternummer hrb hra kvk siren "
    "siret house reg crn cin abn regon krs companies"
)
STREET = "address street strasse str addr rue calle via straat adresse direccion indirizzo adres"
TOWN = "city town ort stadt ville ciudad citta plaats miasto municipality place wohnort"
POSTCODE = "postcode postal zip plz pincode postleitzahl"
NOT_A_SUPPLIER = (
    "contact buyer manager owner bank parent group ultimate trading dba alias site factory facility phone "
    "telephone tel "
    "fax email mail user created approved category type status iban swift bic tax vat currency payment terms term date"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold the column that a header means which has a word of each group of needs and no word of bars."""

    column: str
    needs: tuple[frozenset[str], ...]
    bars: frozenset[str]


def _rule(column: str, *needs: str, bars: str = "") -> Rule:
    return Rule(column, tuple(frozenset(words.split()) for words in needs), frozenset(bars.split()))


NO_MONEY = (
    "percent percentage pct share rank category owner manager type currency limit terms band count date frequency"
)


@cache
def _rules() -> Sequence[Rule]:
    """Return the rules, the narrower first."""
    return (
        _rule("contact_email", "email mail emailadresse", bars="buyer owner manager internal"),
        _rule("duns", "duns"),
        _rule("lei", "lei"),
        _rule("company_number", REGISTRATION, NUMBER, bars="vat tax date country place duns bank"),
        _rule("company_number", "handelsregisternummer siren siret kvk krs hrb crn"),
        _rule("country", COUNTRY, bars="phone dialling dial bank number manager origin count name2 type id"),
        _rule(
            "sector", "sic nace naics isic sector industry branche secteur settore", bars="manager description desc"
        ),
        _rule("tier", "tier"),
        _rule("annual_spend_gbp", SPEND, bars=NO_MONEY),
        _rule(
            "annual_spend_gbp", "amount betrag montant importe bedrag volume",
            bars=f"{NO_MONEY} minimum order credit outstanding due open balance discount vat tax budget",
        ),
        _rule("postcode", POSTCODE),
        _rule("town", TOWN, bars="bank"),
        _rule("address", STREET, bars="email mail web url bank invoice"),
        _rule("trading_name", "trading dba brand alias", NAME),
        _rule(
            "supplier_ref", PARTY, NUMBER,
            bars=f"{NAME} vat tax bank phone sic duns email {REGISTRATION} parent group buyer",
        ),
        _rule("supplier_name", PARTY, NAME, bars=NOT_A_SUPPLIER),
        _rule("supplier_name", BUSINESS, NAME, bars=NOT_A_SUPPLIER),
        _rule("supplier_name", "legal registered", NAME, bars=NOT_A_SUPPLIER),
        _rule("status", "status", f"{PARTY} account"),
        _rule("contact_name", "contact ansprechpartner", bars="phone telephone tel mobile number fax details"),
        _rule(
            "workers_total", "workers employees headcount workforce mitarbeiter staff",
            bars="women female migrant agency temporary young male men cost",
        ),
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def guess_column(folded: str) -> str | None:
    """Return the column that a folded header means, or None."""
    words = frozenset(re.sub(r"(\d+)$", "", folded).split())
    if not words or len(folded) > MAX_HEADER_LENGTH:
        return None
    for rule in _rules():
        if not words & rule.bars and all(words & group for group in rule.needs):
            return rule.column
    # "Supplier" with little beside it is its name; with more it is anything: its rating, its group, its risk.
    parties = words & frozenset(PARTY.split())
    return "supplier_name" if parties and words - parties <= FILLERS else None


FILLERS = frozenset("legal entity full master all the our as registered and or account of in a c e g".split())  # noqa: SIM905


# A list with one of these is of people, unless it also names suppliers or companies.
PEOPLE = frozenset(
    {
        *(
            "first name",
            "last name",
            "surname",
            "forename",
            "job title",
            "date of birth",
            "dob",
            "employee",
            "employee id",
        ),
        *(
            "employee number",
            "employee name",
            "position",
            "department",
            "vorname",
            "nachname",
            "geburtsdatum",
            "personnel no",
        ),
    }
)


def is_of_people(headers: Iterable[str]) -> bool:
    """Return whether folded headers are of a list of people, not of suppliers."""
    known = set(headers)
    words = {word for header in known for word in header.split()}
    return bool(known & PEOPLE) and not words & {*PARTY.split(), *BUSINESS.split()}


# Longer than this it is a sentence, not a header.
MAX_HEADER_LENGTH = 70
