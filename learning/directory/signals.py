"""After each change of an entry the index that searches ask is read anew."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from learning.directory.models import Service
from portal.core import page_cache


def changed(**kwargs: Any) -> None:
    page_cache.renew()


def listen() -> None:
    for signal in (post_save, post_delete):
        signal.connect(changed, sender=Service)
