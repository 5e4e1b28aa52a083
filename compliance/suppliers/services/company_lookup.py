"""Looking up a register's suppliers at Companies House in the background, and what people say of the matches.

Nothing is written to a supplier before a person has said that a match is the same company.

See docs/requirements/suppliers.md#company-look-up.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from compliance.organisations import companies_house
from compliance.organisations.companies_house import Company
from compliance.organisations.models import Organisation
from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import CompanyLookup, CompanyMatch, Supplier
from compliance.suppliers.rules.company_matches import MAX_OFFERED, is_other_name, rank_companies
from compliance.suppliers.services.records import rescore_and_record
from portal.accounts.models import User
from portal.jobs import protocol
from portal.jobs.protocol import JobKind

UK_COUNTRIES = ("GB", "")
# Companies House allows 600 requests in 5 minutes; people who add an organisation use the same key.
MAX_AT_ONCE, PAUSE = 400, timedelta(minutes=5)
BATCH_SIZE = 10

JOB = JobKind(
    model=CompanyLookup,
    label=gettext_lazy("Looking up suppliers at Companies House"),
    owed=Q(asked_at__isnull=False),
    task="compliance.suppliers.tasks.look_up_companies",
    put_aside=lambda lookup, now: {"asked_at": None},
    restart=lambda lookup, now: {"asked_at": now},
    related=("organisation",),
    queued_at="asked_at",
    waits_after_loss=False,
)


def is_enabled() -> bool:
    """Return whether the operator has set a key of Companies House."""
    return companies_house.is_enabled()


def get_lookup(organisation: Organisation) -> CompanyLookup | None:
    return CompanyLookup.objects.for_organisation(organisation).first()


def get_suppliers_to_look_up(organisation: Organisation) -> QuerySet[Supplier]:
    """Return the active UK suppliers whose company nobody has settled yet."""
    suppliers = Supplier.objects.for_organisation(organisation).filter(country__in=UK_COUNTRIES)
    settled = CompanyMatch.objects.filter(supplier=OuterRef("pk"), is_same=True, number=OuterRef("company_number"))
    return suppliers.exclude(status=SupplierStatus.ENDED).filter(~Exists(settled))


def get_open_matches(organisation: Organisation) -> QuerySet[CompanyMatch]:
    """Return the matches that nobody has answered, of suppliers that still are as they were looked up."""
    matches = CompanyMatch.objects.for_organisation(organisation).filter(is_same=None)
    is_without_number = Q(kind=CompanyMatch.Kind.NAME, supplier__company_number="")
    is_under_number = ~Q(kind=CompanyMatch.Kind.NAME) & ~Q(supplier__company_number="")
    rows = matches.filter(is_without_number | is_under_number).exclude(supplier__status=SupplierStatus.ENDED)
    return rows.select_related("supplier").order_by("supplier__name", "supplier_id", "-likeness", "number")


@transaction.atomic
def request_lookup(organisation: Organisation, *, at: datetime) -> None:
    """Have the register looked up. Asking twice before it is done wakes a worker once."""
    lookup, _new = CompanyLookup.objects.select_for_update(of=("self",)).get_or_create(organisation=organisation)
    if lookup.asked_at is None:
        changes = {**protocol.RESTARTED, "asked_at": at, "progress": 0, "cursor": 0}
        CompanyLookup.objects.filter(pk=lookup.pk).update(
            **changes, total=get_suppliers_to_look_up(organisation).count()
        )
        transaction.on_commit(partial(protocol.wake, JOB, organisation.pk))


def run(organisation_id: int, *, clock: Callable[[], datetime]) -> None:
    """Look up what is owed, unless another worker is at it. The same the second time."""
    lookup = protocol.claim(JOB, organisation=organisation_id, now=clock())
    if lookup is not None:
        protocol.attempt(JOB, lookup, partial(look_up, clock=clock), clock=clock)


def retry(organisation: Organisation, *, now: datetime) -> bool:
    """Look up again what could not be looked up. Return whether there was such a look-up."""
    return protocol.retry(JOB, organisation=organisation, now=now)


def look_up(lookup: CompanyLookup, clock: Callable[[], datetime]) -> None:
    """Look up as many suppliers as Companies House allows at once, then wait; the last one ends the job.

    Raises LookupFailed, which counts as an attempt that failed.
    """
    suppliers = get_suppliers_to_look_up(lookup.organisation).filter(pk__gt=lookup.cursor).order_by("pk")
    rows = list(suppliers.only("pk", "name", "company_number")[: MAX_AT_ONCE + 1])
    now = clock()
    for start in range(0, min(len(rows), MAX_AT_ONCE), BATCH_SIZE):
        batch = rows[start : min(start + BATCH_SIZE, MAX_AT_ONCE)]
        found = [match for supplier in batch for match in _find_matches(supplier, now)]
        CompanyMatch.objects.bulk_create(found, ignore_conflicts=True)
        done = lookup.progress + len(batch)
        protocol.renew(lookup, clock(), cursor=batch[-1].pk, progress=done, attempt=0)
    if len(rows) > MAX_AT_ONCE:
        protocol.postpone(lookup, clock() + PAUSE)
    else:
        protocol.release(lookup, asked_at=None, attempt=0, finished_at=clock(), total=lookup.progress)


def _find_matches(supplier: Supplier, at: datetime) -> list[CompanyMatch]:
    """Return what Companies House offers for a supplier, the likest first. Raises LookupFailed."""
    if supplier.company_number:
        return _check_number(supplier, at)
    ranked = rank_companies(supplier.name, companies_house.search_companies(supplier.name))
    return [_match(supplier, CompanyMatch.Kind.NAME, company, likeness, at) for likeness, company in ranked]


def _check_number(supplier: Supplier, at: datetime) -> list[CompanyMatch]:
    company = companies_house.get_company(supplier.company_number)
    if company is None:
        nothing = Company(supplier.company_number, "", "", "", "")
        ranked = rank_companies(supplier.name, companies_house.search_companies(supplier.name))[: MAX_OFFERED - 1]
        offered = [_match(supplier, CompanyMatch.Kind.NUMBER, found, likeness, at) for likeness, found in ranked]
        return [_match(supplier, CompanyMatch.Kind.MISSING, nothing, 0, at), *offered]
    likeness = is_other_name(supplier.name, company.name)
    return [] if likeness is None else [_match(supplier, CompanyMatch.Kind.NUMBER, company, likeness, at)]


def _match(supplier: Supplier, kind: str, company: Company, likeness: float, at: datetime) -> CompanyMatch:
    return CompanyMatch(
        supplier=supplier, kind=kind, number=company.number, name=company.name, address=company.address,
        company_status=company.status[:40], likeness=likeness, found_at=at,
    )  # fmt: skip


@transaction.atomic
def save_answers(
    organisation: Organisation, *, answers: Mapping[int, bool], actor: User, at: datetime
) -> tuple[int, int]:
    """Save of matches, by key, whether each is the supplier. Return how many are and how many are not.

    A confirmed match gives its number to the supplier, and answers its other matches. Never asked again.
    """
    matches = get_open_matches(organisation).select_for_update(of=("self",))
    chosen = list(matches.filter(pk__in=answers))
    confirmed: dict[int, CompanyMatch] = {}
    for match in chosen:
        if answers[match.pk] and match.kind != CompanyMatch.Kind.MISSING and match.supplier_id not in confirmed:
            confirmed[match.supplier_id] = match
    settled = [match.pk for match in confirmed.values()]
    refused = [match.pk for match in chosen if not answers[match.pk]]
    CompanyMatch.objects.filter(pk__in=settled).update(is_same=True, answered_at=at)
    CompanyMatch.objects.filter(pk__in=refused).update(is_same=False, answered_at=at)
    others = CompanyMatch.objects.filter(supplier__in=confirmed, is_same=None)
    others.update(is_same=False, answered_at=at)
    suppliers = {row.pk: row for row in Supplier.objects.select_for_update(of=("self",)).filter(pk__in=confirmed)}
    for supplier in suppliers.values():
        supplier.company_number, supplier.organisation = confirmed[supplier.pk].number, organisation
        supplier.changed_at = at
    Supplier.objects.bulk_update(suppliers.values(), ["company_number", "changed_at"])
    for pk, supplier in suppliers.items():
        facts = {"number": confirmed[pk].number, "name": confirmed[pk].name}
        rescore_and_record(actor, "suppliers.supplier.company_matched", supplier, facts)
    return len(settled), len(refused)
