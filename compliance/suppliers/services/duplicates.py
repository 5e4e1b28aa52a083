"""Suppliers that are in the register twice: found, asked about once, and joined only when a person says so."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import DuplicateAnswer, RiskScore, Site, Supplier
from compliance.suppliers.rules.duplicates import Entry, find_pairs
from compliance.suppliers.rules.similarity import normalise
from compliance.suppliers.services import records
from compliance.suppliers.services.records import rescore_and_record
from portal.accounts.models import User

NUMBER_FIELDS = ("company_number", "os_id", "duns", "lei")


@dataclass(frozen=True)
class Pair:
    """Two suppliers that may be one."""

    first: Supplier
    second: Supplier

    @property
    def both(self) -> tuple[Supplier, Supplier]:
        return self.first, self.second

    @property
    def keys(self) -> tuple[str, str]:
        first, second = sorted((self.first.key, self.second.key))
        return first, second


def get_unanswered_pairs(organisation: Organisation) -> list[tuple[str, str]]:
    """Keys of the pairs nobody has answered yet; suppliers that have ended are left out."""
    running = Supplier.objects.for_organisation(organisation).exclude(status=SupplierStatus.ENDED)
    addresses: dict[int, list[str]] = {}
    for supplier, address in Site.objects.for_organisation(organisation).values_list("supplier_id", "address"):
        addresses.setdefault(supplier, []).append(address)
    entries = [
        # Of several sites no one address is the supplier's.
        Entry(key, country, name, _single_address(addresses.get(pk, [])), _numbers(country, numbers))
        for pk, key, country, name, *numbers in running.values_list("pk", "key", "country", "likeness", *NUMBER_FIELDS)
    ]
    answered = DuplicateAnswer.objects.for_organisation(organisation).values_list("first_key", "second_key")
    told = set(answered)
    return [pair for pair in find_pairs(entries) if pair not in told]


def load_pairs(organisation: Organisation, keys: list[tuple[str, str]]) -> list[Pair]:
    suppliers = Supplier.objects.for_organisation(organisation).filter(key__in={key for pair in keys for key in pair})
    known = {one.key: one for one in suppliers.prefetch_related("sites")}
    return [Pair(known[first], known[second]) for first, second in keys if first in known and second in known]


@transaction.atomic
def mark_different(*, pair: Pair, actor: User, at: datetime) -> None:
    """They are two; nobody is asked again."""
    _answer(pair, actor, at, is_same=False)
    rescore_and_record(actor, "suppliers.supplier.told_apart", pair.first, {"other": pair.second.name})


@transaction.atomic
def merge_suppliers(*, kept: Supplier, double: Supplier, actor: User, at: datetime) -> None:
    """They are one: the double ends, and its sites and the places it serves are the kept one's from now on.

    Nothing else of the double is changed or deleted: what was bought from it stays written there.
    """
    _answer(Pair(kept, double), actor, at, is_same=True)
    sites = Site.objects.for_organisation(kept.organisation).filter(supplier=double)
    moved = list(sites.values_list("pk", flat=True))
    sites.update(supplier=kept, changed_at=at)
    RiskScore.objects.filter(site__in=moved).update(supplier=kept)
    for served in double.serves.all():
        served.labour_providers.add(kept)
        served.labour_providers.remove(double)
    records.end_supplier(supplier=double, actor=actor, reason=_("the same as %(name)s") % {"name": kept.name})
    rescore_and_record(actor, "suppliers.supplier.joined", kept, {"from_name": double.name, "sites": len(moved)})


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
    """Company numbers are of their country; the others are the whole world's."""
    named = zip(NUMBER_FIELDS, values, strict=True)
    return frozenset(
        (f"{name} {country}" if name == "company_number" else name, value.casefold()) for name, value in named if value
    )
