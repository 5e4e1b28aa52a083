"""The database's own refusal to change what was published. Facets for the search and the job of its PDFs stay free."""

from portal.core.guards import Guard

SENTENCE = "What was published stays as it is."
GUARDS = (
    Guard(
        "statements_publication_no_update",
        "statements_publication",
        "UPDATE",
        SENTENCE,
        free=frozenset({"is_current", "withdrawn_at", "withdrawn_reason"}),
    ),
    Guard("statements_publication_no_delete", "statements_publication", "DELETE", SENTENCE),
    Guard("statements_document_no_update", "statements_document", "UPDATE", SENTENCE),
    Guard("statements_document_no_delete", "statements_document", "DELETE", SENTENCE),
)
