"""The rows of the reference tables, arranged for looking up."""

from compliance.suppliers.rules.risk.tables import build_tables

GOODS = [
    {"good": "Cotton", "iso2": "CN", "child_labour": "no", "forced_labour": "yes", "forced_child_labour": "no"},
    {"good": "Cotton", "iso2": "BJ", "child_labour": "yes", "forced_labour": "no", "forced_child_labour": "no"},
    {"good": "Thread", "iso2": "CN", "child_labour": "no", "forced_labour": "yes", "forced_child_labour": "no"},
]


def build(**rows):
    empty = dict.fromkeys(
        (
            "tip_tiers", "dol_goods", "governance", "uflpa_sectors", "uflpa_entities", "withhold_release_orders",
            "product_goods",
        ),
        (),
    )  # fmt: skip
    return build_tables(**empty | rows)


def test_goods_made_of_inputs_from_elsewhere_are_listed_but_not_counted():
    goods = [row | {"downstream_good": "yes" if row["good"] == "Thread" else "no"} for row in GOODS]
    tables = build(dol_goods=goods)
    assert tables.goods == {"CN": (1, 0), "BJ": (0, 1)}
    assert tables.listed == {"Cotton": {"CN": True, "BJ": False}, "Thread": {"CN": True}}


def test_a_product_of_more_words_is_looked_up_first():
    rows = [{"product": "shirt", "good": "Garments"}, {"product": "cotton shirt", "good": "Cotton"}]
    assert build(product_goods=rows).synonyms == ((("cotton", "shirt"), "Cotton"), (("shirt",), "Garments"))


def test_an_order_on_goods_alone_names_nobody_and_is_left_out():
    orders = [
        {"entity_or_goods": "Cotton of a region", "iso2": "CN", "names": ""},
        {"entity_or_goods": "Palm oil of a company", "iso2": "MY", "names": "Sime Sample Ltd; Sample Oils"},
    ]
    (order,) = build(withhold_release_orders=orders).orders
    assert order.names == {"sime sample", "sample oils"}
    assert (order.country, order.text) == ("MY", "Palm oil of a company")
