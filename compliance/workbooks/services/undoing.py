"""An apply taken back within 30 days, by the worker, 500 rows a transaction (suppliers 8).

What nobody has touched since is put back. What somebody changed stays, and so does a record that the apply made where
anything hangs on it that did not come with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from compliance.audits.choices import FindingStatus
from compliance.audits.models import Action, Audit, Finding
from compliance.audits.services.bulk_import import clear_sign_off
from compliance.audits.services.site_facts import write_facts
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import Site, Supplier, WorkerFigures
from compliance.suppliers.rules.similarity import normalise
from compliance.suppliers.services import risk_job
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services import imported_records, undo_blockers
from compliance.workbooks.services.staged_rows import get_rows_to_write, site_key
from portal.history.services import record
from portal.jobs import protocol
from portal.jobs.leases import lock

BATCH_SIZE = 500
# The last first: what stands on something goes before it, and a finding before the one that it carries on.
STAGES = ("action", "carried", "finding", "audit", "figures", "providers", "relation", "site", "supplier")
CARRIED_LOOKUP = "changes__finding__fields__has_key"
# So many of those that stay are named to the person; all are counted.
MAX_NAMED_RECORDS = 50


@dataclass(slots=True)
class Tally:
    """What one batch did. stayed: label of each record that stays, and what hangs on it; nothing: it was changed."""

    put_back: int = 0
    gone: int = 0
    stayed: list[tuple[str, dict[str, int]]] = field(default_factory=list)


def undo_import(upload: Import, *, clock: Callable[[], datetime]) -> None:
    """Each batch and how far it brings the undo are one transaction, as an apply's are."""
    if not upload.undone:
        total = sum(_rows(upload, stage).count() for stage in STAGES)
        start: dict[str, Any] = {"stage": 0, "position": None, "put_back": 0, "gone": 0, "kept": 0, "stayed": []}
        protocol.renew(upload, clock(), undone=start, progress=0, total=total)
    while (at := upload.undone["stage"]) < len(STAGES):
        stage, position = STAGES[at], upload.undone["position"]
        rows = _rows(upload, stage).order_by("-position")
        batch = list((rows if position is None else rows.filter(position__lt=position))[:BATCH_SIZE])
        with transaction.atomic():
            lock(upload)
            done = _undo_batch(upload, stage, batch, clock()) if batch else Tally()
            place = {"position": batch[-1].position} if batch else {"stage": at + 1, "position": None}
            protocol.renew(
                upload, clock(), undone=_add_tally(upload.undone, done) | place, progress=upload.progress + len(batch),
                attempt=0,
            )  # fmt: skip
    finish(upload, clock())


def _rows(upload: Import, stage: str) -> Any:
    """Rows that went in and wrote something of this stage; of an apply that stopped, also suppliers made early."""
    rows = get_rows_to_write(upload).filter(changes__has_key="finding" if stage == "carried" else stage)
    went_in = Q(position__lte=upload.cursor)
    rows = rows.filter(went_in | Q(is_early=True) if stage == "supplier" else went_in)
    if stage == "carried":
        return rows.filter(**{CARRIED_LOOKUP: "carried_from"})
    return rows.exclude(**{CARRIED_LOOKUP: "carried_from"}) if stage == "finding" else rows


def _add_tally(undone: dict[str, Any], done: Tally) -> dict[str, Any]:
    room = MAX_NAMED_RECORDS - len(undone["stayed"])
    return undone | {
        "put_back": undone["put_back"] + done.put_back,
        "gone": undone["gone"] + done.gone,
        "kept": undone["kept"] + len(done.stayed),
        "stayed": [*undone["stayed"], *done.stayed[:room]],
    }


def finish(upload: Import, now: datetime) -> None:
    told = {name: upload.undone[name] for name in ("put_back", "gone", "kept")}
    with transaction.atomic():
        protocol.release(upload, state=State.UNDONE, attempt=0, undone_at=now, result=None)
        risk_job.request_scores(upload.organisation, event=ScoreEvent.IMPORT, at=now)
        record(
            upload.undone_by or "system", "workbooks.import.undone", upload, told,
            scope=upload.organisation.uuid, at=now,
        )  # fmt: skip


def _undo_batch(upload: Import, stage: str, rows: Sequence[StagedRow], now: datetime) -> Tally:
    if stage == "providers":
        return _undo_providers(upload, rows)
    what = "finding" if stage == "carried" else stage
    done, found = Tally(), imported_records.find_records(upload, what, rows)
    links = _links(upload, what, rows)
    made: dict[int, Any] = {}
    changed: dict[int, Any] = {}
    names: set[str] = set()
    for row in rows:
        kept, change = found.get(imported_records.get_record_key(what, row)), row.changes[what]
        if kept is None or kept.pk in made:
            done.gone += 1
        elif not imported_records.is_unchanged(kept, change):
            done.stayed.append((get_record_label(kept), {}))
        elif change["is_new"]:
            made[kept.pk] = kept
        else:
            names |= _restore_fields(kept, change["fields"], links)
            changed[kept.pk] = kept
            done.put_back += 1
    made |= {pk: kept for pk, kept in changed.items() if isinstance(kept, WorkerFigures) and _only_repeats(kept)}
    _delete(made, done)
    _save([kept for pk, kept in changed.items() if kept.pk and pk not in made], names, now)
    _write_site_facts(found.values(), now)
    return done


