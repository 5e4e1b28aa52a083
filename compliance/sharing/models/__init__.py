"""Agreements with partner agencies, and the feeds that go out under them."""

from compliance.sharing.models.agreements import Agreement
from compliance.sharing.models.feeds import Feed, FeedAnswer, FeedDownload

__all__ = ["Agreement", "Feed", "FeedAnswer", "FeedDownload"]
