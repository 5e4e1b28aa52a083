"""Mark suppliers that a file does not name as ended, where a person asked for that.

It is a choice of its own: the person sees the list first. Each becomes a staged row, so that the apply and its undo
treat it like any other; nothing is ever deleted.

See docs/requirements/suppliers.md#replace-list.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import Supplier
from compliance.suppliers.rules.references import fold_reference
from compliance.workbooks.choices import Kind, Outcome, State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.rules.suppliers import GENERATED_PREFIX
from compliance.workbooks.services.stage import DUPLICATE_CODE
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.prepared import fetch_in_order
from portal.history.services import record

BATCH_SIZE = 500


def is_offered(upload: Import) -> bool:
    """Return whether the choice is offered: for a file of suppliers only, that the business itself sent."""
    kinds = {kind for kind, _header in upload.sheets.values()}
    return upload.state == State.PREVIEW and kinds == {Kind.SUPPLIERS} and upload.from_supplier_id is None


def get_obstacle(upload: Import) -> str:
    """Return why nobody can say yet which suppliers the file leaves out; empty where that is plain."""
    if upload.unread:
        sheets = ", ".join(sheet["sheet"] for sheet in upload.unread)
        return _(
            "We did not read these sheets, which may contain suppliers: %(sheets)s. Match their columns or delete "
            "them first."
        ) % {"sheets": sheets}
    problem_rows = StagedRow.objects.filter(upload=upload, outcome=Outcome.ERROR)
    unnamed_count = (problem_rows.filter(group="") | problem_rows.filter(group__startswith=GENERATED_PREFIX)).count()
    if not unnamed_count:
        return ""
    return ngettext(
        "%(count)d row with a problem does not say which supplier it is about. Correct it and upload the file again.",
        "%(count)d rows with problems do not say which supplier they are about. Correct them and upload the file "
        "again.",
        unnamed_count,
    ) % {"count": unnamed_count}


def get_missing_suppliers(upload: Import) -> list[Supplier]:
    """Return suppliers of the register that are not ended and that no row names, in any column."""
    return get_suppliers(upload.organisation, get_missing_keys(upload))


def get_suppliers(organisation: Organisation, keys: Sequence[int]) -> list[Supplier]:
    """Return the suppliers with these primary keys, in their order."""
    suppliers = Supplier.objects.for_organisation(organisation)
    return fetch_in_order(lambda some: list(suppliers.filter(pk__in=some)), keys)


def get_missing_keys(upload: Import) -> list[int]:
    """Return the primary keys of those suppliers, in the order of the register."""
    named_keys: set[str] = set()
    rows = StagedRow.objects.filter(upload=upload, kind=Kind.SUPPLIERS).exclude(outcome=Outcome.END)
    for group, values, messages in rows.values_list("group", "values", "messages").iterator():
        references = [values.get("buys_from_ref"), *(values.get("labour_providers") or ())]
        likely = [message["other"] for message in messages if message["code"] == DUPLICATE_CODE]
        named_keys.update([group], (fold_reference(name) for name in (*references, *likely) if name))
    suppliers = Supplier.objects.for_organisation(upload.organisation).exclude(status=SupplierStatus.ENDED)
    return [pk for pk, key in suppliers.values_list("pk", "key") if key not in named_keys]


@transaction.atomic
def stage_endings(upload: Import, *, by: User, at: datetime) -> int:
    """Have the missing suppliers marked as ended when the file goes in; return how many they are.

    Raises ActionRefused.
    """
    locked = _locked(upload)
    if not is_offered(locked) or get_obstacle(locked):
        raise ActionRefused(_("We cannot mark the suppliers that are not in this file as ended."))
    _unstage(locked)
    missing = get_missing_suppliers(locked)
    last = StagedRow.objects.filter(upload=locked).aggregate(last=Max("position"))["last"] or 0
    StagedRow.objects.bulk_create(
        [_build_row(locked, last + number, supplier) for number, supplier in enumerate(missing, 1)],
        batch_size=BATCH_SIZE,
    )
    _save_choice(locked, chosen=True, count=len(missing))
    record(
        by, "workbooks.import.ends_others", locked, {"suppliers": len(missing)}, scope=locked.organisation.uuid, at=at
    )
    return len(missing)


@transaction.atomic
def unstage_endings(upload: Import, *, by: User, at: datetime) -> None:
    """Leave the missing suppliers as they are after all. Raises ActionRefused."""
    locked = _locked(upload)
    if locked.ends_others:
        _unstage(locked)
        _save_choice(locked, chosen=False, count=0)
        record(by, "workbooks.import.leaves_others", locked, scope=locked.organisation.uuid, at=at)


def _locked(upload: Import) -> Import:
    locked = Import.objects.select_for_update().get(pk=upload.pk)
    if locked.state != State.PREVIEW:
        raise ActionRefused(_("This upload has changed since you opened the page. Check its status now."))
    return locked


def _unstage(upload: Import) -> None:
    StagedRow.objects.filter(upload=upload, outcome=Outcome.END).delete()


def _save_choice(upload: Import, *, chosen: bool, count: int) -> None:
    upload.ends_others = chosen
    upload.counts = {name: n for name, n in upload.counts.items() if name != Outcome.END}
    if count:
        upload.counts[Outcome.END] = count
    upload.digest = ""  # a later comparison knows nothing of this choice, and asks for it anew
    upload.save(update_fields=["ends_others", "counts", "digest"])


def _build_row(upload: Import, position: int, supplier: Supplier) -> StagedRow:
    return StagedRow(
        upload=upload,
        position=position,
        number=0,
        kind=Kind.SUPPLIERS,
        key=supplier.key,
        group=supplier.key,
        values={"supplier_ref": supplier.supplier_ref, "supplier_name": supplier.name},
        outcome=Outcome.END,
        changes={"supplier": {"is_new": False, "fields": {"status": [supplier.status, SupplierStatus.ENDED.value]}}},
    )
