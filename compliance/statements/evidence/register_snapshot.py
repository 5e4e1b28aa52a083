"""The registers of one organisation as plain values, for the rules of evidence: 15 queries for any number."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, QuerySet

from compliance.audits.models import Action, Audit, CarPlan, Finding
from compliance.audits.selectors.querysets import get_open_alerts_about
from compliance.organisations.models import Organisation
from compliance.organisations.selectors import training
from compliance.statements.evidence.rules.register_snapshot import (
    ActionRow,
    AuditRow,
    ControlRow,
    FeesRow,
    FindingRow,
    RegisterSnapshot,
    SiteRow,
    SupplierRow,
)
from compliance.statements.evidence.rules.supply_chain import GROUPS
from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import Control, RiskScore, Site, Supplier, SupplyRelation, WorkerFigures
from portal.reference.audits import issues

INTERVIEWED = (
    "interviewed_alone_women",
    "interviewed_alone_men",
    "interviewed_group_women",
    "interviewed_group_men",
)


def take_snapshot(organisation: Organisation, *, today: date) -> RegisterSnapshot:
    """Return what the business bought from on that day, and all of its audits."""
    return RegisterSnapshot(
        suppliers=_suppliers(organisation, today),
        sites=_sites(organisation, today),
        audits=_audits(organisation),
        findings=_findings(organisation),
        actions=_actions(organisation),
        fees=_fees(organisation),
        courses=training.get_course_completions(organisation),
    )


def take_audit(audit: Audit) -> RegisterSnapshot:
    """Return one audit alone, for what rests on nothing else."""
    return RegisterSnapshot(audits=_list_rows(Audit.objects.filter(pk=audit.pk)))


def _suppliers(organisation: Organisation, today: date) -> list[SupplierRow]:
    tiers: dict[UUID, set[int]] = defaultdict(set)
    sectors: dict[UUID, set[str]] = defaultdict(set)
    relations = SupplyRelation.objects.for_organisation(organisation).exclude(ended_on__lt=today)
    for supplier, tier, sector in relations.values_list("supplier__uuid", "tier", "sector"):
        tiers[supplier].add(tier)
        sectors[supplier] |= {sector} - {""}
    suppliers = Supplier.objects.for_organisation(organisation).exclude(status=SupplierStatus.ENDED).order_by("pk")
    return [
        SupplierRow(str(uuid), name, country, frozenset(tiers[uuid]), frozenset(sectors[uuid]))
        for uuid, name, country in suppliers.values_list("uuid", "name", "country")
    ]


def _sites(organisation: Organisation, today: date) -> list[SiteRow]:
    bands = dict(
        RiskScore.objects.for_organisation(organisation)
        .filter(is_current=True, site__isnull=False)
        .values_list("site__uuid", "band")
    )
    workers, controls = _workers(organisation, today), _controls(organisation)
    sites = Site.objects.for_organisation(organisation).exclude(supplier__status=SupplierStatus.ENDED).order_by("pk")
    columns = sites.values_list("uuid", "name", "supplier__uuid", "country", "sector")
    return [
        SiteRow(
            str(uuid), name, str(supplier), country, sector, bands.get(uuid, ""), workers.get(uuid, {}), controls[uuid]
        )
        for uuid, name, supplier, country, sector in columns
    ]


def _workers(organisation: Organisation, today: date) -> dict:
    """The latest count of each site."""
    workers = WorkerFigures.objects.for_organisation(organisation).filter(counted_on__lte=today).order_by("counted_on")
    return {
        site: {name: number for name, number in zip(("total", *GROUPS), numbers, strict=True) if number is not None}
        for site, *numbers in workers.values_list("site__uuid", "total", *GROUPS)
    }


def _controls(organisation: Organisation) -> defaultdict:
    controls = defaultdict(list)
    control_rows = Control.objects.for_organisation(organisation).order_by("held_on", "pk")
    for site, kind, held_on, is_confirmed in control_rows.values_list("site__uuid", "kind", "held_on", "is_confirmed"):
        controls[site].append(ControlRow(kind, held_on, is_confirmed))
    return controls


def _audits(organisation: Organisation) -> list[AuditRow]:
    return _list_rows(Audit.objects.for_organisation(organisation).order_by("ended_on", "pk"))


def _list_rows(audits: QuerySet[Audit]) -> list[AuditRow]:
    return [
        AuditRow(
            id=str(audit.uuid),
            ref=audit.audit_ref,
            site=str(audit.site.uuid),
            scheme=audit.scheme,
            announcement=audit.announcement,
            commissioned_by=audit.commissioned_by,
            ended_on=audit.ended_on,
            status=audit.status,
            kind=audit.audit_type,
            is_stub=audit.is_stub,
            workers=(audit.figures.total or 0) if audit.figures else 0,
            interviewed=sum(audit.figures.details.get(name) or 0 for name in INTERVIEWED) if audit.figures else 0,
        )
        for audit in audits.select_related("site", "figures")
    ]


def _findings(organisation: Organisation) -> list[FindingRow]:
    findings = (
        Finding.objects.for_organisation(organisation)
        .annotate(has_alert=Exists(get_open_alerts_about("")))
        .order_by("audit__ended_on", "audit", "position", "pk")
    )
    columns = ("uuid", "finding_ref", "audit__uuid", "grade", "issue_code", "status", "carried_from__uuid", "has_alert")
    return [
        FindingRow(str(uuid), ref, str(audit), grade, code, status, _indicators(code), str(carried or ""), has_alert)
        for uuid, ref, audit, grade, code, status, carried, has_alert in findings.values_list(*columns)
    ]


def _indicators(issue_code: str) -> tuple[str, ...]:
    return issues()[issue_code].indicators if issue_code in issues() else ()


def _actions(organisation: Organisation) -> list[ActionRow]:
    actions = Action.objects.for_organisation(organisation).order_by("finding__audit", "finding__position", "number")
    columns = (
        *("uuid", "finding__audit__audit_ref", "finding__finding_ref", "number"),
        *("finding__uuid", "finding__audit__uuid", "status", "due_on"),
    )
    return [
        ActionRow(str(uuid), f"{audit_ref} {ref}, {number}", str(finding), str(audit), status, due_on)
        for uuid, audit_ref, ref, number, finding, audit, status, due_on in actions.values_list(*columns)
    ]


def _fees(organisation: Organisation) -> list[FeesRow]:
    car_plans = CarPlan.objects.for_organisation(organisation).filter(amount_owed__isnull=False).order_by("pk")
    car_plans = car_plans.annotate(has_alert=Exists(get_open_alerts_about("finding__")), ref=F("finding__finding_ref"))
    columns = ("finding__uuid", "ref", "finding__audit__uuid", "currency", "amount_owed", "amount_repaid")
    return [
        FeesRow(str(finding), ref, str(audit), currency, round(owed), round(repaid or 0), workers or 0, has_alert)
        for finding, ref, audit, currency, owed, repaid, workers, has_alert in car_plans.values_list(
            *columns, "workers_owed", "has_alert"
        )
    ]