def _links(upload: Import, what: str, rows: Sequence[StagedRow]) -> dict[str, dict[str, Any]]:
    """Records that rows moved others away from, by field and key."""
    of, fields = upload.organisation, [row.changes[what]["fields"] for row in rows if not row.changes[what]["is_new"]]
    return {
        name: {
            one.key: one
            for one in model.objects.for_organisation(of).filter(
                key__in={changed[name][0] for changed in fields if name in changed}
            )
        }
        for name, model in (("supplier", Supplier), ("site", Site))
        if any(name in changed for changed in fields)
    }


def _restore_fields(kept: Any, fields: dict[str, Any], links: dict[str, dict[str, Any]]) -> set[str]:
    """Set what was there before on the record; the names of the fields."""
    for name, (old, _new) in fields.items():
        model_field = kept._meta.get_field(name)
        if name == "carried_from":
            _reopen_the_earlier(kept)
        elif name in imported_records.LINK_FIELDS:
            setattr(kept, name, links[name].get(old, getattr(kept, name)))
        else:
            setattr(kept, name, model_field.to_python(old) if old is not None else model_field.get_default())
    if isinstance(kept, Supplier):
        kept.likeness = normalise(kept.name)
        return {*fields, "likeness"}
    if isinstance(kept, Action) and "status" in fields:
        clear_sign_off(kept)
        return {*fields, "closed_by_user", "verified_by_user"}
    return set(fields)


def _save(changed: Sequence[Any], names: set[str], now: datetime) -> None:
    """A download made before is older than what is put back (R018)."""
    if not changed:
        return
    model = type(changed[0])
    also = {"changed_at", "version"} & {one.name for one in model._meta.concrete_fields}
    for kept in changed:
        if "version" in also:
            kept.version += 1
        if "changed_at" in also:
            kept.changed_at = timezone.now()
    model._default_manager.bulk_update(changed, sorted(names | also), batch_size=BATCH_SIZE)


def _delete(made: dict[int, Any], done: Tally) -> None:
    """Those on which nothing hangs; the others stay."""
    if not made:
        return
    model = type(next(iter(made.values())))
    hangs = undo_blockers.count_dependants(model, made)
    done.stayed += [(get_record_label(made[pk]), dict(what)) for pk, what in hangs.items()]
    goes = [kept for pk, kept in made.items() if pk not in hangs]
    for kept in goes:
        if isinstance(kept, Finding):
            _reopen_the_earlier(kept)
    model._default_manager.filter(pk__in=[kept.pk for kept in goes]).delete()
    done.put_back += len(goes)


def _reopen_the_earlier(finding: Finding) -> None:
    """Carrying it over ended the finding it comes from; now that one stands for itself again."""
    earlier = finding.carried_from
    finding.carried_from = None
    if earlier is not None and earlier.status == FindingStatus.CARRIED_OVER:
        earlier.status = FindingStatus.OPEN
        earlier.save(update_fields=["status", "changed_at"])


def _only_repeats(figures: WorkerFigures) -> bool:
    """Whether a count says no more than the one before it, from which it was carried on."""
    before = figures.site.figures.filter(counted_on__lt=figures.counted_on).order_by("counted_on").last()
    names = (*WorkerFigures.CONTRACTS, *WorkerFigures.GROUPS, "total", "youngest_age")
    is_same = before is not None and all(getattr(before, name) == getattr(figures, name) for name in names)
    return is_same and not figures.details


def _write_site_facts(records: Any, now: datetime) -> None:
    """What the audits of these sites say now."""
    sites = {_audit(kept).site_id for kept in records if isinstance(kept, Audit | Finding | Action)}
    write_facts(sites, timezone.localdate(now))


def _audit(kept: Audit | Finding | Action) -> Audit:
    if isinstance(kept, Audit):
        return kept
    return kept.audit if isinstance(kept, Finding) else kept.finding.audit


def _undo_providers(upload: Import, rows: Sequence[StagedRow]) -> Tally:
    pairs = {(site_key(row), key) for row in rows for key in row.changes["providers"]["fields"]["labour_providers"][1]}
    links = Site.labour_providers.through.objects.filter(
        site__organisation=upload.organisation,
        site__key__in={site for site, _key in pairs},
        supplier__key__in={key for _site, key in pairs},
    )
    there = links.values_list("pk", "site__key", "supplier__key")
    goes = [pk for pk, site, key in there if (site, key) in pairs]
    links.filter(pk__in=goes).delete()
    return Tally(put_back=len(goes), gone=len(pairs) - len(goes))


def get_record_label(kept: models.Model) -> str:
    """How a person knows a record."""
    if isinstance(kept, Supplier):
        return f"{kept.supplier_ref} {kept.name}"
    if isinstance(kept, Site):
        return f"{kept.site_ref} {kept.name}"
    if isinstance(kept, Finding):
        return f"{kept.audit.audit_ref} / {kept.finding_ref}"
    if isinstance(kept, Action):
        return f"{get_record_label(kept.finding)} / {kept.number}"
    return str(kept)
