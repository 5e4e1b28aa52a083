"""The code on a certificate."""

import pytest

from learning.training.rules import certificate_codes
from learning.training.rules.quiz import Try

FAIL, PASS = Try(1, False), Try(1, True)


def test_a_code_is_read_however_it_is_typed():
    code = certificate_codes.new_code()
    assert certificate_codes.parse_code(certificate_codes.group_code(code)) == code
    assert certificate_codes.parse_code(f" {certificate_codes.group_code(code).lower().replace('-', ' ')} ") == code
    assert certificate_codes.parse_code("OIL0-0000-0000-0000") == "0110000000000000"


@pytest.mark.parametrize("typed", ["", "4F7K", "U" * 16, "0" * 17, "é" * 16, "0000-0000-0000-000\x00"])
def test_what_can_be_no_code_is_read_as_none(typed):
    assert certificate_codes.parse_code(typed) == ""


def test_two_codes_are_never_alike():
    assert len({certificate_codes.new_code() for _number in range(500)}) == 500
