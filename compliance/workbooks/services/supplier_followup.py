"""Record that a supplier's own workbook has gone in: on its link, and in each action's history."""

from collections.abc import Iterable
from datetime import datetime

from compliance.audits.models import Action
from compliance.audits.services import supplier_answers, supplier_links
from compliance.suppliers.models import Supplier
from compliance.workbooks.choices import Outcome
from compliance.workbooks.models import Import


def record_answers(supplier: Supplier, actions: Iterable[Action], at: datetime) -> None:
    """Record in each action's history that the supplier answered."""
    for action in actions:
        supplier_answers.record_workbook_answer(supplier, action, at)


def record_counts(upload: Import, at: datetime) -> None:
    """Save how many rows were imported and refused; rows that said nothing new are neither."""
    if upload.from_supplier:
        applied_count, refused_count = (upload.counts.get(name, 0) for name in (Outcome.CHANGE, Outcome.ERROR))
        supplier_links.record_workbook_return(
            upload.from_supplier, imported=applied_count, refused=refused_count, at=at
        )


def get_sender_name(upload: Import) -> str:
    """Return how the history calls whoever sent it by a link; empty for an upload of a member."""
    return supplier_answers.get_history_name(upload.from_supplier) if upload.from_supplier else ""
