"""Arrange the reference tables as the rules look things up in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from compliance.suppliers.rules.risk.goods import Words, get_words
from compliance.suppliers.rules.similarity import NameIndex, normalise

type Rows = Iterable[Mapping[str, str]]


@dataclass(frozen=True)
class UflpaSector:
    """Hold a sector of the US law on forced labour of Uyghurs. words: of products and goods; activities: our codes."""

    name: str
    words: tuple[Words, ...]
    activities: frozenset[str]


@dataclass(frozen=True)
class Order:
    """Hold what US customs look at first: an entity of a withhold release order or of the UFLPA list (rule R3).

    table: the name of the data file. names: normalised, without legal forms.
    """

    table: str
    text: str
    country: str
    names: frozenset[str]


@dataclass(frozen=True)
class Tables:
    """Hold the tables by what they are looked up by.

    tiers: by country. governance: percentile ranks by country. goods: numbers of goods with forced labour, and with
    child labour, by country, inputs made elsewhere left out. listed: by good, then by country, whether forced.
    order_names: of all orders. synonyms: the good by the words of a product, those of more words first.
    """

    tiers: Mapping[str, str]
    governance: Mapping[str, Mapping[str, float]]
    goods: Mapping[str, tuple[int, int]]
    listed: Mapping[str, Mapping[str, bool]]
    sectors: tuple[UflpaSector, ...]
    orders: tuple[Order, ...]
    order_names: NameIndex
    synonyms: tuple[tuple[Words, str], ...]


RANKS = ("rule_of_law", "control_of_corruption", "voice_accountability")


def build_tables(
    *, tip_tiers: Rows, dol_goods: Rows, governance: Rows, uflpa_sectors: Rows, uflpa_entities: Rows,
    withhold_release_orders: Rows, product_goods: Rows,
) -> Tables:  # fmt: skip
    """Return the tables from the rows of the data files of those names."""
    goods = list(dol_goods)
    listed = _index_listed_goods(goods)
    orders = (
        *(_order("withhold_release_orders", row, "entity_or_goods") for row in withhold_release_orders if row["names"]),
        *(_order("uflpa_entities", row, "entity") for row in uflpa_entities),
    )
    return Tables(
        tiers={row["iso2"]: row["tier"] for row in tip_tiers},
        governance={row["iso2"]: {name: float(row[name]) for name in RANKS if row[name]} for row in governance},
        goods=_counts(goods),
        listed=listed,
        sectors=tuple(_sector(row) for row in uflpa_sectors),
        orders=orders,
        order_names=NameIndex(name for order in orders for name in order.names),
        synonyms=_synonyms(product_goods, listed),
    )  # fmt: skip


def _sector(row: Mapping[str, str]) -> UflpaSector:
    words = tuple(get_words(part) for part in _listing(row["words"]))
    return UflpaSector(row["sector"], words, frozenset(_listing(row["activities"])))


def _order(table: str, row: Mapping[str, str], title: str) -> Order:
    """Return the order of a row.

    An order on goods names no entity; an entity is known by its name and its other names.
    """
    names = [row[title]] if title == "entity" else []
    return Order(table, row[title], row["iso2"], frozenset(map(normalise, [*names, *_listing(row["names"])])))


def _is_forced(row: Mapping[str, str]) -> bool:
    return "yes" in (row["forced_labour"], row["forced_child_labour"])


def _counts(goods: Rows) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for row in goods:
        if row["downstream_good"] == "no":
            forced, child = counts.get(row["iso2"], (0, 0))
            counts[row["iso2"]] = (forced + _is_forced(row), child + (row["child_labour"] == "yes"))
    return counts


def _index_listed_goods(goods: Rows) -> dict[str, dict[str, bool]]:
    listed: dict[str, dict[str, bool]] = {}
    for row in goods:
        if _is_forced(row) or row["child_labour"] == "yes":
            listed.setdefault(row["good"], {})[row["iso2"]] = _is_forced(row)
    return listed


def _synonyms(rows: Rows, listed: Mapping[str, Mapping[str, bool]]) -> tuple[tuple[Words, str], ...]:
    good_by_words = {get_words(good): good for good in listed}
    good_by_words |= {get_words(row["product"]): row["good"] for row in rows}
    return tuple(sorted(good_by_words.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def _listing(text: str) -> list[str]:
    return [part for raw in text.split(";") if (part := raw.strip())]
