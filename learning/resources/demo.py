"""The demo's guidance: the same texts as a server's, by the same way."""

from datetime import date

from django.utils import timezone

from learning.resources.services.loading import load_guidance


def seed(*, today: date) -> None:
    load_guidance(at=timezone.now())
