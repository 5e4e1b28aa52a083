"""The region of a place, taken only from a whole council's name. A finer place belongs in the encrypted part."""

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from compliance.concerns.types import Answers
from portal.core.types import JsonObject

# Shape of a UK postcode; it says nothing of whether there is such a one.
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
UK_NAMES = frozenset(
    {"uk", "united kingdom", "great britain", "britain", "england", "scotland", "wales", "northern ireland"}
)
NATIONS = ("england", "scotland", "wales")


class Council(Protocol):
    """A council with its nation and region."""

    @property
    def nation(self) -> str: ...
    @property
    def region(self) -> str: ...


def parse_postcode(typed: str) -> tuple[str, bool]:
    """Return the postcode in the post's format and whether it has the shape of one; unchanged where it has not."""
    match = POSTCODE.fullmatch(" ".join(typed.upper().split()))
    return (f"{match[1]} {match[2]}", True) if match else (typed, False)


def get_postcode_answers(answers: Answers) -> JsonObject:
    """Return the answers of a postcode: nothing is refused, and the desk sees whether it may be one."""
    if not (typed := answers.get("postcode")):
        return {}
    postcode, is_valid = parse_postcode(typed)
    return {"postcode": postcode, "postcode_valid": is_valid}


def normalise_postcodes(answers: Answers) -> JsonObject:
    """Return the answers with the postcode of each place in the post's format."""
    cards = [card | get_postcode_answers(card) for card in answers.get("places") or ()]
    return {**answers, **get_postcode_answers(answers), **({"places": cards} if cards else {})}


def get_region_codes(answers: Answers, find_councils: Callable[..., Sequence[Council]]) -> dict[str, str]:
    """Return region and nation, as far as the answers tell. Two councils of one region are as good as one."""
    country = " ".join((answers.get("country") or "").lower().split()).removeprefix("the ")
    if country and country not in UK_NAMES:
        return {"region": "overseas", "nation": ""}
    named = answers.get("local_authority") or answers.get("town") or ""
    councils = find_councils(named) if named else ()
    regions, nations = {council.region for council in councils}, {council.nation for council in councils}
    nation = next(iter(nations)) if len(nations) == 1 else _nation_of_country(country)
    return {"region": next(iter(regions)) if len(regions) == 1 else _region_of_nation(nation), "nation": nation}


def _nation_of_country(country: str) -> str:
    return "northern-ireland" if country == "northern ireland" else country if country in NATIONS else ""


def _region_of_nation(nation: str) -> str:
    return {"scotland": "scotland", "wales": "wales", "northern-ireland": "northern_ireland"}.get(nation, "unknown")
