"""Undo an apply within 30 days, by the worker, 500 rows a transaction.

What nobody has touched since is put back. What somebody changed stays, and so does a record that the apply made where
anything depends on it that did not come with it.

See docs/requirements/suppliers.md#upload-undo.
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
    """Count what one batch did. stayed: label of each record that stays, and what depends on it; {}: it was changed."""

    put_back: int = 0
    gone: int = 0
    stayed: list[tuple[str, dict[str, int]]] = field(default_factory=list)


def undo_import(upload: Import, *, clock: Callable[[], datetime]) -> None:
    """Undo all stages; each batch and how far it brings the undo are one transaction, as an apply's are."""
    if not upload.undone:
        total = sum(_rows(upload, stage).count() for stage in STAGES)
        start: dict[str, Any] = {"stage": 0, "position": None, "put_back": 0, "gone": 0, "kept": 0, "stayed": []}
        protocol.renew(upload, clock(), undone=start, progress=0, total=total)
    while (stage_number := upload.undone["stage"]) < len(STAGES):
        stage, position = STAGES[stage_number], upload.undone["position"]
        rows = _rows(upload, stage).order_by("-position")
        batch = list((rows if position is None else rows.filter(position__lt=position))[:BATCH_SIZE])
        with transaction.atomic():
            lock(upload)
            tally = _undo_batch(upload, stage, batch, clock()) if batch else Tally()
            cursor = {"position": batch[-1].position} if batch else {"stage": stage_number + 1, "position": None}
            protocol.renew(
                upload,
                clock(),
                undone=_add_tally(upload.undone, tally) | cursor,
                progress=upload.progress + len(batch),
                attempt=0,
            )
    finish(upload, clock())


def _rows(upload: Import, stage: str) -> Any:
    """Return rows that went in and wrote something of this stage, with early suppliers of a stopped apply."""
    rows = get_rows_to_write(upload).filter(changes__has_key="finding" if stage == "carried" else stage)
    went_in = Q(position__lte=upload.cursor)
    rows = rows.filter(went_in | Q(is_early=True) if stage == "supplier" else went_in)
    if stage == "carried":
        return rows.filter(**{CARRIED_LOOKUP: "carried_from"})
    return rows.exclude(**{CARRIED_LOOKUP: "carried_from"}) if stage == "finding" else rows


def _add_tally(undone: dict[str, Any], tally: Tally) -> dict[str, Any]:
    free = MAX_NAMED_RECORDS - len(undone["stayed"])
    return undone | {
        "put_back": undone["put_back"] + tally.put_back,
        "gone": undone["gone"] + tally.gone,
        "kept": undone["kept"] + len(tally.stayed),
        "stayed": [*undone["stayed"], *tally.stayed[:free]],
    }


def finish(upload: Import, now: datetime) -> None:
    """Close the undo: release the lease, queue the risk, and write the line of history."""
    counts = {name: upload.undone[name] for name in ("put_back", "gone", "kept")}
    with transaction.atomic():
        protocol.release(upload, state=State.UNDONE, attempt=0, undone_at=now, result=None)
        risk_job.request_scores(upload.organisation, event=ScoreEvent.IMPORT, at=now)
        record(
            upload.undone_by or "system", "workbooks.import.undone", upload, counts,
            scope=upload.organisation.uuid, at=now,
        )  # fmt: skip


def _undo_batch(upload: Import, stage: str, rows: Sequence[StagedRow], now: datetime) -> Tally:
    if stage == "providers":
        return _undo_providers(upload, rows)
    what = "finding" if stage == "carried" else stage
    tally, records = Tally(), imported_records.find_records(upload, what, rows)
    links = _links(upload, what, rows)
    created: dict[int, Any] = {}
    restored: dict[int, Any] = {}
    names: set[str] = set()
    for row in rows:
        instance, change = records.get(imported_records.get_record_key(what, row)), row.changes[what]
        if instance is None or instance.pk in created:
            tally.gone += 1
        elif not imported_records.is_unchanged(instance, change):
            tally.stayed.append((get_record_label(instance), {}))
        elif change["is_new"]:
            created[instance.pk] = instance
        else:
            names |= _restore_fields(instance, change["fields"], links)
            restored[instance.pk] = instance
            tally.put_back += 1
    created |= {
        pk: instance
        for pk, instance in restored.items()
        if isinstance(instance, WorkerFigures) and _only_repeats(instance)
    }
    _delete(created, tally)
    _save([instance for pk, instance in restored.items() if instance.pk and pk not in created], names, now)
    _write_site_facts(records.values(), now)
    return tally


def _links(upload: Import, what: str, rows: Sequence[StagedRow]) -> dict[str, dict[str, Any]]:
    """Return records that rows moved others away from, by field and key."""
    organisation, changed_fields = (
        upload.organisation,
        [row.changes[what]["fields"] for row in rows if not row.changes[what]["is_new"]],
    )
    return {
        name: {
            row.key: row
            for row in model.objects.for_organisation(organisation).filter(
                key__in={changed[name][0] for changed in changed_fields if name in changed}
            )
        }
        for name, model in (("supplier", Supplier), ("site", Site))
        if any(name in changed for changed in changed_fields)
    }


