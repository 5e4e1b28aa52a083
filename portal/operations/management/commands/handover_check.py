"""At the new operator: open every key that another operator handed over, and print the code to read back to them."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.operations import asking
from portal.vault.boxes import CannotOpen
from portal.vault.services import epochs, handover, unlocking
from portal.vault.stretching import Busy


class Command(asking.AskingCommand):
    help = "Open each key in a file of another operator with this portal's team key, and print the code that proves it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--handler", required=True, metavar="EMAIL", help="whose passphrase is typed")

    def handle(self, *args: Any, **options: Any) -> None:
        user = asking.person(options["handler"])
        passphrase = asking.secret(f"The passphrase of {user}")
        try:
            private = unlocking.by_passphrase(user=user, passphrase=passphrase).private(epochs.current().pk)
            opened = handover.open_file(options["file"].read_text(encoding="utf-8"), private=private)
        except (OSError, UnicodeDecodeError, handover.NotTheFile) as error:
            sentence = f"{options['file']} cannot be read, is not whole, or is not for this team's key."
            raise CommandError(sentence, returncode=2) from error
        except (unlocking.WrongPassphrase, unlocking.NotGiven, CannotOpen, epochs.NoTeamKey, Busy) as error:
            raise CommandError(f"The team's key does not open for {user}.", returncode=2) from error
        self.stdout.write(f"{len(opened.keys)} keys, and all of them open. Read this code back: {opened.code}")
