"""Find a supplier of a file that may be in the register under another reference. Pure.

See docs/requirements/suppliers.md#duplicates.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from compliance.suppliers.rules.references import fold_reference
from compliance.suppliers.rules.similarity import are_alike, extract_numbers, normalise
from compliance.workbooks.planning import Values

type Pair = tuple[str, str]
# Numbers that only one company or site has.
IDENTIFIERS = ("company_number", "lei", "duns", "os_id")
BLOCK_PREFIX_LENGTH = 3


@dataclass(frozen=True, slots=True)
class KnownSupplier:
    """Hold a supplier of the register as it is compared."""

    key: str
    reference: str
    name: str
    likeness: str
    address: str


def order_pair(first: str, second: str) -> Pair:
    """Return two keys as an answer is kept: the lower first."""
    return (first, second) if first < second else (second, first)


@dataclass(slots=True)
class LikelyDuplicates:
    """Index suppliers of the register by what a like one shares with them.

    answers: by pair, whether they are the same.
    """

    answers: Mapping[Pair, bool] = field(default_factory=dict)
    _by_name: dict[tuple[Any, ...], list[KnownSupplier]] = field(default_factory=dict)
    _by_number: dict[tuple[str, str], list[KnownSupplier]] = field(default_factory=dict)
    _same: dict[str, str] = field(default_factory=dict)
    _coming: dict[tuple[str, ...], KnownSupplier] = field(default_factory=dict)  # of this file, by name and place

    def index(self, suppliers: Mapping[str, Values], sites: Iterable[Values]) -> None:
        """Index the suppliers of the register with the addresses and numbers of their sites."""
        addresses: dict[str, str] = {}
        numbers: dict[str, set[tuple[str, str]]] = {}
        for site in sites:
            addresses.setdefault(site["supplier"], normalise(site.get("address") or ""))
            numbers.setdefault(site["supplier"], set()).update(_numbers(site))
        for key, row in suppliers.items():
            name = row.get("name") or ""
            known = KnownSupplier(key, row.get("supplier_ref") or key, name, normalise(name), addresses.get(key, ""))
            self._by_name.setdefault(_block_key(row.get("country"), known.likeness), []).append(known)
            for number in numbers.get(key, set()).union(_numbers(row)):
                self._by_number.setdefault(number, []).append(known)
        for (first, second), is_same in self.answers.items():
            for new, old in ((first, second), (second, first)) if is_same else ():
                if old in suppliers and new not in suppliers:
                    self._same[new] = suppliers[old].get("supplier_ref") or old
            if is_same and first not in suppliers and second not in suppliers:
                self._same[second] = first  # two accounts of one file

    def get_same(self, reference: str) -> str | None:
        """Return the kept reference that a person said is the same as this one, or None."""
        return self._same.get(fold_reference(reference))

    def find(self, values: Values) -> KnownSupplier | None:
        """Return one that is likely the same and that nobody was asked about, or None."""
        if not self._by_name:
            return None
        key, likeness = fold_reference(values["supplier_ref"]), normalise(values.get("supplier_name") or "")
        address = normalise(values.get("address") or "")
        for number in _numbers(values):
            for known in self._by_number.get(number, ()):
                if self._is_open(key, known):
                    return known
        for known in self._by_name.get(_block_key(values.get("country"), likeness), ()):
            if self._is_open(key, known) and are_alike(likeness, address, known.likeness, known.address):
                return known
        return None

    def find_in_file(self, values: Values) -> KnownSupplier | None:
        """Return a supplier of an earlier row with this name and address under another reference, or None.

        Nobody was asked about the two. The row is remembered for those that follow.
        """
        key, name = fold_reference(values["supplier_ref"]), values.get("supplier_name") or ""
        place = fold_reference(" ".join(str(values.get(part) or "") for part in ("address", "town", "postcode")))
        if not place or not name:
            return None
        likeness = normalise(name)
        known = KnownSupplier(key, values["supplier_ref"], name, likeness, place)
        first = self._coming.setdefault((values.get("country") or "", likeness, place), known)
        return first if self._is_open(key, first) else None

    def _is_open(self, key: str, known: KnownSupplier) -> bool:
        return key != known.key and order_pair(key, known.key) not in self.answers


def _block_key(country: str | None, likeness: str) -> tuple[Any, ...]:
    """Return the block of a supplier.

    Only those of one block are compared: same country, beginning and unit numbers.
    """
    return country or "", likeness[:BLOCK_PREFIX_LENGTH], *extract_numbers(likeness)


def _numbers(row: Values) -> Iterator[tuple[str, str]]:
    return ((name, fold_reference(str(row[name]))) for name in IDENTIFIERS if row.get(name))
