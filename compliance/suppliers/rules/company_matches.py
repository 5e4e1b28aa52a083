"""Which companies of a register may be a supplier, by their names. Pure.

See docs/requirements/suppliers.md#company-look-up.
"""

from collections.abc import Iterable
from typing import Protocol

from compliance.suppliers.rules.similarity import NAME_THRESHOLD, normalise, trigram_similarity

MAX_OFFERED = 3


class Named(Protocol):
    """A company with a name."""

    @property
    def name(self) -> str: ...


def rank_companies[C: Named](name: str, companies: Iterable[C]) -> list[tuple[float, C]]:
    """Return the companies whose name may be this one, the likest first, at most three, with their likeness."""
    cleaned = normalise(name)
    scored = [(trigram_similarity(cleaned, normalise(company.name)), company) for company in companies]
    likely = [(likeness, company) for likeness, company in scored if likeness >= NAME_THRESHOLD]
    return sorted(likely, key=lambda pair: -pair[0])[:MAX_OFFERED]


def is_other_name(name: str, other: str) -> float | None:
    """Return how alike two names are that are hardly of one company; None where they may be."""
    likeness = trigram_similarity(normalise(name), normalise(other))
    return None if likeness >= NAME_THRESHOLD else likeness
