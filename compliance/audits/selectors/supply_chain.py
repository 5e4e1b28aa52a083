"""The figures of the supply-chain dashboard, counted in the database: four queries for any number of sites."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from compliance.audits.choices import AuditStatus
from compliance.audits.models import Action, Audit, Finding
from compliance.audits.rules.dates import add_months
from compliance.audits.rules.supply_chain import (
    Actions,
    AuditAge,
    Change,
    Cover,
    StatementState,
    SupplyChain,
    Workers,
    get_first_days,
    get_statement_state,
)
from compliance.audits.selectors.querysets import count_by_month
from compliance.organisations.models import Organisation
from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures
from compliance.suppliers.statement_status import HAS_UK_NUMBER, annotate_statement_years

FIGURES = {
    "total": "total", "women": "women", "migrant": "migrant_international", "agency": "agency", "young": "young",
    "housed": "in_provided_housing",
}  # fmt: skip


def get_supply_chain(organisation: Organisation, *, today: date) -> SupplyChain:
    """Return the figures of the organisation's active suppliers on that day."""
    suppliers = Supplier.objects.for_organisation(organisation).exclude(status=SupplierStatus.ENDED)
    opened, closed = count_by_month(Finding.objects.for_organisation(organisation))
    covers, statements = _count_suppliers(suppliers, today)
    actions, changes, all_sites = _count_rows(organisation, today)
    return SupplyChain(
        today=today,
        covers=covers,
        actions=actions,
        opened=opened,
        closed=closed,
        statements=statements,
        workers=_sum_workers(organisation, all_sites),
        changes=changes,
    )


def _count_suppliers(suppliers: QuerySet[Supplier], today: date) -> tuple[dict[str, Cover], dict[StatementState, int]]:
    """Return covers by band, and how many suppliers are in each state of statements: one query for both."""
    fresh, ageing = get_first_days(today)
    age = Case(
        When(last_audit_on__gte=fresh, then=Value(AuditAge.FRESH.value)),
        When(last_audit_on__gte=ageing, then=Value(AuditAge.AGEING.value)),
        When(last_audit_on__isnull=False, then=Value(AuditAge.EXPIRED.value)),
        default=Value(AuditAge.NEVER.value),
    )
    bought = SupplyRelation.objects.filter(supplier=OuterRef("pk"), ended_on=None).order_by().values("supplier")
    spend = Subquery(bought.annotate(pence=Sum("annual_spend_pence")).values("pence"), output_field=BigIntegerField())
    known = annotate_statement_years(suppliers.order_by()).annotate(
        age=age,
        pence=spend,
        has_number=Case(When(HAS_UK_NUMBER, then=True), default=False),
        is_confirmed=Case(When(registry_key="", then=False), default=True),
    )
    facts = ("band", "age", "number_year", "name_year", "is_confirmed", "is_refused", "has_number")
    covers: dict[str, Cover] = {}
    states: Counter[StatementState] = Counter()
    for row in known.values(*facts).annotate(number=Count("pk"), spend=Sum("pence")):
        covers.setdefault(row["band"], Cover()).add(AuditAge(row["age"]), row["number"], row["spend"] or 0)
        state = get_statement_state(
            number_year=(row["number_year"] or 0) if row["has_number"] else 0, name_year=row["name_year"] or 0,
            is_confirmed=row["is_confirmed"], is_refused=row["is_refused"], has_number=row["has_number"], today=today,
        )  # fmt: skip
        states[state] += row["number"]
    return covers, dict(states)


def _count(rows: QuerySet[Any], **where: Any) -> Coalesce:  # Any: values of columns
    own = rows.filter(organisation=OuterRef("pk"), **where).order_by().values("organisation")
    return Coalesce(Subquery(own.annotate(count=Count("pk")).values("count")), 0)


def _count_rows(organisation: Organisation, today: date) -> tuple[Actions, tuple[Change, ...], int]:
    """Return actions, what changed this month and the month before, and the number of sites: one query."""
    outstanding = Action.objects.filter(is_outstanding=True)
    late = {
        "late_month": Q(sort_due_on__lt=today, sort_due_on__gte=today - timedelta(days=30)),
        "late_quarter": Q(sort_due_on__lt=today - timedelta(days=30), sort_due_on__gte=today - timedelta(days=90)),
        "late_longer": Q(sort_due_on__lt=today - timedelta(days=90)),
    }
    columns = {
        "open": _count(outstanding),
        **{name: _count(outstanding.filter(condition)) for name, condition in late.items()},
        "undated": _count(outstanding.filter(due_on=None)),
        "sites": _count(Site.objects.exclude(supplier__status=SupplierStatus.ENDED)),
    }
    month = today.replace(day=1)
    for period, first, last in (("now", month, add_months(month, 1)), ("before", add_months(month, -1), month)):
        columns |= {f"{code}_{period}": count for code, count in _changes_between(first, last).items()}
    row = Organisation.objects.filter(pk=organisation.pk).annotate(**{f"n_{k}": v for k, v in columns.items()})
    numbers = {name.removeprefix("n_"): n for name, n in row.values(*(f"n_{name}" for name in columns))[0].items()}
    actions = Actions(**{name: numbers[name] for name in ("open", *late, "undated")})
    codes = tuple(_changes_between(month, month))
    changes = tuple(Change(code, numbers[f"{code}_now"], numbers[f"{code}_before"]) for code in codes)
    return actions, changes, numbers["sites"]


def _changes_between(first: date, last: date) -> dict[str, Coalesce]:
    """Return what happened from one day on until before another, by its code."""
    within = {"__gte": first, "__lt": last}

    def during(column: str) -> dict[str, date]:
        return {f"{column}{how}": day for how, day in within.items()}

    month = f"{first:%Y-%m}"
    return {
        "suppliers_added": _count(
            Supplier.objects.filter(created_at__gte=_get_midnight(first), created_at__lt=_get_midnight(last))
        ),
        "audits_held": _count(Audit.objects.filter(status=AuditStatus.COMPLETE, **during("ended_on"))),
        "findings_opened": _count(Finding.objects.filter(opened_month=month)),
        "findings_closed": _count(Finding.objects.filter(closed_month=month)),
        "actions_done": _count(Action.objects.filter(**during("completed_on"))),
        "actions_verified": _count(Action.objects.filter(**during("verified_on"))),
    }


def _get_midnight(day: date) -> datetime:
    """Return when a day begins, local time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _sum_workers(organisation: Organisation, all_sites: int) -> Workers:
    """Return the latest figures of each site of an active supplier, added up."""
    figures = WorkerFigures.objects.for_organisation(organisation).exclude(site__supplier__status=SupplierStatus.ENDED)
    newer = WorkerFigures.objects.filter(site=OuterRef("site"), counted_on__gt=OuterRef("counted_on"))
    sums = {name: Sum(column) for name, column in FIGURES.items()}
    numbers = figures.filter(~Exists(newer)).aggregate(sites=Count("total"), **sums)
    return Workers(all_sites=all_sites, **numbers)
