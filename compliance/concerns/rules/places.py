"""What a place says of a region: only what a whole council's name gives. A finer place is for the sealed part."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

# Shape of a UK postcode; it says nothing of whether there is such a one.
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
UK_NAMES = frozenset(
    {"uk", "united kingdom", "great britain", "britain", "england", "scotland", "wales", "northern ireland"}
)
NATIONS = ("england", "scotland", "wales")


class Council(Protocol):
    @property
    def nation(self) -> str: ...
    @property
    def region(self) -> str: ...


def parse_postcode(typed: str) -> tuple[str, bool]:
    """As it is written by the post, and whether it has the shape of one; as typed where it has not."""
    found = POSTCODE.fullmatch(" ".join(typed.upper().split()))
    return (f"{found[1]} {found[2]}", True) if found else (typed, False)


def get_postcode_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a postcode: nothing is refused, and the desk sees whether it may be one."""
    if not (typed := answers.get("postcode")):
        return {}
    written, is_valid = parse_postcode(typed)
    return {"postcode": written, "postcode_valid": is_valid}


def normalise_postcodes(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with the postcode of each place as it is kept."""
    cards = [card | get_postcode_answers(card) for card in answers.get("places") or ()]
    return {**answers, **get_postcode_answers(answers), **({"places": cards} if cards else {})}


def get_region_codes(answers: Mapping[str, Any], find_councils: Callable[..., Sequence[Council]]) -> dict[str, str]:
    """region and nation, as far as the answers tell. Two councils of one region are as good as one."""
    country = " ".join((answers.get("country") or "").lower().split()).removeprefix("the ")
    if country and country not in UK_NAMES:
        return {"region": "overseas", "nation": ""}
    named = answers.get("local_authority") or answers.get("town") or ""
    found = find_councils(named) if named else ()
    regions, nations = {one.region for one in found}, {one.nation for one in found}
    nation = next(iter(nations)) if len(nations) == 1 else _nation_of_country(country)
    return {"region": next(iter(regions)) if len(regions) == 1 else _region_of_nation(nation), "nation": nation}


def _nation_of_country(country: str) -> str:
    return "northern-ireland" if country == "northern ireland" else country if country in NATIONS else ""


def _region_of_nation(nation: str) -> str:
    return {"scotland": "scotland", "wales": "wales", "northern-ireland": "northern_ireland"}.get(nation, "unknown")
