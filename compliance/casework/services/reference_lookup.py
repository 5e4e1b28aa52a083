"""Finding what somebody calls about again, within a minute: by a reference, or by the code that they hold."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from compliance.casework import permissions, reference_numbers
from compliance.casework.models import Case, Contact
from compliance.concerns.models import Concern, Receipt
from portal.accounts.models import User
from portal.history.services import record
from portal.vault import receipts
from portal.vault.kdf import Busy

CODE_DIGITS = 20


@dataclass(frozen=True)
class Found:
    """address: the name of the page, and uuid what it is about; or sentence: why there is none.

    contact: whose reference or code was said, where it was no case's.
    """

    address: str = ""
    uuid: UUID | None = None
    sentence: str = ""
    contact: Contact | None = None


def find_concern(uuid: UUID, *, user: User) -> Concern | None:
    """Return the concern; one that became a case only for those who may open the case."""
    contact = Contact.objects.filter(concern=uuid).select_related("case").first()
    if contact is not None and contact.case is not None and not permissions.can_open_case(user, contact.case):
        return None
    return Concern.objects.filter(pk=uuid).first()


def find_case(reference: str) -> Case | None:
    """Return the case with this reference, normalised; the caller asks whether it is for the person."""
    return Case.objects.filter(reference=reference).first()


def find_by_reference(typed: str, *, user: User, at: datetime) -> Found:
    """Return where a reference or code leads; what the user may not open is told as what is not there.

    typed: as heard on the phone.
    """
    text = reference_numbers.normalise_reference(typed)
    digits = receipts.normalise(typed)
    if len(digits) == CODE_DIGITS:
        return _by_code(digits, user, at)
    if text.startswith(reference_numbers.CASE_PREFIX):
        return _of_case(Case.objects.filter(reference=text).first(), user)
    contact = Contact.objects.filter(reference=text).select_related("case").first()
    return _of_contact(contact, user)


def _by_code(digits: str, user: User, at: datetime) -> Found:
    """The helpline reads no code of its own accord: it is asked who said it, and that is a line of history."""
    try:
        lookup = receipts.derive_keys(digits).lookup
    except Busy:
        return Found(sentence=_("Too many codes are being looked up. Try again in a few seconds"))
    receipt = Receipt.objects.filter(lookup=lookup, retired_on=None).select_related("concern").first()
    nothing = Found(sentence=_("This code does not open anything. Ask the caller to read it again"))
    if receipt is None:
        return nothing
    contact = Contact.objects.filter(concern=receipt.concern).select_related("case").first()
    match = Found("desk:untaken", receipt.concern_id) if contact is None else _of_contact(contact, user)
    if not match.address:
        # Of a case that is not for the user, the same words as of a code of nobody.
        record(user, "casework.case.refused", contact.case if contact else None, at=at)
        return nothing
    record(user, "casework.concern.found_by_code", receipt.concern, at=at)
    return match


def _of_contact(contact: Contact | None, user: User) -> Found:
    if contact is None:
        return Found(sentence=_("No contact or case has this reference. Ask the caller to say it again"))
    match = _of_case(contact.case, user) if contact.case else Found("desk:contact", contact.pk)
    return replace(match, contact=contact) if match.address else match


def _of_case(case: Case | None, user: User) -> Found:
    if case is None or not permissions.can_open_case(user, case):
        return Found(sentence=_("No contact or case has this reference. Ask the caller to say it again"))
    return Found("cases:case", case.pk)
