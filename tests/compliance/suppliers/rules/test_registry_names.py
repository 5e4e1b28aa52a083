"""Which registered name may be a supplier's: the same company written otherwise, and no stranger."""

import pytest

from compliance.suppliers.rules.registry_names import RegistryNames, list_names
from compliance.suppliers.rules.similarity import normalise

LISTED = [
    "Brambling Foods Holdings Limited", "Tarnwick Steel PLC", "Ashcombe & Vane LLP", "Quenby Care 24 Limited",
    "First Choice Foods Ltd", "First Choice Travel Ltd", "First Choice Care Ltd", "First Choice Print Ltd", "BQ Ltd",
]  # fmt: skip


@pytest.fixture(scope="module")
def registry():
    return RegistryNames(normalise(name) for name in LISTED)


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("Brambling Foods Ltd", "Brambling Foods Holdings Limited"),
        ("100234 BRAMBLING FOODS", "Brambling Foods Holdings Limited"),
        ("Sunrise Direct t/a Brambling Foods", "Brambling Foods Holdings Limited"),
        ("Sunrise Ltd (formerly Tarnwick Steel plc)", "Tarnwick Steel PLC"),
        ("Tarnwick Steel - Hull depot", "Tarnwick Steel PLC"),
        ("Tarnwick Stockholding Ltd", "Tarnwick Steel PLC"),
        ("Tranwick Steel Ltd", "Tarnwick Steel PLC"),
        ("Ashcombe and Vanne", "Ashcombe & Vane LLP"),
        ("Quenby Care 24", "Quenby Care 24 Limited"),
    ],
)
def test_the_same_company_written_otherwise_is_found(registry, written, listed):
    assert registry.find(list_names(written)) == normalise(listed)


@pytest.mark.parametrize(
    "written",
    ["Bramwell Foods Ltd", "Harwick Steel plc", "Foods Holdings Ltd", "First Choice Motors Ltd", "Quenbry Car 25",
     "BX Ltd", "Steel PLC", "12345", ""],
)  # fmt: skip
def test_a_stranger_is_not_found(registry, written):
    assert registry.find(list_names(written)) == ""


def test_what_a_person_refused_is_left_out(registry):
    assert registry.find(["brambling foods"], ["brambling foods holdings"]) == ""


def test_a_trading_name_counts_too(registry):
    assert registry.find(list_names("Sunrise Direct Ltd", "Tarnwick Steel")) == "tarnwick steel"
