from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.jobs import put_aside


class Command(BaseCommand):
    help = "List the background jobs that have failed, or retry all, one kind, or one of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "kind", nargs="?", default="", choices=["", *settings.JOB_KINDS], help="only jobs of this kind"
        )
        parser.add_argument("key", nargs="?", type=int, help="one job, by its number in the list")
        parser.add_argument("--retry", action="store_true", help="retry the jobs")

    def handle(self, *args: Any, **options: Any) -> None:
        jobs = [job for job in put_aside.list_jobs(options["kind"]) if options["key"] in (None, job.key)]
        if options["key"] is not None and not jobs:
            raise CommandError(f"There is no failed job {options['kind']} {options['key']}.")
        for job in jobs:
            line = f"{job.kind} {job.key}: stopped at {job.put_aside_at:%Y-%m-%d %H:%M} UTC, {job.attempts} attempts, "
            self.stdout.write(f"{line}{job.problem}")
            if options["retry"]:
                is_retried = put_aside.retry_job(job.kind, job.key, now=timezone.now())
                self.stdout.write("retried" if is_retried else "not retried: another job has replaced it")
        if not jobs:
            self.stdout.write("There are no failed jobs.")
