"""Show that the paper in the safe still opens what is sealed today. Once a quarter; as often as anybody likes."""

from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from portal.history.services import record
from portal.operations import prompts
from portal.vault.services import epochs, recovery


class Command(prompts.ConsoleCommand):
    help = "Test the recovery key on a sample data key, and record the date."

    def handle(self, *args: Any, **options: Any) -> None:
        typed = prompts.prompt_secret("The recovery key")
        try:
            private = recovery.parse_recovery_key(typed)
            with transaction.atomic():
                key = recovery.run_drill(private=private, at=timezone.now())
                record("operator", "vault.recovery_key.tried", key)
        except recovery.InvalidRecoveryKey as error:
            raise CommandError("This is not the recovery key. Check for typing mistakes.", returncode=2) from error
        except recovery.DrillFailed as error:
            sentence = (
                "The recovery key does NOT open what is sealed today. Create a new one with manage.py recovery_key new"
            )
            raise CommandError(sentence, returncode=2) from error
        except epochs.NoTeamKey as error:
            sentence = (
                "There is no team key that the file confirms, so we cannot run the test. See manage.py vault_begin."
            )
            raise CommandError(sentence, returncode=2) from error
        self.stdout.write(
            f"The recovery key opens what is sealed today. Test recorded at {key.last_drill_at:%Y-%m-%d %H:%M} UTC."
        )
