"""At the new operator: open every key that another operator handed over, and print the code to read back to them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.operations import prompts
from portal.vault.services import handover_export, recovery


class Command(BaseCommand):
    help = (
        "Open each key in another operator's file with the private key from handover_key, and print the code that "
        "proves it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        _private, opened = opened_file(options["file"])
        self.stdout.write(f"All {len(opened.keys)} keys open. Read this code back: {opened.code}")


def opened_file(file: Path) -> tuple[bytes, handover_export.OpenedHandover]:
    """Ask for the private key of the handover; yield it and what it opens. Raises CommandError."""
    try:
        private = recovery.parse_recovery_key(prompts.prompt_secret("The private key shown by manage.py handover_key"))
        return private, handover_export.open_handover_file(file.read_text(encoding="utf-8"), private=private)
    except recovery.InvalidRecoveryKey as error:
        raise CommandError(
            "This is not a private key in the format that manage.py handover_key shows.", returncode=2
        ) from error
    except (OSError, UnicodeDecodeError, handover_export.InvalidHandoverFile) as error:
        raise CommandError(f"{file} is unreadable, incomplete or not for this key.", returncode=2) from error
