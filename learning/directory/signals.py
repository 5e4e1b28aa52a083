"""Receivers of model signals: after each change of an entry the search index is read anew."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from learning.directory.models import Service
from portal.core import page_cache


def invalidate_index(**kwargs: Any) -> None:
    page_cache.bump_edition()


def connect_signals() -> None:
    for signal in (post_save, post_delete):
        signal.connect(invalidate_index, sender=Service)
