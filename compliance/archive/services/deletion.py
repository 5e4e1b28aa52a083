"""Thirty days after an organisation was closed, what it had not published goes (issue 6, point 9).

What it published stays with its sign-off: the version, who approved and signed it, the earlier years that stand in
the register, and the history. The sweep of files drops the bytes that no row names any more.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from compliance.archive.manifest import model_of, target_of, tenants
from compliance.archive.models import Archive
from compliance.archive.services.downloads import delete_archives
from compliance.organisations.models import Organisation
from compliance.organisations.services import closing
from portal.history.services import record

PUBLISHED = Q(publication__isnull=False)
OF_PUBLISHED = Q(version__publication__isnull=False)
WHOLE = Q()
# Which rows stay, by model; nothing of the others does.
STAYS: dict[str, Q] = {
    "organisations.Organisation": WHOLE,
    "organisations.Membership": WHOLE,
    "organisations.ControlProof": WHOLE,
    "statements.Statement": Q(publications__isnull=False),
    "statements.Version": PUBLISHED,
    "statements.Approval": OF_PUBLISHED,
    "statements.Signature": OF_PUBLISHED,
    "statements.MemberApproval": OF_PUBLISHED,
    "statements.Publication": WHOLE,
    "statements.Facet": WHOLE,
    "statements.Document": WHOLE,
    "statements.PublishedFigure": WHOLE,
    "statements.Covered": WHOLE,
    "statements.Render": WHOLE,
    "statements.EarlierYear": WHOLE,
    "archive.EarlierHistory": WHOLE,
}


def remove_due(now: datetime) -> int:
    """How many organisations were emptied."""
    return sum(remove(organisation, now) for organisation in closing.due(now))


@transaction.atomic
def remove(organisation: Organisation, now: datetime) -> bool:
    """A few statements for each table, whatever the number of rows; whether there was anything to do."""
    own = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not own.is_closed or own.emptied_at or (own.emptied_on and own.emptied_on > now):
        return False
    delete_archives(Archive.objects.for_organisation(own))
    rows = sum(_remove(label, way, own) for label, way in _in_order(tenants()))
    closing.end_memberships(own, now)
    own.emptied_at = now
    own.save(update_fields=["emptied_at"])
    record("system", "archive.organisation.emptied", own, {"rows": rows}, scope=own.uuid, at=now)
    return True


def _in_order(ways: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Children before parents: a model goes once nothing that is left to go points at it."""
    waiting = dict(ways)
    while waiting:
        pointed_at = {
            target_of(field)
            for label in waiting
            for field in model_of(label)._meta.concrete_fields
            if field.is_relation and field.related_model is not model_of(label)
        }
        free = [label for label in waiting if label not in pointed_at]
        for label in free:
            yield label, waiting.pop(label)


def _remove(label: str, way: str, organisation: Organisation) -> int:
    model = model_of(label)
    stays = STAYS.get(label)
    if stays is not None and not stays:
        return 0
    goes = model._base_manager.filter(**{way: organisation.pk})
    if stays is not None:
        goes = goes.exclude(pk__in=model._base_manager.filter(stays, **{way: organisation.pk}).values("pk"))
    # Without asking what else would go: whatever points here has gone before.
    return model._base_manager.filter(pk__in=goes.values("pk"))._raw_delete(goes.db)
