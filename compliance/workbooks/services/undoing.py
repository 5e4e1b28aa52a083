"""An apply taken back within 30 days, where nobody has changed the same fields since (suppliers 8)."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from compliance.audits.choices import FindingStatus
from compliance.audits.models import Action, Audit, Finding
from compliance.audits.services import facts
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures
from compliance.suppliers.rules.likeness import cleaned
from compliance.workbooks.choices import APPLIED, Kind, State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services import leases
from compliance.workbooks.services.applying import action_key, finding_key, place, rows_to_write, site_key
from compliance.workbooks.services.deciding import Refusal
from portal.history.services import record

WITHIN = timedelta(days=30)
# The last first: what stands on something goes before it.
ORDER = ("action", "finding", "audit", "figures", "providers", "relation", "site", "supplier")
# Fields that name other records; they are not put back one by one.
LINKS = frozenset({"supplier", "site", "carried_from"})


def undo(upload: Import, *, by: Any, at: datetime) -> Counter[str]:
    """Take back what the apply did; how many records were put back, and how many were changed since and stay.

    Raises Refusal.
    """
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=upload.pk)
        if locked.state not in APPLIED or not locked.applied_at:
            raise Refusal(_("Only an upload that is in your register can be undone."))
        if at - locked.applied_at > WITHIN:
            raise Refusal(_("This upload was applied more than 30 days ago and can no longer be undone."))
        done: Counter[str] = Counter()
        rows = list(rows_to_write(locked))
        audited = _audited(locked, rows)
        for what in ORDER:
            for row in reversed(rows):
                if what in row.changes:
                    done[_take_back(locked, what, row)] += 1
        leases.release(locked, State.UNDONE, undone_at=at, undone_by=by)
        kept = Site.objects.filter(pk__in=audited).values_list("pk", flat=True)
        facts.changed(locked.organisation, list(kept), event=ScoreEvent.IMPORT, at=at)
        record(by, "workbooks.import.undone", locked, dict(done), scope=locked.organisation.uuid, at=at)
    return done


def _audited(upload: Import, rows: Iterable[StagedRow]) -> list[int]:
    """Keys of the sites whose audits, findings or actions the apply wrote."""
    written = [row for row in rows if {"audit", "finding", "action"} & row.changes.keys()]
    sites = {site_key(row) for row in written if row.kind == Kind.SUPPLIERS}
    audits = {row.group for row in written if row.kind != Kind.SUPPLIERS}
    of = {"organisation": upload.organisation}
    named = Site.objects.filter(key__in=sites, **of).values_list("pk", flat=True)
    return [*named, *Audit.objects.filter(key__in=audits, **of).values_list("site", flat=True)]


def _take_back(upload: Import, what: str, row: StagedRow) -> str:
    if what == "providers":
        return _take_providers_back(upload, row)
    record_ = _found(upload, what, row)
    if record_ is None:
        return "gone"
    change = row.changes[what]
    fields = {name: values for name, values in change["fields"].items() if name not in LINKS}
    if any(_text(getattr(record_, name)) != _text(new) for name, (_old, new) in fields.items()):
        return "kept"
    if isinstance(record_, Finding) and "carried_from" in change["fields"]:
        _reopen_the_earlier(record_)
    if change["is_new"]:
        try:
            with transaction.atomic():
                record_.delete()
        except ProtectedError:
            return "kept"
        return "put_back"
    for name, (old, _new) in fields.items():
        setattr(record_, name, old if old is not None else record_._meta.get_field(name).get_default())
    if isinstance(record_, Supplier):
        record_.likeness = cleaned(record_.name)
    if isinstance(record_, WorkerFigures) and _only_repeats(record_):
        record_.delete()
    else:
        record_.save()
    return "put_back"


def _reopen_the_earlier(finding: Finding) -> None:
    """Carrying it over ended the finding it comes from; now that one stands for itself again."""
    earlier = finding.carried_from
    if earlier is None:
        return
    finding.carried_from = None
    if earlier.status == FindingStatus.CARRIED_OVER:
        earlier.status = FindingStatus.OPEN
        earlier.save(update_fields=["status", "changed_at"])


def _only_repeats(figures: WorkerFigures) -> bool:
    """Whether a count says no more than the one before it, from which it was carried on."""
    before = figures.site.figures.filter(counted_on__lt=figures.counted_on).order_by("counted_on").last()
    names = (*WorkerFigures.CONTRACTS, *WorkerFigures.GROUPS, "total", "youngest_age")
    return before is not None and all(getattr(before, name) == getattr(figures, name) for name in names)


def _take_providers_back(upload: Import, row: StagedRow) -> str:
    keys = row.changes["providers"]["fields"]["labour_providers"][1]
    links = Site.labour_providers.through.objects.filter(site__organisation=upload.organisation)
    gone, _what = links.filter(site__key=site_key(row), supplier__key__in=keys).delete()
    return "put_back" if gone else "gone"


def _text(value: Any) -> str:
    return "" if value in (None, "") else str(value)


def _found(upload: Import, what: str, row: StagedRow) -> Any:
    organisation = upload.organisation
    if what == "supplier":
        return Supplier.objects.for_organisation(organisation).filter(key=row.group).first()
    if what == "site":
        return Site.objects.for_organisation(organisation).filter(key=site_key(row)).first()
    if what == "figures":
        counts = WorkerFigures.objects.for_organisation(organisation).select_related("site")
        return counts.filter(site__key=site_key(row), counted_on=upload.received_at.date()).first()
    if what == "relation":
        seller, buyer, products = place(row)
        kept = SupplyRelation.objects.for_organisation(organisation).filter(supplier__key=seller, products_key=products)
        return (kept.filter(buys_from__key=buyer) if buyer else kept.filter(buys_from=None)).first()
    if what == "audit":
        kept_audits = Audit.objects.for_organisation(organisation)
        if row.kind == Kind.FINDINGS:
            return kept_audits.filter(key=row.group).first()
        ended_on = row.changes["audit"]["fields"]["ended_on"][1]
        return kept_audits.filter(is_stub=True, site__key=site_key(row), ended_on=ended_on).first()
    if what == "finding":
        audit, finding = finding_key(row)
        return Finding.objects.for_organisation(organisation).filter(audit__key=audit, key=finding).first()
    if what == "action":
        audit, finding, number = action_key(row)
        kept_actions = Action.objects.for_organisation(organisation).filter(number=number)
        return kept_actions.filter(finding__audit__key=audit, finding__key=finding).first()
    return None
