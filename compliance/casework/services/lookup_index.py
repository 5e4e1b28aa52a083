"""Adding concerns, calls and cases to the lookup index of the vault, so that what was told before is recognised.

The public web process cannot do it: it seals what arrives and holds no key that opens the index. So
whatever is not in the index yet is added while somebody's desk is unlocked: a call as it is saved, what a page with
"Seen before" is about before it is shown, and at each load of such a page up to MAX_PER_REQUEST others. The queue adds
nothing: it is loaded all the time and has to be quick. Words that change are taken out at once
(compliance.casework.signals) and added again in the same way. Words of cases that the person may not open are not
opened for them; a colleague who may open them adds them.

See docs/requirements/security.md#lookup-index.
"""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from compliance.casework import permissions
from compliance.casework.models import Case, Contact, PersonIdentity, ReporterIdentity
from compliance.casework.models.case import CaseQuerySet
from compliance.casework.rules import lookup_values
from compliance.casework.rules.lookup_values import Value
from compliance.casework.services import concern_import
from compliance.casework.services.case_keys import Keys
from compliance.concerns.models import Concern
from portal.accounts.models import User
from portal.vault.encryption import DecryptionError
from portal.vault.models import DataKey
from portal.vault.services import lookup_index
from portal.vault.services.team_key import NoTeamKey

logger = logging.getLogger(__name__)

MAX_PER_REQUEST = 50
# So many data keys without words in the index are looked up by themselves.
MAX_UNINDEXED = 500

# Rows that keep words under a data key of their own, by their model.
type Rows = dict[Any, QuerySet]


def catch_up(*, user: User, keys: Keys, limit: int = MAX_PER_REQUEST) -> int:
    """Add up to `limit` rows whose words are not in the index, as far as the person may open them. Return how many."""
    unindexed = _get_unindexed(keys)
    if unindexed == []:
        return 0
    added = _add(_rows_without_case(), keys, limit, unindexed)
    cases = permissions.openable_cases(Case.objects.all(), user)
    return added + _add(_rows_of(cases), keys, limit - added, unindexed)


def add_case(case: Case, *, keys: Keys) -> None:
    """Add what belongs to a case and to what was merged into it. The caller may open it."""
    _add(rows_of_case(case), keys)


def add_contact(contact: Contact, *, keys: Keys) -> None:
    """Add a contact without a case, and the concern that it was."""
    rows: Rows = {Contact: Contact.objects.filter(pk=contact.pk)}
    _add(rows | {Concern: Concern.objects.filter(pk__in=[contact.concern_id] if contact.concern_id else [])}, keys)


def add_concern(concern: Concern, *, keys: Keys) -> None:
    _add({Concern: Concern.objects.filter(pk=concern.pk)}, keys)


def rows_of_case(case: Case) -> Rows:
    """Return the rows that keep the words of a case, with those of what was merged into it."""
    return _rows_of(Case.objects.filter(pk__in=[part.pk for part in case.parts]))


def digests_under(data_key: UUID, *, keys: Keys) -> dict[bytes, str]:
    """Return by digest the values that stand in the words under one data key; none where they do not open."""
    rows = (model.objects.select_related("data_key").filter(data_key=data_key).first() for model in READERS)
    row = next((row for row in rows if row is not None), None)
    try:
        key = lookup_index.open_index_key(keys.unlocked)
    except (DecryptionError, NoTeamKey):
        return {}
    values = _values(row, keys) if row is not None else set()
    return {lookup_index.compute_digest(key, value.kind, value.text): value.text for value in values}


def _rows_of(cases: CaseQuerySet) -> Rows:
    case_ids = cases.values("pk")
    concerns = Contact.objects.filter(case__in=case_ids).exclude(concern=None).values("concern")
    return {
        Case: cases,
        Contact: Contact.objects.filter(case__in=case_ids),
        Concern: Concern.objects.filter(pk__in=concerns),
        ReporterIdentity: ReporterIdentity.objects.filter(reporter__case__in=case_ids),
        PersonIdentity: PersonIdentity.objects.filter(group__case__in=case_ids),
    }


def _rows_without_case() -> Rows:
    of_cases = Contact.objects.exclude(case=None).exclude(concern=None).values("concern")
    return {Concern: Concern.objects.exclude(pk__in=of_cases), Contact: Contact.objects.filter(case=None)}


def _get_unindexed(keys: Keys) -> list[UUID] | None:
    """Return the data keys whose words are not in the index, mostly a few that nobody has opened yet; None if many.

    To look for them in each table would read all of it.
    """
    found = DataKey.objects.filter(epoch__in=list(keys.unlocked.keys), indexed_words=None)
    few = list(found.values_list("pk", flat=True)[: MAX_UNINDEXED + 1])
    return few if len(few) <= MAX_UNINDEXED else None


