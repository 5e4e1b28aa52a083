"""Scheduled publishing and expiry. Wagtail's publish_scheduled does the same, but one page that fails stops all others.

A version gets its day only where a review ends (BasePage.publish), so the clock shows nothing that one person wrote
alone.
"""

import logging
from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)


def publish_due_pages(now: datetime) -> int:
    """Publish versions whose day has come, the oldest day first. Return how many became public."""
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    return sum(_publish(pk) for pk in list(due.values_list("pk", flat=True)))


def expire_due_pages(now: datetime) -> int:
    """Take down public pages whose last day is over. Return how many."""
    due = Page.objects.live().filter(expire_at__lte=now).order_by("pk")
    return sum(_expire(pk, now) for pk in list(due.values_list("pk", flat=True)))


def _publish(pk: int) -> bool:
    """Publish one version. A second worker waits for the first, and finds the day gone. One that fails is tried
    again.
    """
    try:
        with transaction.atomic():
            version = Revision.objects.select_for_update().filter(pk=pk).exclude(approved_go_live_at=None).first()
            if version is not None:
                version.publish(log_action="wagtail.publish.scheduled")
            return version is not None
    except Exception:
        logger.exception("The version %s of a page did not become public on its day", pk)
        return False


def _expire(pk: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            page = Page.objects.select_for_update().live().filter(pk=pk, expire_at__lte=now).first()
            if page is not None:
                page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
            return page is not None
    except Exception:
        logger.exception("The page %s was not taken down on its day", pk)
        return False
