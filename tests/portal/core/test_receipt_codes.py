"""What is a reporter's code wherever it is typed, and what only has as many digits."""

import pytest

from portal.core.receipt_codes import has_code, redact_codes
from portal.vault import receipts

GONE = "[code removed]"


@pytest.mark.parametrize(
    "code",
    [
        "48210093551726401187",
        "4821 0093 5517 2640 1187",
        "4821-0093-5517-2640-1187",
        "4821 – 0093 – 5517 – 2640 – 1187",
        "4821\u00a00093\u20095517\u200b26401187",
        "4821.0093.5517.2640.1187",
        "4821\n0093\n5517\n2640\n1187",
        "48210 09355 17264 01187",
        "48 21 00 93 55 17 26 40 11 87",
        "4 8 2 1 0 0 9 3 5 5 1 7 2 6 4 0 1 1 8 7",
        "482100 93551726401187",
        "\uff14\uff18\uff12\uff11\uff10\uff10\uff19\uff13\uff15\uff15\uff11\uff17\uff12\uff16\uff14\uff10\uff11\uff11\uff18\uff17",
        "٤٨٢١ ٠٠٩٣ ٥٥١٧ ٢٦٤٠ ١١٨٧",
        "۴۸۲۱-۰۰۹۳-۵۵۱۷-۲۶۴۰-۱۱۸۷",
        "4821009355172640118748210093551726401187",
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "my code is {}, please", "code:{}", "x{}x", "/services/{}/", "{}@example.org"]
)
def test_a_code_is_taken_out_however_it_is_written(code, around):
    assert redact_codes(around.format(code)) == around.format(GONE)


def test_a_code_after_a_phone_number_and_two_codes_are_taken_out():
    assert redact_codes("07700 900123 4821 0093 5517 2640 1187") == f"07700 900123 {GONE}"
    assert redact_codes("48210093551726401187, 4821 0093 5517 2640 1187") == f"{GONE}, {GONE}"
    assert redact_codes("48210093551726401187 48210093551726401188") == f"{GONE} {GONE}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4821 0093 5517 2640 118",
        "482100935517264011871",
        "07700 900123 07700 900124",
        "0740123456 0741234567",
        "9876543210 9876543211",
        "01 23 45 67 89 01 98 76 54 32",
        "2020 2021 2022 2023 2024",
        "1000 2000 3000 4000 5000",
        "1,234 5,678 9,012 3,456",
        "2026-11-28 2026-11-29 2026-11",
        "2026-11-28 14:22:33.123456+00:00",
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "89441100000012345673",
        "12345678-1234-4123-8123-12345678901a",
        "12345678-1234-4123-8123-abcdefabcdef",
        "0123456789012345678901234567890a",
        "GB29NWBK60161331926819",
        "192.168.100.101 192.168.1.1",
        "1001,1002,1003,1004,1005",
    ],
)
def test_other_long_numbers_stay(text):
    assert redact_codes(text) == text


def test_every_code_that_is_issued_is_one_that_is_taken_out():
    for digits in (receipts.new_receipt() for _ in range(2000)):
        assert has_code(digits)
        assert has_code(receipts.format_receipt(digits))


def test_a_number_that_looks_like_something_else_is_not_issued(monkeypatch):
    numbers = iter([89441100000012345673, 20202021202220232024, 7])
    monkeypatch.setattr(receipts.secrets, "randbelow", lambda _: next(numbers))
    assert receipts.new_receipt() == "00000000000000000007"


@pytest.mark.parametrize("length", [10_000, 100_000])
def test_a_long_text_of_digits_is_read_once(length):
    assert redact_codes("1 " * length).count("1") == length
    assert not has_code("12345 " * length)
