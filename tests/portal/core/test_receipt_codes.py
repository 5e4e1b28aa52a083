"""What is a reporter's code wherever it is typed, and what only has as many digits.

See docs/requirements/security.md#code-redaction.
"""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        "4821, 0093, 5517, 2640, 1187",
        "4821,0093,5517,2640,1187",
        "4821; 0093: 5517; 2640: 1187",
        "4821) (0093) (5517) (2640) (1187",
        "4821] [0093] [5517] [2640] [1187",
        '4821" "0093" "5517" "2640" "1187',
        "4821’, ‘0093’, ‘5517’, ‘2640’, ‘1187",
        "4821/0093\\5517/2640\\1187",
        "4821 ... 0093 ... 5517 ... 2640 ... 1187",
        "4821\n• 0093\n• 5517\n• 2640\n• 1187",
        "4821\r\n\r\n- 0093\r\n\r\n- 5517\r\n\r\n- 2640\r\n\r\n- 1187",
        "4821 🙂 0093 👩🏽‍💻 5517 ❤️ 2640 ➡️ 1187",
        "4821=0093&5517+2640~1187",
        "4821，0093。5517、2640：1187",
        "4821 2) 0093 3) 5517 4) 2640 5) 1187",
        "4821\n2. 0093\n3. 5517\n4. 2640\n5. 1187",
        "4821 (b) 0093 (c) 5517 (d) 2640 (e) 1187",
        "4 8 2 1, 0 0 9 3, 5 5 1 7, 2 6 4 0, 1 1 8 7",
        "④⑧②① ⓪⓪⑨③ ⑤⑤①⑦ ②⑥④⓪ ①①⑧⑦",
        "⁴⁸²¹ ⁰⁰⁹³ ⁵⁵¹⁷ ²⁶⁴⁰ ¹¹⁸⁷",
        "4️⃣8️⃣2️⃣1️⃣ 0093 5517 2640 1187",
        "𝟒𝟖𝟐𝟏, 𝟎𝟎𝟗𝟑, 𝟓𝟓𝟏𝟕, 𝟐𝟔𝟒𝟎, 𝟏𝟏𝟖𝟕",
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "my code is {}, please", "code:{}", "x{}x", "/services/{}/", "{}@example.org"]
)
def test_a_code_is_taken_out_however_it_is_written(code, around):
    assert redact_codes(around.format(code)) == around.format(GONE)


@pytest.mark.parametrize(
    "code",
    [
        "482l OO93 55I7 264o l187",
        "482І, ОО93, 55Ӏ7, 264о, ӏ187",
        "482lOO9355I7264ol187",
        "4821_0O93_5517_2640_1187",
        "4821ＯＯ93551726401187",
    ],
)
@pytest.mark.parametrize("around", ["{}", "my code is {}, please", "code: {}", "1) {}", "/services/{}/"])
def test_letters_that_look_like_digits_hide_no_code(code, around):
    assert redact_codes(around.format(code)) == around.format(GONE)


@pytest.mark.parametrize("date", ["12/27", "28/11/2026", "28.11.26", "28-11-2026", "2026-11-28"])
def test_a_date_beside_a_code_hides_neither(date):
    is_parted_by_dashes = "-" in date
    for code in ("4821 0093 5517 2640 1187", "48210093551726401187", "48210 09355 17264 01187")[
        : 3 - is_parted_by_dashes
    ]:
        assert redact_codes(f"{code} {date}") == f"{GONE} {date}"
        assert redact_codes(f"{date} {code}") == f"{date} {GONE}"


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
        # Cards, with the date on them or one after the other.
        "4111 1111 1111 1111 1227",
        "4111 1111 1111 1111 12-27",
        "4111 1111 1111 1111 12/27",
        "4111-1111-1111-1111 (12/27)",
        "4111 1111 1111 1111, 1227",
        "4111111111111111 03 28",
        "4111 1111 1111 1111 exp 03/28",
        "4111 1111 1111 1111 12/2027",
        "4111 1111 1111 1111, 5555 5555 5555 4444",
        "4111 1111 1111 1111 1227\n5555 5555 5555 4444 0328",
        "20-00-00 55779911, 20-00-01 55779912",
        "ES91 2100 0418 4502 0005 1332",
        "CZ65 0800 0000 1920 0014 5399",
        "paid 1250, 1340, 1180, 2290, 3410",
        "at 0930, 1015, 1147, 1330, 1705",
        "rooms 2101, 2114, 2230, 2345, 2007",
        "aged 20-24, 25-29, 30-34, 35-39, 40-44",
        "2026/1127, 2026/1128",
        "+44 20 7946 0000, +44 20 7946 0001, 020 7946 0002",
        "07700 900123, 07700 900124, 07700 900125",
        "12/03/2026, 13/03/2026, 14/03/2026, 15/03/2026",
    ],
)
def test_other_long_numbers_stay(text):
    assert redact_codes(text) == text


