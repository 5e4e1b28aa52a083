"""Inherent risk: the check values of docs/requirements/suppliers.md#inherent-risk, its floors, and what is left out
when it is not known.
"""

from collections import Counter
from datetime import date

import pytest

from compliance.suppliers.rules.risk import Facts, build_tables, get_band, score_place
from compliance.suppliers.rules.risk.goods import get_good
from compliance.suppliers.rules.risk.inherent import score_country, score_inherent
from portal.reference import editions
from tests.factories.risk import shipped_tables, weights

TODAY = date(2026, 11, 24)
CHECKED = {
    "GB": 8.1, "DE": 6.5, "US": 10.4, "TW": 14.8, "IT": 28.5, "MY": 51.2, "TR": 53.5, "IN": 55.5, "TH": 56.3,
    "VN": 60.5, "BD": 65.1, "PK": 67.6, "BR": 70.2, "CN": 83.3, "MM": 97.3, "KP": 98.6,
}  # fmt: skip


def of(**facts):
    return score_inherent(Facts(**facts), shipped_tables(), weights(), {})


def part(found, key):
    return next(one for one in found.parts if one.key == key)


def rules(found):
    return {floor["rule"] for floor in found.floors}


@pytest.mark.parametrize(("iso2", "expected"), CHECKED.items())
def test_a_country_has_the_points_of_the_check_list(iso2, expected):
    assert round(score_country(iso2, shipped_tables(), weights()).points, 1) == expected


def test_as_many_countries_are_in_each_band_as_the_check_list_says():
    counted = Counter(
        get_band(score_country(iso2, shipped_tables(), weights()).points) for iso2 in shipped_tables().governance
    )
    assert counted == {"low": 61, "medium": 60, "high": 58, "very_high": 34}


def test_a_country_in_no_table_is_unknown():
    assert score_country("AQ", shipped_tables(), weights()).points is None
    assert score_country("", shipped_tables(), weights()).points is None


def test_a_missing_indicator_is_left_out_and_the_others_count_more():
    """Curaçao has a tier and no percentile ranks: 40 of 0.4, no goods of 0.2."""
    assert score_country("CW", shipped_tables(), weights()).points == pytest.approx(0.4 * 40 / 0.6, abs=1e-4)


def test_an_activity_is_known_better_than_its_sector_and_the_riskiest_kind_of_work_counts():
    works = (("food_agriculture_fishing", "software_and_professional"), ("cleaning_security", ""))
    assert part(of(works=works[:1]), "sector").points == 15
    assert part(of(works=works), "sector").points == 70
    assert part(of(works=(("", ""),)), "sector").points is None


@pytest.mark.parametrize(
    ("product", "good"),
    [
        ("t shirt", "Garments"), ("cotton t shirts", "Garments"), ("knitwear", "Garments"), ("trousers", "Garments"),
        ("frozen prawns", "Shrimp"), ("nitrile gloves", "Rubber Gloves"), ("latex gloves", "Rubber Gloves"),
        ("solar panels", "Polysilicon"), ("solar module", "Polysilicon"), ("milk chocolate", "Cocoa"),
        ("strawberries", "Strawberries"), ("surgical instruments", "Surgical Instruments"), ("machine parts", ""),
        ("ricercar recordings", ""),
    ],
)  # fmt: skip
def test_a_product_is_found_by_whole_words(product, good):
    assert get_good(product, shipped_tables().synonyms, {}) == good


def test_what_a_person_said_of_a_product_counts_before_the_table():
    answers = {"shirt boxes": "Timber", "t shirt": ""}
    assert get_good("shirt boxes", shipped_tables().synonyms, answers) == "Timber"
    assert get_good("t shirt", shipped_tables().synonyms, answers) == ""


@pytest.mark.parametrize(
    ("iso2", "product", "points"),
    [
        ("BD", "garments", 100), ("MM", "garments", 70), ("GB", "garments", 40), ("GB", "strawberries", 25),
        ("GB", "machine parts", None), ("CN", "aluminium tubes", 100), ("DE", "aluminium tubes", None),
    ],
)  # fmt: skip
def test_a_commodity_has_the_points_of_the_list(iso2, product, points):
    assert part(of(country=iso2, products=(product,)), "commodity").points == points


def test_the_best_match_of_several_products_counts():
    assert part(of(country="MM", products=("machine parts", "strawberries", "shirts")), "commodity").points == 70


