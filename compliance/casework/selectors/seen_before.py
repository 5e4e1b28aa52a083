"""Which concerns, contacts and cases share a phone number, a plate, premises, a page or a name with the one at hand.

Found by keyed hashes (portal.vault.services.lookup_index). A case that the reader may not open leaves no trace: it is
no row, and no count holds it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from compliance.casework import permissions
from compliance.casework.models import Case, Contact, PersonIdentity, ReporterIdentity
from compliance.casework.rules.lookup_values import Kind, describe_values
from compliance.casework.services import lookup_index, merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.concerns.models import Concern
from portal.accounts.models import User
from portal.vault.models import IndexEntry

MAX_SHOWN = 50
# A value that more reports share than this is compared no further than so many.
MAX_ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class _Report:
    """What is known of a report before it is read. model: Case, Contact or Concern; hour: when it arrived."""

    model: type[Case | Contact | Concern]
    pk: UUID
    hour: datetime


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
class Repeat:
    """A building or business that several reports name. names: how they name it.

    rows: the newest of the reports; count: of all.
    """

    names: list[str]
    rows: list[Match]
    count: int

    @property
    def left_out(self) -> int:
        return self.count - len(self.rows)


def get_matches_for_case(case: Case, *, user: User, keys: Keys) -> list[Match]:
    """Compare everything that belongs to a case, and to what was merged into it, with all other reports."""
    lookup_index.add_case(case, keys=keys)
    lookup_index.catch_up(user=user, keys=keys)
    data_keys = {
        data_key
        for rows in lookup_index.rows_of_case(case).values()
        for data_key in rows.exclude(data_key=None).values_list("data_key", flat=True)
    }
    return _matches(data_keys, user, leave_out=case.goes_on_in.pk)


def get_matches_for_contact(contact: Contact, *, user: User, keys: Keys) -> list[Match]:
    """Compare a contact without a case with all other reports."""
    lookup_index.add_contact(contact, keys=keys)
    lookup_index.catch_up(user=user, keys=keys)
    concern = contact.concern
    data_keys = (contact.data_key_id, concern.data_key_id if concern else None)
    return _matches({key for key in data_keys if key}, user, leave_out=contact.pk)


def get_matches_for_concern(concern: Concern, *, user: User, keys: Keys) -> list[Match]:
    """Compare a concern that nobody has taken with all other reports."""
    lookup_index.add_concern(concern, keys=keys)
    lookup_index.catch_up(user=user, keys=keys)
    return _matches({concern.data_key_id} if concern.data_key_id else set(), user, leave_out=concern.pk)


def get_repeats(kind: Kind, *, user: User, keys: Keys) -> list[Repeat]:
    """Return what two or more reports name which the person may open, the most often named first."""
    lookup_index.catch_up(user=user, keys=keys)
    data_keys_by_digest = _repeated(kind)
    owners = _owners({key for data_keys in data_keys_by_digest.values() for key in data_keys}, user)
    names: dict[frozenset[_Report], set[str]] = defaultdict(set)
    digests: dict[UUID, dict[bytes, str]] = {}
    for digest, data_keys in data_keys_by_digest.items():
        known = sorted(data_keys & owners.keys())
        reports = frozenset(owners[key] for key in known)
        if len(reports) < 2:
            continue
        if known[0] not in digests:
            digests[known[0]] = lookup_index.digests_under(known[0], keys=keys)
        names[reports].add(digests[known[0]].get(digest, ""))
    found = [(describe_values(labels - {""}), _newest_first(reports)) for reports, labels in names.items()]
    shown = sorted(found, key=lambda repeat: (-len(repeat[1]), repeat[0]))[:MAX_SHOWN]
    rows = _read({report for _names, reports in shown for report in reports[:MAX_SHOWN]})
    return [
        Repeat(labels, [Match(rows[report], (kind,)) for report in reports[:MAX_SHOWN]], len(reports))
        for labels, reports in shown
    ]


def _repeated(kind: Kind) -> dict[bytes, set[UUID]]:
    """Return the digests of a kind that stand in the words of several rows, with the data keys of these."""
    entries = IndexEntry.objects.filter(kind=kind)
    repeated = entries.values("digest").annotate(times=Count("words")).filter(times__gt=1).order_by("-times")
    digests = [bytes(row["digest"]) for row in repeated[:MAX_ENTRIES]]
    cases_by_digest: dict[bytes, set[UUID]] = defaultdict(set)
    for digest, data_key in entries.filter(digest__in=digests).values_list("digest", "words__data_key")[:MAX_ENTRIES]:
        cases_by_digest[bytes(digest)].add(data_key)
    return cases_by_digest


def _matches(data_keys: set[UUID], user: User, *, leave_out: UUID) -> list[Match]:
    digests = IndexEntry.objects.filter(words__data_key__in=data_keys).values("digest")
    others = IndexEntry.objects.filter(digest__in=digests).exclude(words__data_key__in=data_keys)
    shared: dict[UUID, set[str]] = defaultdict(set)
    for data_key, kind in others.values_list("words__data_key", "kind")[:MAX_ENTRIES]:
        shared[data_key].add(kind)
    kinds: dict[_Report, set[str]] = defaultdict(set)
    for data_key, report in _owners(shared, user).items():
        if report.pk != leave_out:
            kinds[report] |= shared[data_key]
    shown = _newest_first(kinds)[:MAX_SHOWN]
    rows = _read(shown)
    return [Match(rows[report], tuple(kind for kind in Kind if kind in kinds[report])) for report in shown]


def _newest_first(reports: Iterable[_Report]) -> list[_Report]:
    """By the hour that is in clear; within an hour by random ids, which tell no order."""
    return sorted(reports, key=lambda report: (report.hour, report.pk), reverse=True)


def _read(reports: Iterable[_Report]) -> dict[_Report, Any]:
    """Return the rows that are shown: a query a kind."""
    reports = list(reports)
    models: tuple[QuerySet[Any], ...] = (
        Case.objects.select_related("owner"),
        Contact.objects.select_related("concern", "handler"),
        Concern.objects.all(),
    )
    rows: dict[_Report, Any] = {}
    for model in models:
        some = [report for report in reports if report.model is model.model]
        found = model.in_bulk([report.pk for report in some]) if some else {}
        rows |= {report: found[report.pk] for report in some}
    return rows


def _owners(data_keys: Iterable[UUID], user: User) -> Mapping[UUID, _Report]:
    """Return by data key the case, contact or concern to show: of a merged case the one that goes on.

    Left out is what belongs to a case that the person may not open, or that goes on in one.
    """
    wanted = list(data_keys)
    loose: dict[UUID, _Report] = {}
    cases: dict[UUID, UUID] = dict(Case.objects.filter(data_key__in=wanted).values_list("data_key", "pk"))
    for model, way in ((ReporterIdentity, "reporter__case"), (PersonIdentity, "group__case")):
        cases |= dict(model.objects.filter(data_key__in=wanted).values_list("data_key", way))
    taken = set()
    columns = ("pk", "hour", "case", "data_key", "concern__data_key")
    # Two queries, each by an index, where one with both conditions would read every contact.
    contacts = (
        row
        for way in ("data_key__in", "concern__data_key__in")
        for row in Contact.objects.filter(**{way: wanted}).order_by().values_list(*columns)
    )
    for pk, hour, case, *own_keys in contacts:
        for data_key in own_keys:
            if data_key is None:
                continue
            taken.add(data_key)
            if case:
                cases[data_key] = case
            else:
                loose[data_key] = _Report(Contact, pk, hour)
    concerns = Concern.objects.filter(data_key__in=wanted).exclude(data_key__in=taken)
    for data_key, pk, hour in concerns.order_by().values_list("data_key", "pk", "arrived_hour"):
        loose[data_key] = _Report(Concern, pk, hour)
    return loose | _openable_cases(cases, user)


def _openable_cases(cases: Mapping[UUID, UUID], user: User) -> dict[UUID, _Report]:
    top = merged_cases.get_merge_targets()
    ids = set(cases.values()) | {top[case] for case in cases.values() if case in top}
    openable = permissions.openable_cases(Case.objects.filter(pk__in=ids), user).order_by()
    rows = {pk: _Report(Case, pk, hour) for pk, hour in openable.values_list("pk", "arrived_hour")}
    return {
        data_key: rows[top.get(case, case)]
        for data_key, case in cases.items()
        if case in rows and top.get(case, case) in rows
    }
