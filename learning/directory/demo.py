"""The demo's directory: the entries that every installation begins with."""

from datetime import date, datetime, time

from django.utils import timezone

from learning.directory.services import loading


def seed(*, today: date) -> None:
    loading.load_services(loading.get_shipped_file(), at=timezone.make_aware(datetime.combine(today, time(9))))
