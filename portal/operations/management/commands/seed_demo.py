from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.operations import seed


class Command(BaseCommand):
    help = "Make a believable small world of invented names, the same each time, and print its accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is off: accounts with known passwords are made in a demo only.", returncode=2)
        accounts = seed.seed(today=timezone.localdate())
        self.stdout.write("Demo accounts (sign in at /accounts/login/):")
        for account in accounts:
            self.stdout.write(f"  {account.email}  password {account.password}")
            if account.passphrase:
                self.stdout.write(f"      passphrase at the desk: {account.passphrase}")
            self.stdout.write(f"      {account.role}: {account.can_try}")
        self.stdout.write("Mails are shown at /demo/mail/. Nothing leaves this machine.")