@st.composite
def names_with_a_run_of_digits(draw):
    """Return UUIDs and hashes with as many digits in a row as a code has."""
    digits, letters = st.text("0123456789", min_size=20, max_size=31), st.text("abcdef", min_size=32, max_size=32)
    run, rest = draw(digits), draw(letters)
    start = draw(st.integers(0, 32 - len(run)))
    hexadecimal = rest[:start] + run + rest[start + len(run) :]
    return draw(st.sampled_from((str(UUID(hexadecimal)), hexadecimal, hexadecimal + rest)))


@given(
    name=names_with_a_run_of_digits(),
    before=st.sampled_from(("", "kind_", "version_", "id_rows-", "/audits/", "case:", '"', "=", ".")),
    after=st.sampled_from(("", "_0", "_reply_text", "-answer", "/", '"', "&next=1", ".pdf")),
)
def test_the_name_of_a_thing_stays_in_the_name_of_a_field_a_path_or_a_file(name, before, after):
    text = f"{before}{name}{after}"
    assert redact_codes(text) == text


def test_an_underscore_hides_no_code():
    assert redact_codes("kind_48210093551726401187_0") == f"kind_{GONE}_0"


SENTENCES = ("They took my passport", "He was paid in cash", "Call me", "I saw it on", "room", "ref", "£", "at")
CASE_NUMBERS = st.from_regex(r"(MS|HC)-20[23][0-9]-[0-9]{4,6}", fullmatch=True)
PHONES = st.from_regex(r"(\+44 |0)(20 7946 0[0-9]{3}|7700 900[0-9]{3}|1632 960[0-9]{3})", fullmatch=True)
DATES = st.dates().flatmap(
    lambda day: st.sampled_from((day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d.%m.%y}", f"{day:%-d %B %Y}"))
)
TIMES = st.times().map(lambda time: f"{time:%H:%M}")
MONEY = st.integers(1, 99_999).map(lambda pounds: f"£{pounds:,}.00")


@given(st.lists(st.one_of(st.sampled_from(SENTENCES), CASE_NUMBERS, PHONES, DATES, TIMES, MONEY), max_size=12))
def test_ordinary_text_stays(words):
    """Each number has its own words before it, as people write."""
    assert redact_codes(text := " and ".join(words)) == text
    assert redact_codes(text := "\n".join(f"{SENTENCES[0]}: {word}." for word in words)) == text


@given(st.lists(st.one_of(PHONES, DATES, TIMES), max_size=4, min_size=2))
def test_numbers_of_other_kinds_in_a_list_stay(numbers):
    assert redact_codes(text := "; ".join(numbers)) == text


MARKS = st.text(st.sampled_from(" \t\r\n,.;:!?/\\|()[]{}<>\"'`«»“”‘’-–—_*+=~#&•·🙂➡️"), min_size=1, max_size=8)


@given(st.integers(0, 10**20 - 1), st.lists(MARKS, min_size=4, max_size=4))
def test_no_marks_between_the_groups_hide_a_code(number, marks):
    code = f"{number:020}"
    if has_code(receipts.format_receipt(code)):
        groups = receipts.format_receipt(code).split()
        dressed = "".join(f"{group}{mark}" for group, mark in zip(groups, [*marks, ""], strict=True))
        assert redact_codes(f"mine: {dressed}.") == f"mine: {GONE}."


def test_every_code_that_is_issued_is_one_that_is_taken_out():
    for digits in (receipts.new_receipt() for _ in range(2000)):
        assert has_code(digits)
        assert has_code(receipts.format_receipt(digits))


def test_a_number_that_looks_like_something_else_is_not_issued(monkeypatch):
    numbers = iter([89441100000012345673, 20202021202220232024, 41111111111111111227, 10011002100310041005, 77770000])
    monkeypatch.setattr(receipts.secrets, "randbelow", lambda _: next(numbers))
    assert receipts.new_receipt() == "00000000000077770000"


@pytest.mark.parametrize("length", [10_000, 100_000])
def test_a_long_text_of_digits_is_read_once(length):
    assert redact_codes("1 " * length).count("1") == length
    assert not has_code("12345 " * length)
