import pytest

from compliance.sharing.labels import COLUMN_LABELS, LEFT_OUT_LABELS, label_cell
from compliance.sharing.rules import common_records
from compliance.sharing.rules.columns import COLUMNS, HOTSPOT_COLUMNS, WATERMARK, cut_row, get_agreed_columns


def test_no_column_says_who_told_us_what_they_said_or_another_case():
    names = {column for columns in COLUMNS.values() for column in columns}
    for never in ("reporter", "account", "note", "phone", "email", "caller", "other_cases", "organisation", "owner"):
        assert not [name for name in names if never in name]


def test_no_column_of_hotspots_says_a_nationality_a_case_or_premises():
    for never in ("national", "reference", "premises", "address", "postcode", "summary"):
        assert not [name for name in HOTSPOT_COLUMNS if never in name]


def test_every_column_and_reason_has_words():
    names = {column for columns in COLUMNS.values() for column in columns}
    assert set(COLUMN_LABELS) == names | {WATERMARK}
    assert set(LEFT_OUT_LABELS) == {common_records.NO_CONSENT, common_records.ELSEWHERE, common_records.TOO_FEW_ALIKE}


def test_agreed_columns_come_in_the_order_of_the_list_and_unknown_ones_never():
    agreed = {"hotspots": ["contacts", "council", "account"], "operational": []}
    assert get_agreed_columns("hotspots", agreed) == ("council", "contacts")
    assert get_agreed_columns("operational", agreed) == ()
    assert get_agreed_columns("labour_sites", agreed) == ()
    assert get_agreed_columns("everything", {"everything": ["contacts"]}) == ()


def test_a_row_is_cut_to_the_agreed_columns_and_marked():
    row = {"council": "Chesterfield", "contacts": 9}
    assert cut_row(row, ["contacts"], watermark="FEED-1 Police") == {"contacts": 9, "watermark": "FEED-1 Police"}
    with pytest.raises(KeyError):
        cut_row(row, ["rate"], watermark="")


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("event_source", "2", "2: Untested"),
        ("event_handling", "p", "P: Lawful sharing permitted"),
        ("event_type", "criminal;labour", "Criminal exploitation, Labour exploitation"),
        ("event_summary", "A shed; a van", "A shed; a van"),
        ("event_sectors", "", ""),
    ],
)
def test_codes_are_read_in_words(column, value, text):
    assert label_cell(column, value) == text
