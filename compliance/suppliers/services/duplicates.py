"""Find suppliers that are in the register twice, ask about each pair once, and merge two only when a person says so."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import DuplicateAnswer, DuplicateSearch, RiskScore, Site, Supplier
from compliance.suppliers.rules.duplicates import IGNORE_PROGRESS, Entry, Progress, find_pairs
from compliance.suppliers.rules.similarity import normalise
from compliance.suppliers.services import records
from compliance.suppliers.services.records import rescore_and_record
from portal.accounts.models import User

type KeyPair = tuple[str, str]
NUMBER_FIELDS = ("company_number", "os_id", "duns", "lei")


@dataclass(frozen=True)
class Pair:
    """Hold two suppliers that may be one."""

    first: Supplier
    second: Supplier

    @property
    def both(self) -> tuple[Supplier, Supplier]:
        return self.first, self.second

    @property
    def keys(self) -> tuple[str, str]:
        first, second = sorted((self.first.key, self.second.key))
        return first, second


def get_unanswered_pairs(organisation: Organisation, *, progress: Progress = IGNORE_PROGRESS) -> list[KeyPair]:
    """Return the keys of the pairs that nobody has answered yet; suppliers that have ended are left out."""
    active = Supplier.objects.for_organisation(organisation).exclude(status=SupplierStatus.ENDED)
    addresses: dict[int, list[str]] = {}
    for supplier, address in Site.objects.for_organisation(organisation).values_list("supplier_id", "address"):
        addresses.setdefault(supplier, []).append(address)
    entries = [
        # Of several sites no one address is the supplier's.
        Entry(key, country, name, _single_address(addresses.get(pk, [])), _numbers(country, numbers))
        for pk, key, country, name, *numbers in active.values_list("pk", "key", "country", "likeness", *NUMBER_FIELDS)
    ]
    answered_pairs = _get_answered_pairs(organisation)
    return [pair for pair in find_pairs(entries, progress) if pair not in answered_pairs]


def get_pairs_left(search: DuplicateSearch) -> list[KeyPair]:
    """Return the pairs of a search that still are two suppliers about which nobody has answered."""
    pairs = [(first, second) for first, second in search.pairs]
    active = Supplier.objects.for_organisation(search.organisation).exclude(status=SupplierStatus.ENDED)
    keys = set(active.filter(key__in={key for pair in pairs for key in pair}).values_list("key", flat=True))
    answered_pairs = _get_answered_pairs(search.organisation)
    return [pair for pair in pairs if keys.issuperset(pair) and pair not in answered_pairs]


def _get_answered_pairs(organisation: Organisation) -> set[KeyPair]:
    answers = DuplicateAnswer.objects.for_organisation(organisation)
    return set(answers.values_list("first_key", "second_key"))


def load_pairs(organisation: Organisation, keys: list[tuple[str, str]]) -> list[Pair]:
    """Return the pairs of these keys with their suppliers and sites; a pair that is no longer whole is left out."""
    suppliers = Supplier.objects.for_organisation(organisation).filter(key__in={key for pair in keys for key in pair})
    suppliers_by_key = {supplier.key: supplier for supplier in suppliers.prefetch_related("sites")}
    return [
        Pair(suppliers_by_key[first], suppliers_by_key[second])
        for first, second in keys
        if first in suppliers_by_key and second in suppliers_by_key
    ]


@transaction.atomic
def mark_different(*, pair: Pair, actor: User, at: datetime) -> None:
    """Record that they are two suppliers; nobody is asked again."""
    _answer(pair, actor, at, is_same=False)
    rescore_and_record(actor, "suppliers.supplier.told_apart", pair.first, {"other": pair.second.name})


@transaction.atomic
def merge_suppliers(*, survivor: Supplier, duplicate: Supplier, actor: User, at: datetime) -> None:
    """Merge two suppliers: the duplicate ends, and its sites and the places it serves become the survivor's.

    Nothing else of the duplicate is changed or deleted: what was bought from it stays recorded there.
    """
    _answer(Pair(survivor, duplicate), actor, at, is_same=True)
    sites = Site.objects.for_organisation(survivor.organisation).filter(supplier=duplicate)
    moved = list(sites.values_list("pk", flat=True))
    sites.update(supplier=survivor, changed_at=at)
    RiskScore.objects.filter(site__in=moved).update(supplier=survivor)
    for served in duplicate.serves.all():
        served.labour_providers.add(survivor)
        served.labour_providers.remove(duplicate)
    records.end_supplier(supplier=duplicate, actor=actor, reason=_("duplicate of %(name)s") % {"name": survivor.name})
    rescore_and_record(actor, "suppliers.supplier.joined", survivor, {"from_name": duplicate.name, "sites": len(moved)})


def _answer(pair: Pair, actor: User, at: datetime, *, is_same: bool) -> None:
    first, second = pair.keys
    DuplicateAnswer.objects.update_or_create(
        organisation=pair.first.organisation,
        first_key=first,
        second_key=second,
        defaults={"is_same": is_same, "answered_by": actor, "answered_at": at},
    )


def _single_address(addresses: list[str]) -> str:
    return normalise(addresses[0]) if len(addresses) == 1 and addresses[0] else ""


def _numbers(country: str, values: list[str]) -> frozenset[tuple[str, str]]:
    """Return the numbers of a supplier. Company numbers belong to their country; the others are worldwide."""
    numbers = zip(NUMBER_FIELDS, values, strict=True)
    return frozenset(
        (f"{name} {country}" if name == "company_number" else name, value.casefold())
        for name, value in numbers
        if value
    )
