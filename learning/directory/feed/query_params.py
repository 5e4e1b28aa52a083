"""From the words of a question to what is looked for."""

from datetime import UTC, datetime

from learning.directory.choices import FacetKind
from learning.directory.feed import taxonomies as feed_taxonomies
from learning.directory.feed.schemas import Filters
from learning.directory.selectors.feed import Wanted


def wanted(filters: Filters) -> Wanted | None:
    """None where a term or taxonomy is asked for that there is not: nothing has it."""
    term = feed_taxonomies.terms().get(filters.taxonomy_term_id) if filters.taxonomy_term_id else None
    taxonomy = feed_taxonomies.taxonomies().get(filters.taxonomy_id) if filters.taxonomy_id else None
    if (filters.taxonomy_term_id and not term) or (filters.taxonomy_id and not taxonomy):
        return None
    facets: list[tuple[FacetKind, tuple[str, ...]]] = [(term.taxonomy.kind, (term.code,))] if term else []
    if taxonomy:
        codes = tuple(one.code for one in feed_taxonomies.terms().values() if one.taxonomy == taxonomy)
        facets.append((taxonomy.kind, codes))
    asked = filters.dict(exclude={"taxonomy_term_id", "taxonomy_id", "modified_after"})
    return Wanted(**asked, facets=facets, modified_after=_in_a_zone(filters.modified_after))


def _in_a_zone(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
