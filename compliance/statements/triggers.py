"""The database's own refusal to change what was published, and what was frozen as evidence.

Facets for the search and the job of its PDFs stay free. Evidence can be taken away, never changed.
"""

from portal.core.triggers import Trigger

SENTENCE = "What was published stays as it is."
FROZEN = "Evidence stays as it was on the day it was used."
PUBLISHED = (
    Trigger(
        "statements_publication_no_update",
        "statements_publication",
        "UPDATE",
        SENTENCE,
        free=frozenset({"is_current", "withdrawn_at", "withdrawn_reason"}),
    ),
    Trigger("statements_publication_no_delete", "statements_publication", "DELETE", SENTENCE),
    Trigger("statements_document_no_update", "statements_document", "UPDATE", SENTENCE),
    Trigger("statements_document_no_delete", "statements_document", "DELETE", SENTENCE),
)
FIGURES = (
    Trigger("statements_figure_no_update", "statements_publishedfigure", "UPDATE", SENTENCE),
    Trigger("statements_figure_no_delete", "statements_publishedfigure", "DELETE", SENTENCE),
)
EVIDENCE = (
    Trigger("statements_evidence_no_update", "statements_evidence", "UPDATE", FROZEN, free=frozenset({"used_by_id"})),
)
TRIGGERS = (*PUBLISHED, *FIGURES, *EVIDENCE)
