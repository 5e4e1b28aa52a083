"""The taxonomies of the feed: the helpline's lists that entries are coded with, and their terms.

Ids are made from the codes, so that they are the same in every installation and never change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID, uuid5

from learning.directory import need_categories
from learning.directory.choices import FacetKind
from portal.reference import helpline

_ROOT: Final = UUID("6f1f5f0e-6d0a-5c8f-9a57-0d7d3f1c2b46")
# List of the vocabulary by the facet that an entry is found by.
LISTS: Final[Mapping[FacetKind, str]] = {
    FacetKind.NEED: need_categories.LIST,
    FacetKind.AUDIENCE: need_categories.AUDIENCE_LIST,
}


@dataclass(frozen=True)
class Taxonomy:
    id: UUID
    kind: FacetKind
    name: str
    description: str


@dataclass(frozen=True)
class Term:
    id: UUID
    taxonomy: Taxonomy
    code: str
    name: str
    description: str


@cache
def taxonomies() -> dict[UUID, Taxonomy]:
    """By id, in one order always."""
    found = [
        Taxonomy(uuid5(_ROOT, name), kind, helpline.title(name), f"The list “{name}” of the helpline’s vocabulary.")
        for kind, name in LISTS.items()
    ]
    return {one.id: one for one in found}


@cache
def terms() -> dict[UUID, Term]:
    """By id, in the order of the lists."""
    found = [
        Term(uuid5(_ROOT, f"{LISTS[one.kind]}:{row.code}"), one, row.code, row.label, row.help or row.hint or row.label)
        for one in taxonomies().values()
        for row in helpline.details(LISTS[one.kind]).values()
    ]
    return {one.id: one for one in found}


@cache
def by_code() -> dict[tuple[FacetKind, str], Term]:
    return {(one.taxonomy.kind, one.code): one for one in terms().values()}
