"""Where a supply chain is, or whom it is bought from: what names it, and what only seems to."""

import pytest

from compliance.statements.text_checker.rules.result import FOUND, UNCLEAR, Text
from compliance.statements.text_checker.rules.supply_places import p_supply_chain_places


@pytest.mark.parametrize(
    "text",
    [
        "Most of our suppliers are still Irish-owned, though they buy a part of their goods elsewhere.",
        "We buy tins from two Portuguese canning factories.",
        "Larkmere pays its agent to import Brindle parts from a few small vendors.",
        "The cocoa comes to us by Oakham Wholesale Ltd (one of our suppliers), which we visit.",
        "Our main suppliers are Brindle Mills, Oakham Wholesale and the Teal Company.",
        "Our suppliers are small, and we outsource our packing to Lincolnshire.",
        "Our drivers book their rooms with hauliers and inns in Belgium, when they travel.",
        "Medicines and other supplies are bought under Northern Hospitals Victoria, a joint contract.",
    ],
)
def test_a_country_of_origin_and_a_named_supplier_are_places(text):
    assert p_supply_chain_places(Text(text)).result == FOUND


@pytest.mark.parametrize(
    "text",
    [
        "Our suppliers are many.",
        "Our supply chain spans numerous jurisdictions.",
        "Our Supply Chains Larkmere was incorporated under the laws of Ontario, where its head office is.",
        "Its business is the manufacture and supply of machines to gaming venues in Australia.",
        "We import goods that are produced outside of Canada.",
        "Our Spanish colleagues met our suppliers.",
        "The largest of our suppliers are small firms.",
    ],
)
def test_a_count_a_seat_and_where_it_sells_are_no_places(text):
    assert p_supply_chain_places(Text(text)).result != FOUND


def test_a_place_far_from_any_word_of_supply_is_no_place_of_supply():
    far = f"Our suppliers are many, and {'all of them are dear to us and well known, and ' * 5}we have a shop in Spain."
    assert p_supply_chain_places(Text(far)).result == UNCLEAR
