"""Looking through sealed words while the desk is unlocked: all are opened, looked at and forgotten (security 3.4).

There is no index: a stolen database tells nobody who is named in it. 10,000 cases take less than two seconds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from compliance.casework import models as m
from compliance.casework import permissions
from compliance.concerns.models import Concern, Message
from portal.accounts.models import User
from portal.vault import boxes
from portal.vault.boxes import Place
from portal.vault.unlocked import Unlocked

CHUNK = 2000
# Sealed columns of each table, and of identities the way to the case.
CASE_TEXTS = ("title", "summary", "summary_for_partners", "closing_note")
OF_CASES: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (m.PersonGroup, ("description",)),
    (m.Exploiter, ("description",)),
    (m.CaseLocation, ("place",)),
    (m.CaseSupplyChainLink, ("details",)),
    (m.Indicator, ("evidence",)),
    (m.Reporter, ("safety",)),
    (m.Note, ("text",)),
    (m.Task, ("words",)),
    (m.Attachment, ("about",)),
)
IDENTITIES: tuple[tuple[Any, str], ...] = (
    (m.ReporterIdentity, "reporter__case"),
    (m.PersonIdentity, "group__case"),
)


@dataclass(frozen=True)
class Hit:
    """Where the words stand: a case or a contact without one; nothing of what stands there."""

    kind: str
    uuid: UUID
    reference: str


@dataclass(frozen=True)
class Found:
    """scanned: cases and contacts that were looked through. closed_off: cases that are not for the person."""

    hits: list[Hit]
    scanned: int
    closed_off: int


class _Row(NamedTuple):
    """One sealed text. owner: what it was read for; keeper: the uuid of its vault place."""

    owner: UUID
    key: UUID
    epoch: UUID
    wrapped: bytes
    keeper: UUID
    model: str
    field: str
    row: UUID
    sealed: bytes


def scan(said: str, *, user: User, unlocked: Unlocked) -> Found:
    """Cases and contacts in which all those words stand, in any of their texts, small letters or not.

    What the user may not open is not opened for them. The caller records that somebody searched, not for what.
    """
    words = said.casefold().split()
    cases = dict(permissions.openable(m.Case.objects.exclude(data_key=None), user).values_list("uuid", "reference"))
    contacts = m.Contact.objects.exclude(data_key=None, concern=None)
    loose = dict(contacts.filter(case=None).values_list("uuid", "reference"))
    look = _Look({owner: set(words) for owner in (*cases, *loose)}, unlocked)
    look.through(_texts_of_cases())
    look.through(_texts_of_contacts(contacts))
    hits = [Hit("case", owner, reference) for owner, reference in cases.items() if not look.missing[owner]]
    hits += [Hit("contact", owner, reference) for owner, reference in loose.items() if not look.missing[owner]]
    everything = m.Case.objects.exclude(data_key=None).count()
    return Found(hits if words else [], len(look.missing), everything - len(cases))


class _Look:
    """missing: of each case or contact, the words that none of its texts has shown yet."""

    def __init__(self, missing: dict[UUID, set[str]], unlocked: Unlocked) -> None:
        self.missing = missing
        self._opener = unlocked.opener()
        self._keys: dict[UUID, bytes | None] = {}

    def through(self, rows: Iterable[_Row]) -> None:
        """A text that does not open is passed over: a search goes on."""
        for row in rows:
            wanted = self.missing.get(row.owner)
            if not wanted or (key := self._key(row)) is None:
                continue
            try:
                text = boxes.open_text(key, row.sealed, Place(row.keeper, row.model, row.field, row.row)).casefold()
            except boxes.CannotOpen:
                continue
            wanted.difference_update([word for word in wanted if word in text])

    def _key(self, row: _Row) -> bytes | None:
        if row.key not in self._keys:
            try:
                self._keys[row.key] = self._opener(row.epoch, row.wrapped)
            except boxes.CannotOpen:
                self._keys[row.key] = None
        return self._keys[row.key]


def _texts_of_cases() -> Iterator[_Row]:
    yield from _rows(m.Case.objects.all(), CASE_TEXTS, owner="uuid", key="", keeper="uuid")
    for model, fields in OF_CASES:
        yield from _rows(model.objects.all(), fields, owner="case_id", key="case__", keeper="case_id")
    for model, way in IDENTITIES:
        yield from _rows(model.objects.all(), ("details",), owner=f"{way}_id", key="", keeper="uuid")


def _texts_of_contacts(contacts: QuerySet) -> Iterator[_Row]:
    """Their own words; and of those that were concerns what was told, and what was written since."""
    owners, told = {}, {}
    for contact, case, concern in contacts.values_list("uuid", "case_id", "concern_id"):
        owners[contact] = case or contact
        told[concern] = case or contact
    for row in _rows(contacts, ("words",), owner="uuid", key="", keeper="uuid"):
        yield row._replace(owner=owners[row.owner])
    answers = _rows(Concern.objects.all(), ("answers",), owner="uuid", key="", keeper="uuid")
    messages = _rows(Message.objects.all(), ("text",), owner="concern_id", key="concern__", keeper="concern_id")
    for row in chain(answers, messages):
        if row.owner in told:
            yield row._replace(owner=told[row.owner])


def _rows(rows: QuerySet, fields: tuple[str, ...], *, owner: str, key: str, keeper: str) -> Iterator[_Row]:
    """key: the way from the row to whoever has the data key."""
    label = rows.model._meta.label_lower
    names = [f"{key}data_key_id", f"{key}data_key__epoch_id", f"{key}data_key__wrapped_key"]
    found = rows.exclude(**{f"{key}data_key": None}).order_by().values_list(owner, *names, keeper, "pk", *fields)
    for whose, data_key, epoch, wrapped, place, row, *texts in found.iterator(chunk_size=CHUNK):
        for field, sealed in zip(fields, texts, strict=True):
            if sealed:
                yield _Row(whose, data_key, epoch, wrapped, place, label, field, row, sealed)
