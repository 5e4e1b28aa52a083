from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learning.base.permissions import get_writers
from learning.base.rules.front_matter import MalformedContent
from learning.resources.services.loading import load_guidance


class Command(BaseCommand):
    help = "Load our own guidance: create missing pages, and keep any changes that editors have made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--owner", metavar="EMAIL", help="the editor who checks the pages that have no owner yet")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = get_writers().filter(email__iexact=options["owner"]).first() if options["owner"] else None
        if options["owner"] and owner is None:
            raise CommandError(f"No content editor has the email address {options['owner']}.", returncode=2)
        try:
            loaded = load_guidance(at=timezone.now(), owner=owner)
        except MalformedContent as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"Guidance: {len(loaded.made)} made, {len(loaded.renewed)} renewed, {len(loaded.left)} left.")
