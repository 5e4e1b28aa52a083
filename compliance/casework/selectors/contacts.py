"""Reading a contact without a case."""

from datetime import datetime
from uuid import UUID

from compliance.casework.models import Contact
from portal.accounts.models import User
from portal.history.services import record


def open_contact(*, uuid: UUID, actor: User, at: datetime) -> Contact | None:
    """Return the contact, and write a line of history where it has no case."""
    contact = Contact.objects.select_related("data_key", "concern__data_key", "handler", "case").filter(pk=uuid).first()
    if contact is not None and contact.case_id is None:
        record(actor, "casework.contact.read", contact, at=at)
    return contact
