from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.operations.retention import run_retention


class Command(BaseCommand):
    help = "Let go of what has been kept long enough. The worker does it every night; a second time does nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for part, count in run_retention(timezone.now()).items():
            self.stdout.write(f"{part}: {count}")
