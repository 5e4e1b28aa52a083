"""Say what is wrong with this installation. Exit status: 0 when it looked, with --strict 1 where more than advice was
found.
"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from portal.operations.doctor import Danger, examine

LABELS = {
    Danger.PEOPLE: "Danger to people",
    Danger.LOSS: "Loss of data",
    Danger.ATTACK: "Open to attack",
    Danger.SERVICE: "Not working",
    Danger.ADVICE: "Advice",
}


class Command(BaseCommand):
    help = "List the problems with this installation, most serious first, with how to fix them."
    # It says itself what is wrong, also where a check would stop another command.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print a JSON object")
        parser.add_argument("--strict", action="store_true", help="exit with status 1 if there is more than advice")

    def handle(self, *args: Any, **options: Any) -> None:
        found = examine(timezone.now())
        if options["json"]:
            rows = [
                {"name": one.name, "danger": one.danger.name.lower(), "problem": one.problem, "fix": one.fix}
                for one in found
            ]
            self.stdout.write(json.dumps({"findings": rows}))
        else:
            for number, one in enumerate(found, start=1):
                self.stdout.write(f"{number}. {LABELS[one.danger]}: {one.problem} [{one.name}]\n   {one.fix}")
            self.stdout.write(f"{len(found)} things to fix." if found else "No problems found.")
        if options["strict"] and any(one.danger < Danger.ADVICE for one in found):
            sys.exit(1)
