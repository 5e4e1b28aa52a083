"""Removing something from a case: it stays sealed for a day, in which whoever may change the case can restore it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core import serializers
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import storage
from compliance.casework.choices import Removable
from compliance.casework.hooks import registered
from compliance.casework.models import (
    Attachment,
    Case,
    CaseLocation,
    CaseSupplyChainLink,
    Exploiter,
    PersonGroup,
    PersonIdentity,
    Removal,
)
from compliance.casework.models.base import CaseRow
from compliance.casework.services import attachments, case_facts, merged_cases, transitions
from compliance.casework.services.case_keys import Keys, seal_columns
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.types import JsonObject
from portal.history.services import record
from portal.reference import helpline
from portal.vault.services import data_keys

UNDO_WITHIN = timedelta(hours=24)
REMOVABLE_MODELS: dict[Removable, type[CaseRow]] = {
    Removable.PEOPLE: PersonGroup,
    Removable.EXPLOITER: Exploiter,
    Removable.PLACE: CaseLocation,
    Removable.SUPPLY: CaseSupplyChainLink,
    Removable.FILE: Attachment,
}
MAX_LABEL = 80


@dataclass(frozen=True)
class Removed:
    """Something that can still be restored. Its words stay sealed. until: when it is erased."""

    row: Removal
    until: datetime


def get_label(row: CaseRow, keys: Keys) -> str:
    """Return what people at the desk know it by; empty where nobody wrote anything down."""
    facts: JsonObject = {}
    match row:
        case Attachment():
            facts = keys.facts(row, "about")
            names = (facts.get("name"), facts.get("what"))
        case CaseLocation():
            facts = keys.facts(row, "place")
            names = (facts.get("premises") or helpline.get_label("location_role", row.role), facts.get("town"))
        case Exploiter():
            facts = keys.facts(row, "description")
            names = (facts.get("name"), facts.get("business") or facts.get("description"))
        case CaseSupplyChainLink():
            facts = keys.facts(row, "details")
            names = (facts.get("business"), facts.get("site"))
        case _:
            names = (getattr(row, "count_min", None), keys.read(row, "description"))
    label = ", ".join(str(name) for name in names if name)
    return label if len(label) <= MAX_LABEL else f"{label[:MAX_LABEL]}…"


@transaction.atomic
def remove_row(*, row: CaseRow, actor: User, keys: Keys, at: datetime) -> Removal:
    """Take it out of the case, with the names that belong to it.

    Raises ActionRefused where the case is closed, or where a pack or an answer about consent rests on the people;
    RowGone where somebody else has removed it meanwhile.
    """
    case, own_case = transitions.lock_open_case_of(row), row.case
    row = transitions.lock_row(row)
    row.case = own_case
    if obstacle := get_obstacle(row):
        raise ActionRefused(obstacle)
    what = next(code for code, model in REMOVABLE_MODELS.items() if isinstance(row, model))
    names = list(row.identities.all()) if isinstance(row, PersonGroup) else []
    removal = Removal(case=row.case, what=what, by=actor, at=at)
    removal.keys = [str(name.data_key_id) for name in names if name.data_key_id]
    removal.stored_as = row.stored_as if isinstance(row, Attachment) else ""
    seal_columns(keys.get_key(row.case), removal, content=serializers.serialize("json", [row, *names]))
    removal.save(force_insert=True)
    verb = "casework.file.removed" if what == Removable.FILE else "casework.description.removed"
    record(actor, verb, case, {"what": row._meta.model_name}, at=at)
    row.delete()
    case_facts.recode_case(case, actor=actor, at=at)
    return removal


@transaction.atomic
def restore_row(*, removal: Removal, actor: User, keys: Keys, at: datetime) -> Removal:
    """Put it back as it was. Raises ActionRefused once a day is over, and where the case is closed."""
    case = transitions.lock_open_case_of(removal)
    is_there = Removal.objects.select_for_update().filter(pk=removal.pk, at__gt=at - UNDO_WITHIN).exists()
    if not is_there:
        raise ActionRefused(_("This can no longer be undone."))
    for saved in serializers.deserialize("json", keys.read(removal, "content")):
        saved.save()
    Removal.objects.filter(pk=removal.pk).delete()
    record(actor, "casework.removal.restored", case, {"what": removal.what}, at=at)
    case_facts.recode_case(case, actor=actor, at=at)
    return removal


def get_recently_removed(case: Case, what: Collection[Removable], *, now: datetime) -> list[Removed]:
    """Return what can be restored, the latest first."""
    rows = Removal.objects.filter(what__in=what, at__gt=now - UNDO_WITHIN).select_related("by")
    return [Removed(row, row.at + UNDO_WITHIN) for row in merged_cases.rows_of_case(rows, case)]


def find_removal(case: Case, uuid: UUID) -> Removal | None:
    return merged_cases.find_row(Removal.objects.all(), case, uuid)


def erase_old_removals(now: datetime) -> int:
    """Erase, for the sweep, what was removed a day ago, its keys first, but for legal holds. Return how many."""
    old = Removal.objects.filter(at__lte=now - UNDO_WITHIN).exclude(case__in=merged_cases.get_cases_on_hold())
    return sum(_erase(removal, now) for removal in list(old.select_related("case")))


@transaction.atomic
def _erase(removal: Removal, now: datetime) -> bool:
    """Erase a removal, and of its names and bytes what nothing else speaks for. Return whether it was still to be
    erased.
    """
    transitions.lock_row(removal.case.goes_on_in)
    is_there = Removal.objects.select_for_update().filter(pk=removal.pk).exists()
    if not is_there or removal.case_id in merged_cases.get_cases_on_hold():
        return False
    Removal.objects.filter(pk=removal.pk).delete()
    for key in _get_unused_keys(removal):
        data_keys.erase_data_key(UUID(key))
    record("system", "casework.removal.erased", removal.case, {"what": removal.what}, at=now)
    if removal.stored_as and not attachments.is_in_use(removal.stored_as):
        transaction.on_commit(partial(storage.delete_file, removal.stored_as))
    return True


def _get_unused_keys(erased: Removal) -> set[str]:
    """Return the keys of a removal that is erased with which no name opens, in the case or in another removal."""
    keys = set(erased.keys)
    for others in Removal.objects.filter(what=erased.what).exclude(pk=erased.pk).values_list("keys", flat=True):
        keys.difference_update(others)
    in_use = PersonIdentity.objects.filter(data_key__in=keys).values_list("data_key_id", flat=True)
    return keys - {str(key) for key in in_use}


def get_obstacle(row: CaseRow) -> str:
    """Return why it cannot be removed, in words; empty where it can."""
    if isinstance(row, PersonGroup) and any(hooks.rests_on_people(row) for hooks in registered()):
        return _("You cannot remove these people: a preparation pack or an answer about consent is about them.")
    return ""
