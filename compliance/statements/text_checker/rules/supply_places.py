"""Where a supply chain is, or whom it is bought from, as a text names it.

Two ways, the second where the first finds nothing: a sentence about supply that names a place near by; and one whose
place belongs to the word of supply itself, or that names a supplier. Pure.
"""

import re

from compliance.statements.rubric.rules.countries import find_countries
from compliance.statements.text_checker.rules.context import Context
from compliance.statements.text_checker.rules.evidence import rank
from compliance.statements.text_checker.rules.rankings import get_ranking, get_words
from compliance.statements.text_checker.rules.result import FOUND, NO_PLACE, NOTHING, UNCLEAR, CriterionResult, Text

NEAR = 140  # characters between a place and a word of supply
CLOSE = 60
# "bought from", "mills in": what stands between a word of supply and its place.
INTO_PLACE = re.compile(
    r"(?!.*\b(?:to|for) (?:[\w-]+ ){1,4}(?:in|across|within|throughout)\b)[^.;:]*"
    r"\b(?:in|from|into|to|under|across|outside|within|throughout|such as|including)"
    r"(?: (?:the|of|both|[A-Z][\w'’-]+),?){0,3}[ (]*"
)
_NAME = r"[A-Z][\w&'’-]+(?: (?:[A-Z][\w&'’-]*|&|and|of))*"
NAMED_SUPPLIER = re.compile(
    rf"\b(?:[Oo]ur|[Tt]he|[Ii]ts) (?:[\w-]+ ){{0,3}}(?:suppliers?|vendors?|manufacturers?|OEMs?|wholesalers?|growers?) "
    rf"(?:is|are|includes?|including|such as|namely)[ :]+(?:the )?{_NAME}|"
    rf"\b{_NAME} \((?:(?:also |another )?(?:one )?of )?our (?:[\w-]+ ){{0,3}}(?:suppliers?|OEMs?|manufacturers?)\)|"
    rf"\b(?:imports?|buys?|bought|purchase[sd]?) {_NAME} (?:parts|vehicles|trucks|products|equipment|machines|goods)\b"
)


def p_supply_chain_places(text: Text) -> CriterionResult:
    """Look for a sentence about supply that names a place or a supplier; one without is a doubt."""
    judged = rank(text, get_ranking("p_supply_chain_places"), only=_names_place)
    if judged.result == FOUND:
        return judged
    plain = rank(text, get_ranking("p_supply_chain_places_plain"), only=_is_bought_there)
    if plain.result == FOUND:
        return plain
    nearly = rank(text, get_ranking("p_supply_chain_places"))
    return CriterionResult(UNCLEAR, nearly.spans, doubt=NO_PLACE) if nearly.result == FOUND else NOTHING


def _names_place(context: Context) -> bool:
    """Tell whether a place is named near a word of supply: where it sells or is itself is another matter."""
    supplies = [match.span() for match in get_words("supply").finditer(context.text)]
    return any(
        start - supply_end <= NEAR and supply_start - end <= NEAR
        for start, end in _find_places(context.text)
        for supply_start, supply_end in supplies
    )


def _is_bought_there(context: Context) -> bool:
    """Tell whether a word of supply leads to a place, a supplier has a country, or has a name."""
    text = context.text
    if get_words("of_country").search(text) or NAMED_SUPPLIER.search(text):
        return True
    ends = [match.end() for match in get_words("supply_widely").finditer(text)]
    return any(
        0 < start - end <= CLOSE and INTO_PLACE.fullmatch(text, end, start)
        for start, _ in [*_find_places(text), *_find_parts(text)]
        for end in ends
    )


def _find_places(text: str) -> list[tuple[int, int]]:
    return [*find_countries(text).items(), *(match.span() for match in get_words("region").finditer(text))]


def _find_parts(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in get_words("part_of_country").finditer(text)]
