"""Making approved figures public at their announced time.

See docs/requirements/statistics.md#announced-dates.
"""

from datetime import datetime

from django.db import transaction

from compliance.statistics.choices import State
from compliance.statistics.models import Release
from portal.core import page_cache
from portal.history.services import record

SYSTEM = "system"


def publish_due(now: datetime) -> int:
    """Publish what is approved and due, in the order of preparation. Return how many became public."""
    due = list(Release.objects.due(now).order_by("position").values_list("pk", flat=True))
    return sum(_publish(pk, now) for pk in due)


@transaction.atomic
def _publish(pk: int, now: datetime) -> bool:
    release = Release.objects.select_for_update().due(now).filter(pk=pk).first()
    if release is None:
        return False
    release.state, release.published_at = State.PUBLISHED, now
    release.save(update_fields=["state", "published_at"])
    record(SYSTEM, "statistics.release.published", release, {"sha256": release.sha256}, at=now)
    transaction.on_commit(page_cache.bump_edition)
    return True
