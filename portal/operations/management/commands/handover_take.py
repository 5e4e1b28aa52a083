"""At the new operator, in the copied database: take over every key that another operator handed over."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record
from portal.operations import prompts
from portal.operations.management.commands.handover_check import opened_file
from portal.operations.management.commands.vault_begin import RECOVERY, words_of
from portal.vault.kdf import Busy
from portal.vault.permissions import can_hold_key
from portal.vault.services import handover_import


class Command(prompts.ConsoleCommand):
    help = "Take over all the keys in another operator's file, in a copy of their database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--handler", required=True, metavar="EMAIL", help="your first person who can open concerns")
        parser.add_argument(
            "--replace-file",
            action="store_true",
            help="replace the public key of another database, which can then no longer seal anything",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = prompts.get_person(options["handler"])
        if not can_hold_key(user):
            raise CommandError(f"{user} is neither a call handler nor a triage lead.", returncode=2)
        private, opened = opened_file(options["file"])
        passphrase = prompts.prompt_secret(f"A new passphrase for {user}", twice=True)
        try:
            taken = _take(
                opened=opened,
                private=private,
                handler=user,
                passphrase=passphrase,
                replace_file=options["replace_file"],
            )
        except (ActionRefused, ValidationError, Busy, OSError, ImproperlyConfigured) as error:
            raise CommandError(f"We did not take over anything: {words_of(error)}", returncode=2) from error
        count = taken.handover.count
        self.stdout.write(f"{count} keys are now yours. We read back and opened each one. {user} can unlock them.\n")
        self.stdout.write(RECOVERY.format(text=taken.recovery_text))
        self.stdout.write(LEFT.format(staff=_others(user)))


LEFT = """
The database also has {staff} staff accounts, which cannot open anything. Close those of the former operator.
Destroy the file of keys and the paper with the private key."""


@transaction.atomic
def _take(**given: Any) -> handover_import.ImportedKeys:
    taken = handover_import.import_keys(**given, at=timezone.now())
    record("operator", "vault.handover.taken", taken.handover, {"count": taken.handover.count})
    return taken


def _others(user: User) -> int:
    return (
        User.objects.filter(is_active=True)
        .exclude(groups=None, is_superuser=False)
        .exclude(pk=user.pk)
        .distinct()
        .count()
    )
