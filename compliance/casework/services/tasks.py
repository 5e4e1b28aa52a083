"""Finding rows of a case by their address."""

from uuid import UUID

from compliance.casework.models import Case, Task


def find(case: Case, uuid: UUID) -> Task | None:
    """An open task of the case."""
    return case.tasks.open().filter(pk=uuid).first()
