"""Reading a contact without a case."""

from datetime import datetime
from uuid import UUID

from compliance.casework.models import Contact
from portal.accounts.models import User
from portal.history.services import record


def read(*, uuid: UUID, actor: User, at: datetime) -> Contact | None:
    """With its line of history."""
    found = Contact.objects.select_related("data_key", "concern__data_key", "handler", "case").filter(pk=uuid).first()
    if found is not None and found.case_id is None:
        record(actor, "casework.contact.read", found, at=at)
    return found
