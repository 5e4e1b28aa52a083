"""Looking through sealed words while the desk is unlocked: all are opened, looked at and forgotten.

No index holds these words: a stolen database tells nobody who is named in it. 10,000 cases take a second and a half.

See docs/requirements/security.md#sealed-search.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from compliance.casework import models as m
from compliance.casework import permissions
from compliance.concerns.models import Concern, Message
from portal.accounts.models import User
from portal.core.uuid_text import UuidText
from portal.vault import encryption
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


# Rows are known by the text of their uuid: to make an object of each takes longer than to open a text.
type Id = str


class _Text(NamedTuple):
    """One sealed text. keeper: the row of its vault place, whose data key opens it. open_text: of its column."""

    keeper: Id
    row: Id
    sealed: bytes
    open_text: Callable[[bytes, bytes, Id, Id], str]


# Epoch and wrapped data key of each keeper, and the keys once they are opened.
type Wrapped = dict[Id, tuple[UUID, bytes]]
type Keys = Mapping[Id, bytes]


def search_sealed_texts(text: str, *, user: User, unlocked: UnlockedKeys) -> Found:
    """Return the cases and contacts in whose texts all the words stand, whatever their letters.

    What the user may not open is not opened for them. The caller records that somebody searched, not for what.
    """
    words = text.casefold().split()
    openable = permissions.openable_cases(m.Case.objects.exclude(data_key=None), user)
    cases = dict(openable.values_list(UuidText("uuid"), "reference"))
    contacts = m.Contact.objects.exclude(data_key=None, concern=None)
    loose = dict(contacts.filter(case=None).values_list(UuidText("uuid"), "reference"))
    owners: dict[Id, Id] = {}
    for contact, case, concern in contacts.values_list(*map(UuidText, ("uuid", "case_id", "concern_id"))):
        owners[contact] = owners[concern] = case or contact
    look = _Look({owner: set(words) for owner in (*cases, *loose)}, words)
    with ThreadPoolExecutor(1) as ahead:
        # To open keys takes most of the time, and leaves a processor free for reading what others opened.
        of_concerns = ahead.submit(unlocked.open_many, look.wanted(_wrapped(Concern.objects.all()), owners))
        look.through(_texts_of_cases(), unlocked.open_many(look.wanted(_wrapped(m.Case.objects.all()))))
        for model, way in IDENTITIES:
            people = model.objects.all()
            whose = dict(people.values_list(UuidText("uuid"), UuidText(f"{way}_id")))
            look.through(_texts(people, "details"), unlocked.open_many(look.wanted(_wrapped(people), whose)), whose)
        keys = unlocked.open_many(look.wanted(_wrapped(contacts), owners))
        look.through(_texts(contacts, "words"), keys, owners)
        look.through(_texts_of_concerns(), of_concerns.result(), owners)
    hits = [Hit("case", UUID(owner), reference) for owner, reference in cases.items() if not look.missing[owner]]
    hits += [Hit("contact", UUID(owner), reference) for owner, reference in loose.items() if not look.missing[owner]]
    everything = permissions.exclude_kept_out(m.Case.objects.exclude(data_key=None), user).count()
    return Found(hits if words else [], len(look.missing), everything - len(cases))


def _is_number(word: str) -> bool:
    """Of a phone or a car: people write it with gaps and without."""
    return len(word) > 4 and any(letter.isdigit() for letter in word)


class _Look:
    """missing: of each case or contact, the words that none of its texts has shown yet.

    owners: the case or contact that a keeper's texts count for, where it is not the keeper itself.
    """

    def __init__(self, missing: dict[Id, set[str]], words: Iterable[str]) -> None:
        self.missing = missing
        self.numbers = frozenset(filter(_is_number, words))

    def wanted(self, wrapped: Wrapped, owners: Mapping[Id, Id] = {}) -> Wrapped:
        """Return those whose texts may still show a word."""
        return {keeper: item for keeper, item in wrapped.items() if self.missing.get(owners.get(keeper, keeper))}

    def through(self, texts: Iterable[_Text], keys: Keys, owners: Mapping[Id, Id] = {}) -> None:
        """Look through the texts; one that does not open is passed over."""
        for keeper, row, sealed, open_text in texts:
            if keeper not in keys or not (wanted := self.missing.get(owners.get(keeper, keeper))):
                continue
            try:
                text = open_text(keys[keeper], sealed, keeper, row).casefold()
            except encryption.DecryptionError:
                continue
            without_gaps = "" if self.numbers.isdisjoint(wanted) else _GAPS.sub("", text)
            wanted.difference_update(
                [word for word in wanted if word in text or (without_gaps and word in without_gaps)]
            )


def _texts_of_cases() -> Iterator[_Text]:
    yield from _texts(m.Case.objects.all(), *CASE_TEXTS)
    for model, fields in OF_CASES:
        yield from _texts(model.objects.all(), *fields, keeper="case_id")


def _texts_of_concerns() -> Iterator[_Text]:
    """What was told, and what was written since."""
    yield from _texts(Concern.objects.all(), "answers")
    yield from _texts(Message.objects.all(), "text", keeper="concern_id")


def _wrapped(keepers: QuerySet) -> Wrapped:
    """Read once a keeper, and not once a text: of many texts the reading takes longer than the opening."""
    rows = keepers.exclude(data_key=None).order_by()
    columns = (UuidText("uuid"), UuidText("data_key__epoch_id"), "data_key__wrapped_key")
    epochs = _Epochs()
    keyed = rows.values_list(*columns).iterator(chunk_size=CHUNK_SIZE)
    return {keeper: (epochs[epoch], bytes(wrapped)) for keeper, epoch, wrapped in keyed}


class _Epochs(dict[Id, UUID]):
    """The few epochs, by their text."""

    def __missing__(self, text: Id) -> UUID:
        self[text] = UUID(text)
        return self[text]


def _texts(rows: QuerySet, *fields: str, keeper: str = "uuid") -> Iterator[_Text]:
    """keeper: the column that names the keeper."""
    openers = [encryption.make_text_opener(rows.model._meta.label_lower, field) for field in fields]
    columns = [UuidText(name) for name in dict.fromkeys((keeper, "uuid"))]
    for values in rows.order_by().values_list(*columns, *fields).iterator(chunk_size=CHUNK_SIZE):
        for open_text, sealed in zip(openers, values[len(columns) :], strict=True):
            if sealed:
                yield _Text(values[0], values[len(columns) - 1], bytes(sealed), open_text)
