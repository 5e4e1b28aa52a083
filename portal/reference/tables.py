"""Tables of facts that many apps ask for: countries and sectors, each from a data file with its source, edition and
licence.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from portal.core.types import JsonObject


@dataclass(frozen=True)
class Country:
    """A country or territory. code is the registry's, as "country:GB" or "territory:AE-DU"; ISO may have none."""

    code: str
    name: str
    iso2: str | None
    ended: int | None = None


@dataclass(frozen=True)
class Sector:
    """A sector a business may work in. number is the government registry's."""

    code: str
    name: str
    number: int


def countries() -> tuple[Country, ...]:
    """Return those that exist, by name."""
    return tuple(country for country in _all_countries() if country.ended is None)


@cache
def country_names() -> dict[str, str]:
    """Return name by code, ended states included, for showing what was recorded."""
    return {country.code: country.name for country in _all_countries()}


@cache
def iso_countries() -> dict[str, str]:
    """Return name by ISO 3166-1 alpha-2 code, of the places ISO lists alone."""
    return {
        country.iso2: country.name
        for country in countries()
        if country.iso2 and country.code.endswith(f":{country.iso2}")
    }


@cache
def sectors() -> tuple[Sector, ...]:
    """Return the sectors."""
    return tuple(Sector(**row) for row in read_table("sectors")["sectors"])


@cache
def sector_names() -> dict[str, str]:
    """Return name by code of the sectors."""
    return {sector.code: sector.name for sector in sectors()}


@cache
def _all_countries() -> tuple[Country, ...]:
    return tuple(Country(**row) for row in read_table("countries")["countries"])


def read_table(table: str) -> JsonObject:
    """Return a data file as it stands, with about, source, edition and licence."""
    return json.loads(files("portal.reference").joinpath("data", f"{table}.json").read_text(encoding="utf-8"))
