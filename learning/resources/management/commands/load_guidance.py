from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning.base.rules.front_matter import MalformedContent
from learning.resources.services.loading import load_guidance


class Command(BaseCommand):
    help = "Put our own guidance into the tree: what is missing is made, what editors changed stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_guidance(at=timezone.now())
        except MalformedContent as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"Guidance: {len(loaded.made)} made, {len(loaded.renewed)} renewed, {len(loaded.left)} left.")
