"""The deletion of unpublished rows, thirty days after an organisation was closed.

What it published stays with its sign-off: the version, who approved and signed it, the earlier years that stand in
the register, and the history. The sweep of files drops the bytes that no row names any more.

See docs/requirements/statements.md#closing-an-organisation.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from compliance.archive.manifest import get_model, get_target_label, get_tenant_paths
from compliance.archive.models import Archive
from compliance.archive.services.downloads import delete_archives
from compliance.organisations.models import Organisation
from compliance.organisations.services import closing
from portal.history.services import record

IS_PUBLISHED = Q(publication__isnull=False)
IS_OF_PUBLISHED_VERSION = Q(version__publication__isnull=False)
EVERY_ROW = Q()
# Which rows stay, by model; nothing of the others does.
RETAINED_ROWS: dict[str, Q] = {
    "organisations.Organisation": EVERY_ROW,
    "organisations.Membership": EVERY_ROW,
    "organisations.ControlProof": EVERY_ROW,
    "statements.Statement": Q(publications__isnull=False),
    "statements.Version": IS_PUBLISHED,
    "statements.Approval": IS_OF_PUBLISHED_VERSION,
    "statements.Signature": IS_OF_PUBLISHED_VERSION,
    "statements.MemberApproval": IS_OF_PUBLISHED_VERSION,
    "statements.Publication": EVERY_ROW,
    "statements.Facet": EVERY_ROW,
    "statements.Document": EVERY_ROW,
    "statements.PublishedFigure": EVERY_ROW,
    "statements.Covered": EVERY_ROW,
    "statements.Render": EVERY_ROW,
    "statements.EarlierYear": EVERY_ROW,
    "archive.EarlierHistory": EVERY_ROW,
}


def empty_due_organisations(now: datetime) -> int:
    """Empty the organisations whose time is over; return how many."""
    return sum(empty_organisation(organisation, now) for organisation in closing.organisations_due_for_removal(now))


@transaction.atomic
def empty_organisation(organisation: Organisation, now: datetime) -> bool:
    """Delete with a few statements for each table; return whether there was anything to delete."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not locked.is_closed or locked.emptied_at or (locked.emptied_on and locked.emptied_on > now):
        return False
    delete_archives(Archive.objects.for_organisation(locked))
    rows = sum(_delete_rows(label, path, locked) for label, path in _order_children_first(get_tenant_paths()))
    closing.end_memberships(locked, now)
    locked.emptied_at = now
    locked.save(update_fields=["emptied_at"])
    record("system", "archive.organisation.emptied", locked, {"rows": rows}, scope=locked.uuid, at=now)
    return True


def _order_children_first(ways: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield children before parents: a model follows once no remaining model points at it."""
    remaining = dict(ways)
    while remaining:
        pointed_at = {
            get_target_label(field)
            for label in remaining
            for field in get_model(label)._meta.concrete_fields
            if field.is_relation and field.related_model is not get_model(label)
        }
        free = [label for label in remaining if label not in pointed_at]
        for label in free:
            yield label, remaining.pop(label)


def _delete_rows(label: str, path: str, organisation: Organisation) -> int:
    model = get_model(label)
    stays = RETAINED_ROWS.get(label)
    if stays is not None and not stays:
        return 0
    goes = model._base_manager.filter(**{path: organisation.pk})
    if stays is not None:
        goes = goes.exclude(pk__in=model._base_manager.filter(stays, **{path: organisation.pk}).values("pk"))
    # Without asking what else would go: whatever points here has gone before.
    return model._base_manager.filter(pk__in=goes.values("pk"))._raw_delete(goes.db)
