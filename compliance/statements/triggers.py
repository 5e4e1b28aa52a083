"""The database's own refusal to change what was published, and what was frozen as evidence.

Facets for the search and the job of its PDFs stay free. Evidence can be taken away, never changed.
"""

from portal.core.triggers import Guard

SENTENCE = "What was published stays as it is."
FROZEN = "Evidence stays as it was on the day it was used."
PUBLISHED = (
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
FIGURES = (
    Guard("statements_figure_no_update", "statements_publishedfigure", "UPDATE", SENTENCE),
    Guard("statements_figure_no_delete", "statements_publishedfigure", "DELETE", SENTENCE),
)
EVIDENCE = (
    Guard("statements_evidence_no_update", "statements_evidence", "UPDATE", FROZEN, free=frozenset({"used_by_id"})),
)
GUARDS = (*PUBLISHED, *FIGURES, *EVIDENCE)