def _add(rows: Rows, keys: Keys, limit: int | None = None, unindexed: list[UUID] | None = None) -> int:
    """Add those that are not in the index. Nothing is added where the index key does not open."""
    pending = list(_pending(rows, keys, limit, unindexed))
    if not pending:
        return 0
    try:
        index_key = lookup_index.open_index_key(keys.unlocked)
    except (DecryptionError, NoTeamKey):
        return 0
    if limit is None:
        # One at a time, waiting for whoever changes it: two that wait for each other's would never end.
        return sum(_add_rows(model, [key], keys, index_key) for model, data_keys in pending for key in data_keys)
    return sum(_add_rows(model, data_keys, keys, index_key, skips_locked=True) for model, data_keys in pending)


def _pending(
    rows: Rows, keys: Keys, limit: int | None, unindexed: list[UUID] | None
) -> Iterator[tuple[Any, list[UUID]]]:
    """Yield model and data keys of rows to add: those of an epoch that the person holds, in the order of random ids."""
    remaining = limit
    is_waiting = Q(data_key__epoch__in=list(keys.unlocked.keys), data_key__indexed_words=None)
    for model, queryset in rows.items():
        waiting = queryset.filter(is_waiting if unindexed is None else Q(data_key__in=unindexed))
        data_keys = list(waiting.order_by("uuid").values_list("data_key", flat=True)[:remaining])
        if data_keys:
            yield model, data_keys
        if remaining is not None and not (remaining := remaining - len(data_keys)):
            return


@transaction.atomic
def _add_rows(model: Any, data_keys: list[UUID], keys: Keys, index_key: bytes, *, skips_locked: bool = False) -> int:
    """Read and add rows. Their data keys are locked first, so that words which change meanwhile are read as changed.

    skips_locked: leave those that somebody is changing or adding for the next time.
    """
    locked = DataKey.objects.select_for_update(of=("self",), skip_locked=skips_locked)
    free = list(locked.filter(pk__in=data_keys, indexed_words=None).order_by("pk").values_list("pk", flat=True))
    rows = model.objects.select_related("data_key").filter(data_key__in=free)
    rows = list(rows.prefetch_related(*ROWS_OF_CASE) if model is Case else rows)
    lookup_index.index_values({row.data_key_id: _values(row, keys) for row in rows}, key=index_key)
    return len(rows)


def _values(row: Any, keys: Keys) -> set[Value]:
    """Return what stands in the words of a row, but for the helpline's own number, which many people repeat.

    Nothing where they do not open or are not what they should be: neither keeps a call from being saved.
    """
    own_number = lookup_values.extract_phone_values(settings.HELPLINE_NUMBER)
    try:
        return READERS[type(row)](row, keys) - own_number
    except (DecryptionError, ValueError, TypeError, AttributeError, KeyError) as error:
        logger.warning("Words of a %s were not added to the lookup index: %s", row._meta.label, type(error).__name__)
        return set()


def _values_of_concern(concern: Concern, keys: Keys) -> set[Value]:
    return lookup_values.extract_values(concern_import.read_answers(concern, keys))


def _values_of_contact(contact: Contact, keys: Keys) -> set[Value]:
    text = keys.read(contact, "words")
    return (
        lookup_values.extract_values(json.loads(text))
        if text.startswith("{")
        else lookup_values.extract_text_values(text)
    )


def _values_of_identity(identity: Any, keys: Keys) -> set[Value]:
    """Of somebody's identity only the phone number is compared: names of people helped are never looked for."""
    return lookup_values.extract_phone_values(keys.facts(identity, "details").get("phone"))


def _values_of_case(case: Case, keys: Keys) -> set[Value]:
    values: set[Value] = set()
    for related, read in ROWS_OF_CASE.items():
        for row in getattr(case, related).all():
            row.case = case
            values |= read(row, keys)
    return values


def _values_of_note(row: Any, keys: Keys) -> set[Value]:
    return lookup_values.extract_text_values(keys.read(row, "text"))


def _values_of_group(row: Any, keys: Keys) -> set[Value]:
    return lookup_values.extract_text_values(keys.read(row, "description"))


ROWS_OF_CASE: dict[str, Callable[[Any, Keys], set[Value]]] = {
    "caselocations": lambda row, keys: lookup_values.extract_values(keys.facts(row, "place")),
    "casesupplychainlinks": lambda row, keys: lookup_values.extract_values(keys.facts(row, "details")),
    "exploiters": lambda row, keys: lookup_values.extract_exploiter_values(keys.facts(row, "description")),
    "persongroups": _values_of_group,
    "notes": _values_of_note,
}
READERS: dict[Any, Callable[[Any, Keys], set[Value]]] = {
    Concern: _values_of_concern,
    Contact: _values_of_contact,
    Case: _values_of_case,
    ReporterIdentity: _values_of_identity,
    PersonIdentity: _values_of_identity,
}
