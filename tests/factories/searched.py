"""A published statement whose text is in the search index."""

from compliance.statements.models import Publication
from compliance.statements.publication.services.search_index import index_publication
from tests.factories import statements as sf


def make_statement(risk: str, *, name: str = "", **answers: object) -> Publication:
    publication = sf.PublicationFactory(**({"organisation_name": name} if name else {}), year=2026)
    publication.content["answers"] |= {"narrative_risk": risk} | answers
    index_publication(publication)
    return publication
