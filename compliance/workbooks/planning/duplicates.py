"""A supplier of a file that may already be in the register under another reference (suppliers 8, Duplicates). Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from compliance.suppliers.rules.references import fold_reference
from compliance.suppliers.rules.similarity import are_alike, extract_numbers, normalise

type Pair = tuple[str, str]
# Numbers that only one company or site has.
IDENTIFIERS = ("company_number", "lei", "duns", "os_id")
BLOCK_PREFIX_LENGTH = 3


@dataclass(frozen=True, slots=True)
class KnownSupplier:
    key: str
    reference: str
    name: str
    likeness: str
    address: str


def order_pair(one: str, other: str) -> Pair:
    """Two keys as an answer is kept: the lower first."""
    return (one, other) if one < other else (other, one)


@dataclass(slots=True)
class LikelyDuplicates:
    """Suppliers of the register by what a like one shares with them. answers: by pair, whether they are the same."""

    answers: Mapping[Pair, bool] = field(default_factory=dict)
    _by_name: dict[tuple[Any, ...], list[KnownSupplier]] = field(default_factory=dict)
    _by_number: dict[tuple[str, str], list[KnownSupplier]] = field(default_factory=dict)
    _same: dict[str, str] = field(default_factory=dict)

    def know(self, suppliers: Mapping[str, Mapping[str, Any]], sites: Iterable[Mapping[str, Any]]) -> None:
        addresses: dict[str, str] = {}
        numbers: dict[str, set[tuple[str, str]]] = {}
        for site in sites:
            addresses.setdefault(site["supplier"], normalise(site.get("address") or ""))
            numbers.setdefault(site["supplier"], set()).update(_numbers(site))
        for key, row in suppliers.items():
            name = row.get("name") or ""
            kept = KnownSupplier(key, row.get("supplier_ref") or key, name, normalise(name), addresses.get(key, ""))
            self._by_name.setdefault(_block_key(row.get("country"), kept.likeness), []).append(kept)
            for number in numbers.get(key, set()).union(_numbers(row)):
                self._by_number.setdefault(number, []).append(kept)
        for (first, second), is_same in self.answers.items():
            for new, old in ((first, second), (second, first)) if is_same else ():
                if old in suppliers and new not in suppliers:
                    self._same[new] = suppliers[old].get("supplier_ref") or old

    def same(self, reference: str) -> str | None:
        """The kept reference that a person said is the same as this one."""
        return self._same.get(fold_reference(reference))

    def find(self, values: Mapping[str, Any]) -> KnownSupplier | None:
        """One that is likely the same and that nobody was asked about."""
        key, likeness = fold_reference(values["supplier_ref"]), normalise(values.get("supplier_name") or "")
        address = normalise(values.get("address") or "")
        for number in _numbers(values):
            for kept in self._by_number.get(number, ()):
                if self._is_open(key, kept):
                    return kept
        for kept in self._by_name.get(_block_key(values.get("country"), likeness), ()):
            if self._is_open(key, kept) and are_alike(likeness, address, kept.likeness, kept.address):
                return kept
        return None

    def _is_open(self, key: str, kept: KnownSupplier) -> bool:
        return key != kept.key and order_pair(key, kept.key) not in self.answers


def _block_key(country: str | None, likeness: str) -> tuple[Any, ...]:
    """Only suppliers of one block are compared name by name: same country, beginning and unit numbers."""
    return country or "", likeness[:BLOCK_PREFIX_LENGTH], *extract_numbers(likeness)


def _numbers(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((name, fold_reference(str(row[name]))) for name in IDENTIFIERS if row.get(name))
