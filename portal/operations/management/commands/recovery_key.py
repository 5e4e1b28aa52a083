"""Make a new recovery key, or let somebody in by it: the way back when nobody can unlock."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.history.services import record
from portal.operations import prompts
from portal.operations.management.commands.vault_begin import RECOVERY
from portal.vault.kdf import Busy
from portal.vault.models import HandlerKey
from portal.vault.services import recovery, unlocking


class Command(prompts.ConsoleCommand):
    help = (
        "new: create a new recovery key, using a handler's passphrase. give: give a handler the team's key, using "
        "the recovery key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["new", "give"])
        parser.add_argument(
            "--handler",
            required=True,
            metavar="EMAIL",
            help="the person whose passphrase you'll enter, or who receives the key",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = prompts.get_person(options["handler"])
        self.stdout.write(_new(user) if options["what"] == "new" else _give(user))


def _new(user: User) -> str:
    passphrase = prompts.prompt_secret(f"Passphrase of {user}")
    try:
        unlocked = unlocking.open_with_passphrase(user=user, passphrase=passphrase)
    except unlocking.WrongPassphrase as error:
        raise CommandError("This is not the passphrase. Nothing has changed.", returncode=2) from error
    except unlocking.TeamKeyNotGiven as error:
        raise CommandError(f"{user} does not have the team's key.", returncode=2) from error
    except Busy as error:
        raise CommandError("The server is too busy. Try again in a moment.", returncode=2) from error
    with transaction.atomic():
        key, text = recovery.replace_recovery_key(unlocked=unlocked, at=timezone.now())
        record(user, "vault.recovery_key.made", key)
    return f"The previous recovery key no longer works. Destroy its printed copies.\n{RECOVERY.format(text=text)}"


def _give(user: User) -> str:
    key = HandlerKey.objects.active().filter(user=user).first()
    if key is None:
        raise CommandError(f"{user} must choose a passphrase at the desk first.", returncode=2)
    typed = prompts.prompt_secret("The recovery key")
    with transaction.atomic():
        try:
            recovery.restore_handler(key, private=recovery.parse_recovery_key(typed), at=timezone.now())
        except recovery.InvalidRecoveryKey as error:
            raise CommandError("This is not the recovery key. Nothing has changed.", returncode=2) from error
        record("operator", "vault.team_key.recovered", key)
    return f"{user} can unlock the vault now. Create a new recovery key now, because this one has been used."
