"""Actions that somebody changed between the comparison and the apply: their rows stay out (R018)."""

from collections.abc import Sequence

from compliance.audits.models import Action
from compliance.workbooks.choices import Outcome
from compliance.workbooks.codes import Message
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.reports import KEY_MARK


def finding_key(row: StagedRow) -> tuple[str, str]:
    audit, _, finding = row.key.partition(KEY_MARK)
    return audit, finding


def action_key(row: StagedRow) -> tuple[str, str, int]:
    return *finding_key(row), int(row.values.get("action_no") or 1)


def without(upload: Import, rows: Sequence[StagedRow]) -> list[StagedRow]:
    """The rows that may go in, their actions locked until the transaction ends; the others get their message.

    Only rows of an action plan are left out: an audit goes in whole.
    """
    changed = {action_key(row): row.changes["action"] for row in rows if row.kind == "actions" and row.changes}
    seen = {key: 0 if change["is_new"] else change["version"] for key, change in changed.items()}
    seen = {key: version for key, version in seen.items() if version is not None}  # None: this file changed it itself
    if not seen:
        return list(rows)
    kept = Action.objects.for_organisation(upload.organisation).select_for_update(of=("self",))
    named = kept.filter(finding__audit__key__in={audit for audit, _finding, _number in seen})
    now = {
        (action.finding.audit.key, action.finding.key, action.number): action
        for action in named.select_related("finding__audit").order_by("pk")
    }
    late = [row for row in rows if (key := action_key(row)) in seen and key in now and now[key].version != seen[key]]
    for row in late:
        _refuse(row, now[action_key(row)])
    if late:
        StagedRow.objects.bulk_update(late, ["outcome", "messages"])
        upload.counts = dict(upload.counts) | {
            Outcome.CHANGE: upload.counts.get(Outcome.CHANGE, 0) - len(late),
            Outcome.ERROR: upload.counts.get(Outcome.ERROR, 0) + len(late),
        }
        upload.save(update_fields=["counts"])
    return [row for row in rows if row not in late]


def _refuse(row: StagedRow, action: Action) -> None:
    values: dict[str, object] = {"column": "row_version", "date": f"{action.changed_at:%-d %B %Y}"}
    message = Message("R018", row.sheet, row.number, None, str(row.values.get("row_version") or ""), values)
    row.outcome = Outcome.ERROR
    row.messages = [*row.messages, message.as_json() | {"field": "row_version"}]
