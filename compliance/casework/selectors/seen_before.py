"""Which concerns, contacts and cases share a phone number, a plate, premises, a page or a name with the one at hand.

Found by keyed hashes (portal.vault.services.lookup_index). A case that the reader may not open leaves no trace: it is
no row, and no count holds it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from compliance.casework import permissions
from compliance.casework.models import Case, Contact, PersonIdentity, ReporterIdentity
from compliance.casework.rules.lookup_values import Kind
from compliance.casework.services import lookup_index, merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.concerns.models import Concern
from portal.accounts.models import User
from portal.vault.models import IndexEntry

MAX_SHOWN = 50
# A value that more reports share than this is compared no further than so many.
MAX_ENTRIES = 5000


@dataclass(frozen=True)
class Match:
    """Another report. row: a Case, a Contact without one, or an untaken Concern; kinds: what is shared."""

    row: Any
    kinds: tuple[Kind, ...]

    @property
    def is_case(self) -> bool:
        return isinstance(self.row, Case)

    @property
    def is_contact(self) -> bool:
        return isinstance(self.row, Contact)


@dataclass(frozen=True)
class Premises:
    """A building that several reports name. names: how they name it, normalised."""

    names: list[str]
    rows: list[Match]


def get_matches_for_case(case: Case, *, user: User, keys: Keys) -> list[Match]:
    """Compare everything that belongs to a case, and to what was merged into it, with all other reports."""
    lookup_index.add_case(case, keys=keys)
    lookup_index.catch_up(user=user, keys=keys)
    own = {
        data_key
        for rows in lookup_index.rows_of_case(case).values()
        for data_key in rows.exclude(data_key=None).values_list("data_key", flat=True)
    }
    return _matches(own, user, leave_out=case.goes_on_in.pk)


def get_matches_for_contact(contact: Contact, *, user: User, keys: Keys) -> list[Match]:
    """Compare a contact without a case with all other reports."""
    lookup_index.add_contact(contact, keys=keys)
    lookup_index.catch_up(user=user, keys=keys)
    concern = contact.concern
    own = (contact.data_key_id, concern.data_key_id if concern else None)
    return _matches({key for key in own if key}, user, leave_out=contact.pk)


def get_matches_for_concern(concern: Concern, *, user: User, keys: Keys) -> list[Match]:
    """Compare a concern that nobody has taken with all other reports."""
    lookup_index.add_concern(concern, keys=keys)
    lookup_index.catch_up(user=user, keys=keys)
    return _matches({concern.data_key_id} if concern.data_key_id else set(), user, leave_out=concern.pk)


def get_repeat_premises(*, user: User, keys: Keys) -> list[Premises]:
    """Return the premises that two or more reports name which the person may open, the most often named first."""
    lookup_index.catch_up(user=user, keys=keys)
    data_keys_by_digest = _repeated(Kind.PREMISES)
    owners = _owners({key for found in data_keys_by_digest.values() for key in found}, user)
    names: dict[frozenset[UUID], set[str]] = defaultdict(set)
    rows: dict[UUID, Any] = {}
    digests: dict[UUID, dict[bytes, str]] = {}
    for digest, data_keys in data_keys_by_digest.items():
        known = sorted(data_keys & owners.keys())
        reports = {owners[key].pk: owners[key] for key in known}
        if len(reports) < 2:
            continue
        rows |= reports
        if known[0] not in digests:
            digests[known[0]] = lookup_index.digests_under(known[0], keys=keys)
        names[frozenset(reports)].add(digests[known[0]].get(digest, ""))
    found = [Premises(sorted(said - {""}), _ordered([_match(rows[pk]) for pk in pks])) for pks, said in names.items()]
    return sorted(found, key=lambda premises: (-len(premises.rows), premises.names))[:MAX_SHOWN]


def _match(row: Any) -> Match:
    return Match(row, (Kind.PREMISES,))


def _repeated(kind: Kind) -> dict[bytes, set[UUID]]:
    """Return the digests of a kind that stand in the words of several rows, with the data keys of these."""
    entries = IndexEntry.objects.filter(kind=kind)
    repeated = entries.values("digest").annotate(times=Count("words")).filter(times__gt=1).order_by("-times")
    digests = [bytes(row["digest"]) for row in repeated[:MAX_ENTRIES]]
    cases_by_digest: dict[bytes, set[UUID]] = defaultdict(set)
    for digest, data_key in entries.filter(digest__in=digests).values_list("digest", "words__data_key")[:MAX_ENTRIES]:
        cases_by_digest[bytes(digest)].add(data_key)
    return cases_by_digest


def _matches(own: set[UUID], user: User, *, leave_out: UUID) -> list[Match]:
    digests = IndexEntry.objects.filter(words__data_key__in=own).values("digest")
    others = IndexEntry.objects.filter(digest__in=digests).exclude(words__data_key__in=own)
    shared: dict[UUID, set[str]] = defaultdict(set)
    for data_key, kind in others.values_list("words__data_key", "kind")[:MAX_ENTRIES]:
        shared[data_key].add(kind)
    rows: dict[UUID, Any] = {}
    kinds: dict[UUID, set[str]] = defaultdict(set)
    for data_key, row in _owners(shared, user).items():
        rows[row.pk] = row
        kinds[row.pk] |= shared[data_key]
    rows.pop(leave_out, None)
    matches = [Match(row, tuple(kind for kind in Kind if kind in kinds[pk])) for pk, row in rows.items()]
    return _ordered(matches)[:MAX_SHOWN]


def _ordered(matches: list[Match]) -> list[Match]:
    """The newest first, by the hour that is in clear; within an hour by random ids, which tell no order."""

    def key(match: Match) -> tuple[Any, UUID]:
        return (match.row.hour if match.is_contact else match.row.arrived_hour, match.row.pk)

    return sorted(matches, key=key, reverse=True)


def _owners(data_keys: Iterable[UUID], user: User) -> Mapping[UUID, Any]:
    """Return by data key the case, contact or concern to show: of a merged case the one that goes on.

    Left out is what belongs to a case that the person may not open, or that goes on in one.
    """
    wanted = list(data_keys)
    loose: dict[UUID, Any] = {}
    cases: dict[UUID, UUID] = dict(Case.objects.filter(data_key__in=wanted).values_list("data_key", "pk"))
    for model, way in ((ReporterIdentity, "reporter__case"), (PersonIdentity, "group__case")):
        cases |= dict(model.objects.filter(data_key__in=wanted).values_list("data_key", way))
    contacts = Contact.objects.filter(Q(data_key__in=wanted) | Q(concern__data_key__in=wanted))
    taken = set()
    for contact in contacts.select_related("concern", "handler"):
        for data_key in (contact.data_key_id, contact.concern.data_key_id if contact.concern else None):
            if data_key is None:
                continue
            taken.add(data_key)
            if contact.case_id:
                cases[data_key] = contact.case_id
            else:
                loose[data_key] = contact
    for concern in Concern.objects.filter(data_key__in=wanted).exclude(data_key__in=taken):
        if concern.data_key_id:
            loose[concern.data_key_id] = concern
    return loose | _openable_cases(cases, user)


def _openable_cases(cases: Mapping[UUID, UUID], user: User) -> dict[UUID, Case]:
    top = merged_cases.get_merge_targets()
    ids = set(cases.values()) | {top[case] for case in cases.values() if case in top}
    rows = permissions.openable_cases(Case.objects.filter(pk__in=ids), user).select_related("owner").in_bulk()
    return {
        data_key: rows[top.get(case, case)]
        for data_key, case in cases.items()
        if case in rows and top.get(case, case) in rows
    }
