"""Exit status: 0 when everything is under the newest key, 1 when something opens with no key that is left."""

import sys
from typing import Any

from portal.history.services import record
from portal.operations import prompts, reseal


class Command(prompts.ConsoleCommand):
    help = "Encrypt two-step verification, private files, notes and comments again with the newest sealing key."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = reseal.reseal_all()
        if outcome.renewed:
            record("operator", "operations.sealing.renewed", data={"count": outcome.renewed})
        for name in outcome.unreadable:
            self.stdout.write(f"No key opens {name}.")
        self.stdout.write(f"{outcome.renewed} encrypted again, {outcome.already_new} already had the newest key.")
        if outcome.unreadable:
            self.stdout.write("Keep the old keys and find the missing one.")
            sys.exit(1)
        self.stdout.write("Back up now. Then you can remove the older keys from the file.")
