"""Postcodes from the package: Great Britain's, with council and degrees. Those here are of public buildings."""

import pytest
from pytest import approx

from portal.reference import places, postcodes
from portal.reference.grid import degrees_at


@pytest.mark.parametrize(
    ("typed", "council", "latitude", "longitude"),
    [
        ("BS1 4DJ", "Bristol", 51.4517, -2.5969),
        (" sw1a1aa ", "Westminster", 51.5010, -0.1416),
        ("KA1 1AA", "East Ayrshire", 55.6087, -4.5001),
        ("CF10 1EP", "Cardiff", 51.4758, -3.1792),
        ("PE11 2XE", "South Holland", 52.7851, -0.1524),
    ],
)
def test_a_postcode_is_known_with_its_council_without_anything_being_loaded(typed, council, latitude, longitude):
    known = postcodes.find_postcode(typed)
    assert places.get_council(known.council).name == council
    assert (known.latitude, known.longitude) == (approx(latitude, abs=1e-3), approx(longitude, abs=1e-3))


@pytest.mark.parametrize("typed", ["", "BS1", "Bristol", "ZZ99 9ZZ", "JE1 1AA", "Q1 1AA"])
def test_what_is_no_postcode_of_great_britain_is_not_known(typed):
    assert postcodes.find_postcode(typed) is None


def test_postcodes_of_northern_ireland_are_left_out_as_their_licence_asks():
    assert postcodes.find_postcode("BT1 5GS") is None
    assert postcodes.councils_of_district("BT1") == ()
    rows = b"".join(postcodes._pack({"pcd": ["BT1 5GS", "BS1 4DJ"], "laua": ["N09000003", "E06000023"],
                                       "oseast1m": [1.0, 2.0], "osnrth1m": [1.0, 2.0]}))  # fmt: skip
    assert b"BT" not in rows and b"BS14DJ" in rows


def test_the_first_half_of_a_postcode_names_the_councils_it_lies_in():
    named = [places.get_council(code).name for code in postcodes.councils_of_district("ka1")]
    assert named == ["East Ayrshire", "South Ayrshire"]
    assert [places.get_council(code).name for code in postcodes.councils_of_district("B1")] == ["Birmingham"]


def test_a_point_of_the_grid_has_the_degrees_that_the_ordnance_survey_gives_it():
    assert degrees_at(651409.903, 313177.270) == (approx(52.657978, abs=1e-4), approx(1.716052, abs=1e-4))


def test_the_index_is_written_once_and_where_nothing_can_be_written_postcodes_are_known_all_the_same(
    settings, tmp_path, monkeypatch
):
    postcodes._folder.cache_clear()
    settings.VAR_DIR = tmp_path
    try:
        assert postcodes.find_postcode("ZE1 0AA").council == "S12000027"
        (made,) = (tmp_path / "postcodes").rglob("Z")
        written_at = made.stat().st_mtime_ns
        assert postcodes.find_postcode("ZE1 0AA")
        assert made.stat().st_mtime_ns == written_at
        postcodes._folder.cache_clear()
        settings.VAR_DIR = made
        assert postcodes.find_postcode("ZE1 0AA").council == "S12000027"
    finally:
        postcodes._folder.cache_clear()


def test_the_worker_makes_the_letters_ready_one_after_the_other(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(postcodes, "ascii_uppercase", "JZ")
    postcodes._folder.cache_clear()
    settings.VAR_DIR = tmp_path
    try:
        assert [postcodes.write_next_index() for _ in range(3)] == ["J", "Z", ""]
    finally:
        postcodes._folder.cache_clear()
