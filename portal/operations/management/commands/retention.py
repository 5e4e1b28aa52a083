from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.operations.retention import run_retention


class Command(BaseCommand):
    help = "Delete data at the end of its retention period. The worker does this every night. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        for part, count in run_retention(timezone.now()).items():
            self.stdout.write(f"{part}: {count}")
