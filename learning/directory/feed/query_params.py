"""Parses the feed's query parameters into filters."""

from learning.directory.choices import FacetKind
from learning.directory.feed import taxonomies
from learning.directory.feed.schemas import Filters
from learning.directory.selectors.feed import FeedFilters
from portal.core.dates import in_utc


def parse_filters(filters: Filters) -> FeedFilters | None:
    """Return the filters; None where a term or taxonomy is named that there is not: nothing has it."""
    term = taxonomies.get_terms().get(filters.taxonomy_term_id) if filters.taxonomy_term_id else None
    taxonomy = taxonomies.get_taxonomies().get(filters.taxonomy_id) if filters.taxonomy_id else None
    if (filters.taxonomy_term_id and not term) or (filters.taxonomy_id and not taxonomy):
        return None
    facets: list[tuple[FacetKind, tuple[str, ...]]] = [(term.taxonomy.kind, (term.code,))] if term else []
    if taxonomy:
        codes = tuple(one.code for one in taxonomies.get_terms().values() if one.taxonomy == taxonomy)
        facets.append((taxonomy.kind, codes))
    params = filters.dict(exclude={"taxonomy_term_id", "taxonomy_id", "modified_after"})
    return FeedFilters(**params, facets=facets, modified_after=in_utc(filters.modified_after))