def _restore_fields(instance: Any, fields: dict[str, Any], links: dict[str, dict[str, Any]]) -> set[str]:
    """Set what was there before on the record; return the names of the fields."""
    for name, (old, _new) in fields.items():
        model_field = instance._meta.get_field(name)
        if name == "carried_from":
            _reopen_the_earlier(instance)
        elif name in imported_records.LINK_FIELDS:
            setattr(instance, name, links[name].get(old, getattr(instance, name)))
        else:
            setattr(instance, name, model_field.to_python(old) if old is not None else model_field.get_default())
    if isinstance(instance, Supplier):
        instance.likeness = normalise(instance.name)
        return {*fields, "likeness"}
    if isinstance(instance, Action) and "status" in fields:
        clear_sign_off(instance)
        return {*fields, "closed_by_user", "verified_by_user"}
    return set(fields)


def _save(changed: Sequence[Any], names: set[str], now: datetime) -> None:
    """Save restored records as newer: a download made before is older than what is put back (R018)."""
    if not changed:
        return
    model = type(changed[0])
    extra_fields = {"changed_at", "version"} & {model_field.name for model_field in model._meta.concrete_fields}
    for instance in changed:
        if "version" in extra_fields:
            instance.version += 1
        if "changed_at" in extra_fields:
            instance.changed_at = timezone.now()
    model._default_manager.bulk_update(changed, sorted(names | extra_fields), batch_size=BATCH_SIZE)


def _delete(created: dict[int, Any], tally: Tally) -> None:
    """Delete records without dependants; the others stay."""
    if not created:
        return
    model = type(next(iter(created.values())))
    dependants = undo_blockers.count_dependants(model, created)
    tally.stayed += [(get_record_label(created[pk]), dict(what)) for pk, what in dependants.items()]
    deletable = [instance for pk, instance in created.items() if pk not in dependants]
    for instance in deletable:
        if isinstance(instance, Finding):
            _reopen_the_earlier(instance)
    model._default_manager.filter(pk__in=[instance.pk for instance in deletable]).delete()
    tally.put_back += len(deletable)


def _reopen_the_earlier(finding: Finding) -> None:
    """Reopen the finding that this one carried over, which ended it."""
    earlier = finding.carried_from
    finding.carried_from = None
    if earlier is not None and earlier.status == FindingStatus.CARRIED_OVER:
        earlier.status = FindingStatus.OPEN
        earlier.save(update_fields=["status", "changed_at"])


def _only_repeats(figures: WorkerFigures) -> bool:
    """Return whether a count says no more than the one before it, from which it was copied."""
    previous = figures.site.figures.filter(counted_on__lt=figures.counted_on).order_by("counted_on").last()
    names = (*WorkerFigures.CONTRACTS, *WorkerFigures.GROUPS, "total", "youngest_age")
    is_same = previous is not None and all(getattr(previous, name) == getattr(figures, name) for name in names)
    return is_same and not figures.details


def _write_site_facts(records: Any, now: datetime) -> None:
    """Update what the audits of these sites say."""
    sites = {_audit(instance).site_id for instance in records if isinstance(instance, Audit | Finding | Action)}
    write_facts(sites, timezone.localdate(now))


def _audit(instance: Audit | Finding | Action) -> Audit:
    if isinstance(instance, Audit):
        return instance
    return instance.audit if isinstance(instance, Finding) else instance.finding.audit


def _undo_providers(upload: Import, rows: Sequence[StagedRow]) -> Tally:
    pairs = {(site_key(row), key) for row in rows for key in row.changes["providers"]["fields"]["labour_providers"][1]}
    links = Site.labour_providers.through.objects.filter(
        site__organisation=upload.organisation,
        site__key__in={site for site, _key in pairs},
        supplier__key__in={key for _site, key in pairs},
    )
    rows_there = links.values_list("pk", "site__key", "supplier__key")
    link_keys = [pk for pk, site, key in rows_there if (site, key) in pairs]
    links.filter(pk__in=link_keys).delete()
    return Tally(put_back=len(link_keys), gone=len(pairs) - len(link_keys))


def get_record_label(instance: models.Model) -> str:
    """Return how a person knows a record."""
    if isinstance(instance, Supplier):
        return f"{instance.supplier_ref} {instance.name}"
    if isinstance(instance, Site):
        return f"{instance.site_ref} {instance.name}"
    if isinstance(instance, Finding):
        return f"{instance.audit.audit_ref} / {instance.finding_ref}"
    if isinstance(instance, Action):
        return f"{get_record_label(instance.finding)} / {instance.number}"
    return str(instance)