def test_nothing_known_of_the_workers_is_not_known_but_assumed_where_the_work_is_high_risk():
    high = part(of(works=(("", "brick_making"),)), "workforce")
    assert (high.points, high.is_assumed) == (40, True)
    assert part(of(works=(("education_research", ""),)), "workforce").points is None
    assert part(of(workers={"total": 50}), "workforce").points is None
    assert part(of(workers={"total": 50, "agency": 0}), "workforce").points == 0


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ({"workers": {"total": 100, "migrant_international": 50}}, 30),
        ({"workers": {"total": 100, "migrant_international": 49}}, 20),
        ({"workers": {"total": 100, "migrant_international": 5}}, 10),
        ({"workers": {"total": 100, "migrant_international": 4}}, 0),
        ({"workers": {"total": 100, "migrant_internal": 20}}, 10),
        ({"workers": {"permanent": 60, "agency": 30, "temporary": 10}}, 15),
        ({"workers": {"total": 100, "agency": 50}}, 25),
        ({"workers": {"total": 10, "in_provided_housing": 1}}, 15),
        ({"workers": {"total": 10, "seasonal": 1}}, 10),
        ({"workers": {"total": 10, "homeworker": 1}}, 10),
        ({"workers": {"total": 10, "agency": 0}, "has_homework_chain": True}, 10),
        ({"workers": {"youngest_age": 17}}, 10),
        ({"workers": {"youngest_age": 18}}, 0),
        ({"recruits_from_abroad": True}, 15),
        ({"pays_by_piece_or_cash": True}, 5),
        ({"pays_by_piece_or_cash": False}, 0),
    ],
)
def test_the_workforce_has_the_points_of_each_sign(facts, points):
    assert part(of(**facts), "workforce").points == points


def test_all_signs_together_give_at_most_a_hundred():
    workers = dict.fromkeys(("total", "migrant_international", "migrant_internal", "agency", "seasonal"), 10)
    workers |= {"homeworker": 1, "young": 1, "in_provided_housing": 1}
    found = part(of(workers=workers, recruits_from_abroad=True, pays_by_piece_or_cash=True), "workforce")
    assert found.points == 100


def test_a_floor_lifts_and_says_which_rule():
    car_wash = {
        "country": "GB",
        "works": (("", "hand_car_wash"),),
        "workers": {"total": 10, "migrant_international": 10, "in_provided_housing": 10, "agency": 2},
    }
    assert rules(of(**car_wash)) == {"R1"}
    assert rules(of(country="MY", products=("rubber gloves",))) == {"R2"}
    assert rules(of(country="CN", works=(("", "solar_panels"),))) == {"R2", "R3"}
    licence = of(country="GB", works=(("education_research", ""),), lacks_licence=True)
    assert (rules(licence), licence.value) == ({"R4"}, 65)


def test_a_name_on_a_withhold_release_order_lifts_whatever_legal_form_it_is_written_with():
    order = shipped_tables().orders[0]
    name = f"{next(iter(order.names)).title()} LLC"
    assert rules(of(country=order.country, names=(name,))) == {"R3"}
    assert rules(of(country="GB", names=(name,))) == set()
    assert rules(of(country=order.country, names=("",))) == set()


def test_confidence_is_the_weight_of_what_is_known_and_an_assumption_is_not_known():
    assert of(country="GB").confidence == 0.35
    assert of(country="CN", works=(("", "solar_panels"),)).confidence == 0.8


def test_nothing_known_gives_no_score():
    found = score_place(Facts(), shipped_tables(), weights(), today=TODAY)
    assert (found.inherent, found.residual, found.priority, found.band, found.confidence) == (None, None, None, "", 0)


ENTITIES = [
    {"entity": "Invented Silicon Industry Co., Ltd.", "iso2": "CN", "names": "Invented Xigui; IS 4 Plant",
     "listed_on": "2024-08-09"},
]  # fmt: skip


def of_listed(**facts):
    rows = {name: editions.get_shipped_table(name).rows for name in editions.TABLES} | {"uflpa_entities": ENTITIES}
    return score_inherent(Facts(**facts), build_tables(**rows), weights(), {})


@pytest.mark.parametrize(
    ("name", "country", "is_named"),
    [
        ("INVENTED SILICON INDUSTRY LLC", "CN", True),
        ("Invented Silicon Industry", "", True),
        ("Invented Silicon Industry", "VN", False),
        ("Invented Xigui Co. Ltd", "CN", True),
        ("Invented Silicon Industrys", "CN", True),
        ("Invented Silicon Industrys", "", False),
        ("Invented Silicone Trading Industry", "CN", False),
        ("Invented Silicon", "CN", False),
        ("IS 5 Plant", "CN", False),
        ("IS 4 Plant", "CN", True),
    ],
)
def test_a_name_on_the_list_of_entities_lifts_as_one_on_an_order_does_and_another_name_does_not(
    name, country, is_named
):
    found = of_listed(country=country, works=(("education_research", ""),), names=(name,))
    assert rules(found) == ({"R3"} if is_named else set())
    if is_named:
        assert found.floors == [
            {"rule": "R3", "at_least": 65, "about": "Invented Silicon Industry Co., Ltd.", "table": "uflpa_entities"}
        ]
        assert found.value == 65
