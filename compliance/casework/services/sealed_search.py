"""Looking through sealed words while the desk is unlocked: all are opened, looked at and forgotten.

No index holds these words: a stolen database tells nobody who is named in it. 10,000 cases take less than two seconds.

See docs/requirements/security.md#sealed-search.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from compliance.casework import models as m
from compliance.casework import permissions
from compliance.concerns.models import Concern, Message
from portal.accounts.models import User
from portal.vault import encryption
from portal.vault.encryption import Place
from portal.vault.unlocked_keys import UnlockedKeys

CHUNK_SIZE = 2000
_GAPS = re.compile(r"[\s()\-]")
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
    """One sealed text. keeper: the uuid of its vault place, and the row whose data key opens it."""

    keeper: UUID
    model: str
    field: str
    row: UUID
    sealed: bytes


# Epoch and wrapped data key of each keeper, and the keys once they are opened.
type Wrapped = dict[UUID, tuple[UUID, bytes]]
type Keys = Mapping[UUID, bytes]


def search_sealed_texts(said: str, *, user: User, unlocked: UnlockedKeys) -> Found:
    """Cases and contacts in which all those words stand, in any of their texts, small letters or not.

    What the user may not open is not opened for them. The caller records that somebody searched, not for what.
    """
    words = said.casefold().split()
    cases = dict(
        permissions.openable_cases(m.Case.objects.exclude(data_key=None), user).values_list("uuid", "reference")
    )
    contacts = m.Contact.objects.exclude(data_key=None, concern=None)
    loose = dict(contacts.filter(case=None).values_list("uuid", "reference"))
    owners = {}
    for contact, case, concern in contacts.values_list("uuid", "case_id", "concern_id"):
        owners[contact] = owners[concern] = case or contact
    look = _Look({owner: set(words) for owner in (*cases, *loose)})
    with ThreadPoolExecutor(1) as ahead:
        # To open keys takes most of the time, and leaves a processor free for reading what others opened.
        of_concerns = ahead.submit(unlocked.open_many, look.wanted(_wrapped(Concern.objects.all()), owners))
        look.through(_texts_of_cases(), unlocked.open_many(look.wanted(_wrapped(m.Case.objects.all()))))
        for model, way in IDENTITIES:
            people = model.objects.all()
            whose = dict(people.values_list("uuid", f"{way}_id"))
            look.through(_rows(people, "details"), unlocked.open_many(look.wanted(_wrapped(people), whose)), whose)
        keys = unlocked.open_many(look.wanted(_wrapped(contacts), owners))
        look.through(_rows(contacts, "words"), keys, owners)
        look.through(_texts_of_concerns(), of_concerns.result(), owners)
    hits = [Hit("case", owner, reference) for owner, reference in cases.items() if not look.missing[owner]]
    hits += [Hit("contact", owner, reference) for owner, reference in loose.items() if not look.missing[owner]]
    everything = permissions.exclude_kept_out(m.Case.objects.exclude(data_key=None), user).count()
    return Found(hits if words else [], len(look.missing), everything - len(cases))


def _is_number(word: str) -> bool:
    """Of a phone or a car: people write it with gaps and without."""
    return len(word) > 4 and any(letter.isdigit() for letter in word)


class _Look:
    """missing: of each case or contact, the words that none of its texts has shown yet.

    owners: the case or contact that a keeper's texts count for, where it is not the keeper itself.
    """

    def __init__(self, missing: dict[UUID, set[str]]) -> None:
        self.missing = missing

    def wanted(self, wrapped: Wrapped, owners: Mapping[UUID, UUID] = {}) -> Wrapped:
        """Those whose texts may still show a word."""
        return {keeper: item for keeper, item in wrapped.items() if self.missing.get(owners.get(keeper, keeper))}

    def through(self, rows: Iterable[_Row], keys: Keys, owners: Mapping[UUID, UUID] = {}) -> None:
        """A text that does not open is passed over: a search goes on."""
        for keeper, model, field, row, sealed in rows:
            if keeper not in keys or not (wanted := self.missing.get(owners.get(keeper, keeper))):
                continue
            try:
                text = encryption.open_text(keys[keeper], sealed, Place(keeper, model, field, row)).casefold()
            except encryption.DecryptionError:
                continue
            without_gaps = _GAPS.sub("", text) if any(map(_is_number, wanted)) else ""
            wanted.difference_update(
                [word for word in wanted if word in text or (without_gaps and word in without_gaps)]
            )


def _texts_of_cases() -> Iterator[_Row]:
    yield from _rows(m.Case.objects.all(), *CASE_TEXTS)
    for model, fields in OF_CASES:
        yield from _rows(model.objects.all(), *fields, keeper="case_id")


def _texts_of_concerns() -> Iterator[_Row]:
    """What was told, and what was written since."""
    yield from _rows(Concern.objects.all(), "answers")
    yield from _rows(Message.objects.all(), "text", keeper="concern_id")


def _wrapped(keepers: QuerySet) -> Wrapped:
    """Read once a keeper, and not once a text: of many texts the reading takes longer than the opening."""
    found = keepers.exclude(data_key=None).order_by()
    rows = found.values_list("uuid", "data_key__epoch_id", "data_key__wrapped_key").iterator(chunk_size=CHUNK_SIZE)
    return {keeper: (epoch, wrapped) for keeper, epoch, wrapped in rows}


def _rows(rows: QuerySet, *fields: str, keeper: str = "uuid") -> Iterator[_Row]:
    """keeper: the column that names the keeper."""
    label, ids = rows.model._meta.label_lower, tuple(dict.fromkeys((keeper, "uuid")))
    for found in rows.order_by().values_list(*ids, *fields).iterator(chunk_size=CHUNK_SIZE):
        for field, sealed in zip(fields, found[len(ids) :], strict=True):
            if sealed:
                yield _Row(found[0], label, field, found[len(ids) - 1], sealed)
