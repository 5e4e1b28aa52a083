"""Make the team's first key, and the recovery key. The operator runs it once; a second time it changes nothing."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record
from portal.operations import prompts
from portal.vault.kdf import Busy
from portal.vault.models import Epoch, HandlerKey
from portal.vault.permissions import can_hold_key
from portal.vault.services import epochs, handlers


class Command(prompts.ConsoleCommand):
    help = "Set up the vault: create the team's first key, give it to one handler, and print a recovery key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--handler", required=True, metavar="EMAIL", help="the first person who can open concerns")
        parser.add_argument(
            "--replace-file",
            action="store_true",
            help="replace the public key of another database, which can then no longer seal anything",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Epoch.objects.exists():
            self.stdout.write(_as_it_stands())
            return
        try:
            key = _key_of(prompts.get_person(options["handler"]))
            begun = _begin(key, replace_file=options["replace_file"])
        except epochs.AlreadyBegun as error:
            sentence = "The file with the team's public key belongs to another database. See --replace-file."
            raise CommandError(sentence, returncode=2) from error
        except (ValidationError, ActionRefused, Busy, OSError, ImproperlyConfigured) as error:
            raise CommandError(f"We could not set up the vault: {words_of(error)}", returncode=2) from error
        self.stdout.write(f"The vault is set up. {key.user} can unlock it.\n")
        self.stdout.write(RECOVERY.format(text=begun.recovery_text))


RECOVERY = """The recovery key, which we show once and do not store:

    {text}

Write it down twice, or print it, on paper only. Put the copies in two safes that no one can open alone.
Then test it with manage.py recovery_drill"""


def _as_it_stands() -> str:
    """Raises CommandError where the file and the database disagree."""
    try:
        return f"The vault is already set up, with epoch {epochs.get_current_epoch().number}. Nothing has changed."
    except epochs.NoTeamKey as error:
        sentence = "The vault is set up, but the file with the team's public key does not confirm its key."
        raise CommandError(sentence, returncode=2) from error


def _key_of(user: User) -> HandlerKey:
    """The one with the passphrase that the handler has chosen; otherwise it is chosen here and now."""
    if not can_hold_key(user):
        raise CommandError(f"{user} is neither a call handler nor a triage lead.", returncode=2)
    if key := HandlerKey.objects.active().filter(user=user).first():
        return key
    passphrase = prompts.prompt_secret(f"Choose a passphrase for {user}, who does not have one yet", twice=True)
    return handlers.choose_passphrase(user=user, passphrase=passphrase, at=timezone.now())


@transaction.atomic
def _begin(key: HandlerKey, *, replace_file: bool) -> epochs.VaultStart:
    begun = epochs.start_vault(handler_key=key, at=timezone.now(), replace_file=replace_file)
    record("operator", "vault.epoch.begun", begun.epoch, {"handler": str(key.user)})
    return begun


def words_of(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error) or "the server is too busy"
