"""Load a register as rows are compared with it: all of it for a preview, or only what a batch of rows names."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from compliance.audits.models import Action, ActionFile, Audit, Finding
from compliance.audits.services import supplier_links
from compliance.organisations.models import Organisation
from compliance.organisations.permissions import is_verifier
from compliance.organisations.tenancy import get_memberships
from compliance.suppliers.models import DuplicateAnswer, Site, Supplier, SupplyRelation, WorkerFigures
from compliance.workbooks.planning import Fields, actions, findings
from compliance.workbooks.planning import suppliers as supplier_planning
from compliance.workbooks.planning.audits import AuditRegister, Sender
from compliance.workbooks.planning.dispatch import Registers
from compliance.workbooks.planning.duplicates import LikelyDuplicates
from compliance.workbooks.planning.suppliers import SupplierRegister
from portal.accounts.models import User
from portal.reference.synonyms import fold

SUPPLIER_FIELDS = (*supplier_planning.SUPPLIER_FIELDS.values(), "country", "is_labour_provider")
SITE_FIELDS = tuple(supplier_planning.SITE_FIELDS.values())
ANSWER_FIELDS = ("first_key", "second_key", "is_same")
FIGURE_FIELDS = tuple(supplier_planning.FIGURE_FIELDS.values())


def load_registers(organisation: Organisation, *, sender: Sender) -> Registers:
    """Return all that is kept, and what people said of suppliers that look the same."""
    suppliers = load_suppliers(organisation)
    answers = DuplicateAnswer.objects.for_organisation(organisation)
    likely = LikelyDuplicates(
        {(first, second): is_same for first, second, is_same in answers.values_list(*ANSWER_FIELDS)}
    )
    likely.index(suppliers.suppliers, suppliers.sites.values())
    return Registers(suppliers, load_audits(organisation, sender=sender), likely)


def load_suppliers(
    organisation: Organisation,
    *,
    suppliers: Collection[str] | None = None,
    sites: Collection[str] | None = None,
) -> SupplierRegister:
    """Return the suppliers. suppliers, sites: folded references to look up; None is the whole register."""
    register = SupplierRegister()
    rows: Any = Supplier.objects.for_organisation(organisation)
    for row in _limit_to(rows, "key", suppliers).values("key", *SUPPLIER_FIELDS).iterator():
        register.suppliers[row.pop("key")] = row
    _load_sites(register, organisation, sites)
    relations: Any = SupplyRelation.objects.for_organisation(organisation)
    names = ("supplier__key", "buys_from__key", "products_key", "tier", "sector", "activity", "annual_spend_pence")
    for seller, buyer, products, *values in (
        _limit_to(relations, "supplier__key", suppliers).values_list(*names).iterator()
    ):
        fields = dict(zip(names[3:], values, strict=True))
        register.relations[seller, buyer or "", products] = fields
    return register


def _load_sites(register: SupplierRegister, organisation: Organisation, keys: Collection[str] | None) -> None:
    rows: Any = Site.objects.for_organisation(organisation)
    for row in _limit_to(rows, "key", keys).values("key", "supplier__key", *SITE_FIELDS).iterator():
        row["supplier"] = row.pop("supplier__key")
        register.sites[row.pop("key")] = row
    figures: Any = WorkerFigures.objects.for_organisation(organisation)
    for row in (
        _limit_to(figures, "site__key", keys).order_by("counted_on").values("site__key", *FIGURE_FIELDS).iterator()
    ):
        register.figures[row.pop("site__key")] = row
    sent: Any = Site.labour_providers.through.objects.filter(site__organisation=organisation)
    for site, supplier in _limit_to(sent, "site__key", keys).values_list("site__key", "supplier__key").iterator():
        register.providers.setdefault(site, set()).add(supplier)
    audits: Any = Audit.objects.for_organisation(organisation)
    for site, ended_on in _limit_to(audits, "site__key", keys).values_list("site__key", "ended_on").iterator():
        register.stubs.add((site, ended_on.isoformat()))


def load_audits(organisation: Organisation, *, sender: Sender, audits: Collection[str] | None = None) -> AuditRegister:
    """Return the audits. audits: folded references to look up; None is all."""
    register = AuditRegister(sender=sender)
    audit_rows: Any = _limit_to(Audit.objects.for_organisation(organisation), "key", audits)
    for row in audit_rows.values("key", "site__key", *findings.AUDIT_FIELDS.values()).iterator():
        row["site"] = row.pop("site__key")
        register.audits[row.pop("key")] = _as_plain_values(row)
    finding_rows: Any = _limit_to(Finding.objects.for_organisation(organisation), "audit__key", audits)
    columns = (
        "audit__key",
        "key",
        "version",
        "changed_at",
        "is_carried",
        "carried_from__key",
        *findings.FINDING_FIELDS.values(),
    )
    for row in finding_rows.values(*columns).iterator():
        row["carried_from"] = row.pop("carried_from__key")
        register.findings[row.pop("audit__key"), row.pop("key")] = _as_plain_values(row)
    action_rows: Any = _limit_to(Action.objects.for_organisation(organisation), "finding__audit__key", audits)
    names = ("finding__audit__key", "finding__key", "number")
    columns = ("pk", "closed_by_user", "version", "changed_at", *actions.ACTION_FIELDS.values())
    senders = _load_evidence_senders(organisation, audits)
    for row in action_rows.values(*names, *columns).iterator():
        evidence_senders: set[int | None] = senders.get(row.pop("pk"), set())
        row |= {"has_files": bool(evidence_senders), "hands": evidence_senders | {row.pop("closed_by_user")}}
        register.actions[row.pop(names[0]), row.pop(names[1]), row.pop(names[2])] = _as_plain_values(row)
    return register


def _load_evidence_senders(organisation: Organisation, audits: Collection[str] | None) -> dict[int, set[int | None]]:
    """Return who sent the evidence of each action that has some; None is a supplier by its link."""
    files: Any = ActionFile.objects.for_organisation(organisation)
    senders: dict[int, set[int | None]] = {}
    rows = _limit_to(files, "action__finding__audit__key", audits).values_list("action", "file__uploaded_by")
    for action, by in rows.iterator():
        senders.setdefault(action, set()).add(by)
    return senders


def load_supplier_actions(supplier: Supplier) -> AuditRegister:
    """Return only what the supplier's link may show of it: never a finding with an A-alert, nothing of another's."""
    register = AuditRegister(is_of_supplier=True)
    supplier_actions = supplier_links.get_supplier_actions(supplier).annotate(
        has_files=Exists(ActionFile.objects.filter(action=OuterRef("pk")))
    )
    rows = supplier_actions.select_related("finding__audit")
    for action in rows:
        finding, audit = action.finding, action.finding.audit
        register.audits[audit.key] = _as_plain_values({"ended_on": audit.ended_on})
        register.findings[audit.key, finding.key] = {"status": finding.status}
        fields = {
            name: getattr(action, name)
            for name in ("version", "changed_at", "has_files", *actions.ACTION_FIELDS.values())
        }
        register.actions[audit.key, finding.key, action.number] = _as_plain_values(fields)
    return register


def _as_plain_values(row: Fields) -> Fields:
    """Return days as ISO text, as rows of a file have them; when it was changed in words, for a message."""
    changed = row.pop("changed_at", None)
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    return plain | ({"changed": f"{timezone.localdate(changed):%-d %B %Y}"} if changed else {})


def _limit_to(rows: Any, name: str, keys: Collection[str] | None) -> Any:
    return rows if keys is None else rows.filter(**{f"{name}__in": keys})


def get_sender(organisation: Organisation, user: User | None) -> Sender:
    """Return the person who sends a file, and whether they hold the mark of a verifier there.

    See docs/requirements/suppliers.md#verifier.
    """
    if user is None:
        return Sender()
    is_marked = any(map(is_verifier, get_memberships(user).filter(organisation=organisation)))
    return Sender(user.pk, frozenset(map(fold, (str(user), user.email))), is_marked)
