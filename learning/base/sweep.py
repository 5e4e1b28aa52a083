"""The sweep of pages: they become public, or are taken down, on the day that was set."""

from datetime import datetime

from learning.base.scheduling import expire_due_pages, publish_due_pages


def sweep(now: datetime) -> int:
    return expire_due_pages(now) + publish_due_pages(now)
