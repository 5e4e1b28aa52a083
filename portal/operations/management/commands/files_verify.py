"""Compare stored files with their rows. Exit status: 0 when it looked, with --strict 1 when one is missing or
changed.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from portal.operations import prompts, stored_files
from portal.operations.backups import create


class Command(prompts.ConsoleCommand):
    help = "List each file that is missing or changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print a JSON object")
        parser.add_argument("--strict", action="store_true", help="exit with status 1 if a file is missing or changed")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = list(stored_files.verify_files(create.read_ledger(settings.BACKUP_DIR)))
        if options["json"]:
            self.stdout.write(json.dumps({"whole": not problems, "problems": [asdict(found) for found in problems]}))
        else:
            for found in problems:
                self.stdout.write(f"{found.problem}: {found.alias}/{found.name} of {found.row}")
            self.stdout.write(
                "All files are present and unchanged."
                if not problems
                else f"{len(problems)} files are missing or changed."
            )
        if problems and options["strict"]:
            sys.exit(1)
