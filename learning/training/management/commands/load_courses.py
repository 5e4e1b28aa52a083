from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning.base.rules.front_matter import MalformedContent
from learning.training.services.loading import load_courses


class Command(BaseCommand):
    help = "Load our own courses: add new ones, update changed ones, and keep people's progress."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_courses(at=timezone.now())
        except MalformedContent as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(
            f"Courses: {len(loaded.made)} added, {len(loaded.renewed)} updated, "
            f"{len(loaded.left)} left as editors changed them, {len(loaded.ended)} no longer offered."
        )
