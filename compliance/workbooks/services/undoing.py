"""An apply taken back within 30 days, where nobody has changed the same fields since (suppliers 8)."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from compliance.audits.models import Action, Audit, Finding
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import Site, Supplier, SupplyRelation
from compliance.suppliers.services import risk_queue
from compliance.workbooks.choices import APPLIED, Kind, State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services import leases
from compliance.workbooks.services.applying import action_key, finding_key, place, rows_to_write, site_key
from compliance.workbooks.services.deciding import Refusal
from portal.history.services import record

WITHIN = timedelta(days=30)
# The last first: what stands on something goes before it.
ORDER = ("action", "finding", "audit", "relation", "site", "supplier")


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
        for what in ORDER:
            for row in reversed(rows):
                if what in row.changes:
                    done[_take_back(locked, what, row)] += 1
        leases.release(locked, State.UNDONE, undone_at=at, undone_by=by)
        risk_queue.ask(locked.organisation, event=ScoreEvent.IMPORT, at=at)
        record(by, "workbooks.import.undone", locked, dict(done), scope=locked.organisation.uuid, at=at)
    return done


def _take_back(upload: Import, what: str, row: StagedRow) -> str:
    record_ = _found(upload, what, row)
    if record_ is None:
        return "gone"
    change = row.changes[what]
    fields = {name: values for name, values in change["fields"].items() if name not in ("supplier", "site")}
    if any(_text(getattr(record_, name)) != _text(new) for name, (_old, new) in fields.items()):
        return "kept"
    if change["is_new"]:
        try:
            with transaction.atomic():
                record_.delete()
        except ProtectedError:
            return "kept"
        return "put_back"
    for name, (old, _new) in fields.items():
        setattr(record_, name, old if old is not None else record_._meta.get_field(name).get_default())
    record_.save()
    return "put_back"


def _text(value: Any) -> str:
    return "" if value in (None, "") else str(value)


def _found(upload: Import, what: str, row: StagedRow) -> Any:
    organisation = upload.organisation
    if what == "supplier":
        return Supplier.objects.for_organisation(organisation).filter(key=row.group).first()
    if what == "site":
        return Site.objects.for_organisation(organisation).filter(key=site_key(row)).first()
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
