from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.operations.sweep import run_sweep


class Command(BaseCommand):
    help = "Send due emails, resume jobs whose worker stopped and, once a night, verify the log."

    def handle(self, *args: Any, **options: Any) -> None:
        for part, count in run_sweep(now=timezone.now()).items():
            self.stdout.write(f"{part}: {count}")
