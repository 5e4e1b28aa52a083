"""Taking away what people told us: keys first, then rows, then files. Coded facts stay, tied to nobody.

From the first step on nothing of it opens, here or in a backup, whatever happens to the rest.

See docs/requirements/security.md#retention.
"""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from compliance.casework import reference_numbers
from compliance.casework.choices import IdentityMode
from compliance.casework.models import (
    CallDraft,
    Contact,
    InterpreterSession,
    Reporter,
    ReporterIdentity,
)
from compliance.concerns.services import desk
from portal.history.services import record
from portal.vault.services import data_keys

ERASED_SESSION_FIELDS = {"times": b"", "complaint": b"", "booking_reference": "", "by": None}
ANONYMOUS_CONTACT_REFERENCE_LENGTH = 8


@transaction.atomic
# Any: an actor as portal.history.services.record takes it.
def erase_contact(contact: Contact, *, by: Any, at: datetime) -> None:
    """Erase a contact, and the concern that it was; hour, channel, language and codes stay."""
    erase_keys([contact.data_key_id])
    erase_interpreter_sessions(contact.pk)
    if contact.concern is not None:
        desk.erase(contact.concern, by=by, now=at)
    record(by, "casework.contact.erased", contact, at=at)
    Contact.objects.filter(pk=contact.pk).update(
        data_key=None,
        concern=None,
        words=b"",
        handler=None,
        reference=make_anonymous_reference(ANONYMOUS_CONTACT_REFERENCE_LENGTH),
    )


@transaction.atomic
def erase_reporter(reporter: Reporter, *, at: datetime) -> None:
    """Erase who a reporter is and how to reach them, since they took it back themselves; that somebody told us stays.

    at: the hour, as clear columns tell the time.
    """
    identity = ReporterIdentity.objects.filter(reporter=reporter)
    erase_keys(list(identity.values_list("data_key_id", flat=True)))
    identity.delete()
    reporter.identity_mode, reporter.safety, reporter.contact_deleted_at = IdentityMode.ANONYMOUS, b"", at
    reporter.version += 1
    reporter.save(update_fields=["identity_mode", "safety", "contact_deleted_at", "version"])
    record("system", "casework.reporter.forgotten", reporter.case, at=at)


@transaction.atomic
def erase_call_draft(draft: CallDraft) -> None:
    """Erase a form that became no contact, and what was said for an interpreter during it."""
    erase_keys([draft.data_key_id])
    erase_interpreter_sessions(draft.token)
    CallDraft.objects.filter(pk=draft.pk).delete()


@transaction.atomic
def erase_interpreter_sessions(call: UUID) -> None:
    """Erase what was said for an interpreter, of a contact or of a form that has its id; how long things took stays."""
    sessions = InterpreterSession.objects.filter(Q(contact=call) | Q(call=call))
    erase_keys(list(sessions.values_list("data_key_id", flat=True)))
    sessions.update(**ERASED_SESSION_FIELDS)


def erase_keys(*several: QuerySet | list) -> None:
    for keys in several:
        for key in keys:
            if key is not None:
                data_keys.erase_data_key(key)


def make_anonymous_reference(length: int) -> str:
    """Return a reference without a dash: nobody ever heard one like it, and no search finds it."""
    return "".join(secrets.choice(reference_numbers.ALPHABET) for _ in range(length))
