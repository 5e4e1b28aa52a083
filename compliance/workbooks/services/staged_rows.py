"""Read which staged rows go into the register, and which record each of them names."""

from django.db.models import QuerySet

from compliance.workbooks.choices import Outcome
from compliance.workbooks.comparison import KEY_MARK
from compliance.workbooks.messages import MessageJSON
from compliance.workbooks.models import Import, StagedRow

WRITTEN_OUTCOMES = (Outcome.ADD, Outcome.CHANGE, Outcome.END)


def get_rows_to_write(upload: Import) -> QuerySet[StagedRow]:
    """Return rows that change something and whose audit is whole, or is loaded as a draft."""
    rows = StagedRow.objects.filter(upload=upload, outcome__in=WRITTEN_OUTCOMES)
    return (rows if upload.load_as_draft else rows.filter(is_held=False)).order_by("position")


def supplier_key(row: StagedRow) -> str:
    """Return the key of a row's supplier."""
    return row.group


def site_key(row: StagedRow) -> str:
    """Return the key of a row's site, "" for none."""
    return row.key.partition(KEY_MARK)[2]


def relation_key(row: StagedRow) -> tuple[str, str, str]:
    """Return the key of what is bought: the supplier, whom it sells to, and the products' hash."""
    return tuple(row.changes["relation"]["place"])  # type: ignore[return-value]


def finding_key(row: StagedRow) -> tuple[str, str]:
    """Return the keys of a row's audit and finding."""
    audit, _, finding = row.key.partition(KEY_MARK)
    return audit, finding


def action_key(row: StagedRow) -> tuple[str, str, int]:
    """Return the keys of a row's audit and finding, and the action's number."""
    return *finding_key(row), int(row.values.get("action_no") or 1)


def get_other_suppliers(row: StagedRow) -> tuple[str, list[str]]:
    """Return keys of other suppliers in a row: whom it sells to, or "", and who sends workers."""
    buyer = row.changes["relation"]["place"][1] if "relation" in row.changes else ""
    providers = row.changes["providers"]["fields"]["labour_providers"][1] if "providers" in row.changes else []
    return buyer, providers


def refuse_rows(upload: Import, rows: dict[StagedRow, MessageJSON]) -> None:
    """Keep rows out after all, each with its message, and count them as rows with problems."""
    counts = dict(upload.counts)
    for row, message in rows.items():
        counts[row.outcome] = counts.get(row.outcome, 0) - 1
        counts[Outcome.ERROR] = counts.get(Outcome.ERROR, 0) + 1
        row.outcome, row.messages = Outcome.ERROR, [*row.messages, message]
    if rows:
        StagedRow.objects.bulk_update(rows, ["outcome", "messages"])
        upload.counts = counts
        upload.save(update_fields=["counts"])
