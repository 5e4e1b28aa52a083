"""Taxonomies of the feed: the helpline's lists that entries are coded with, and their terms.

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
    FacetKind.NEED: need_categories.HELPLINE_LIST,
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
def get_taxonomies() -> dict[UUID, Taxonomy]:
    """Return taxonomies by id, in one order always."""
    items = [
        Taxonomy(uuid5(_ROOT, name), kind, helpline.get_title(name), f"The list “{name}” of the helpline’s vocabulary.")
        for kind, name in LISTS.items()
    ]
    return {item.id: item for item in items}


@cache
def get_terms() -> dict[UUID, Term]:
    """Return terms by id, in the order of the lists."""
    items = [
        Term(
            uuid5(_ROOT, f"{LISTS[item.kind]}:{row.code}"), item, row.code, row.label, row.help or row.hint or row.label
        )
        for item in get_taxonomies().values()
        for row in helpline.get_codes(LISTS[item.kind]).values()
    ]
    return {item.id: item for item in items}


@cache
def get_terms_by_code() -> dict[tuple[FacetKind, str], Term]:
    return {(item.taxonomy.kind, item.code): item for item in get_terms().values()}
