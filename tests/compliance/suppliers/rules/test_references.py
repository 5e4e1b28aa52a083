"""References are the same where they differ in case and spaces only, and products where they differ in order only."""

import pytest

from compliance.suppliers.rules.references import fold_reference, hash_products, is_valid_reference


@pytest.mark.parametrize("value", ["S-0042", "a b", "A/1#2_3.4", " x ", "auto:0123456789abcdef", "1" * 64])
def test_what_people_use_as_references_is_valid(value):
    assert is_valid_reference(value)


@pytest.mark.parametrize("value", ["", "   ", "1" * 65, "a;b", "a|b", "auto:xyz", "é?"])
def test_what_would_break_a_key_is_not(value):
    assert not is_valid_reference(value)


def test_case_and_spaces_make_no_other_reference():
    assert fold_reference("  S  0042 A ") == fold_reference("s 0042 a") == "s 0042 a"


def test_the_order_of_products_makes_no_other_set_and_another_product_does():
    assert hash_products(["Cotton", "Silk"]) == hash_products(["silk", " cotton "])
    assert hash_products(["Cotton"]) != hash_products(["Cotton", "Silk"])
