import gc
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.core.demo_accounts import DemoAccount
from portal.operations import seed


class Command(BaseCommand):
    help = "Create the demo content, with invented names that are the same each time, and print its accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("app_label", nargs="*", help="Add the content of these apps only, and print nothing.")
        parser.add_argument("--migrate", action="store_true", help="Run all migrations first.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is off. Accounts with known passwords are only created in a demo.", returncode=2)
        # Nearly all that is made here lives until the end: looking for garbage takes a tenth of the time.
        gc.disable()
        if options["migrate"]:
            call_command("migrate", verbosity=0)
        accounts = seed.seed(today=timezone.localdate(), only=options["app_label"])
        gc.enable()
        if not options["app_label"]:
            self.print_accounts(accounts)

    def print_accounts(self, accounts: Iterable[DemoAccount]) -> None:
        self.stdout.write("Demo accounts (sign in at /accounts/login/):")
        for account in accounts:
            self.stdout.write(f"  {account.email}  password {account.password}")
            if account.passphrase:
                self.stdout.write(f"      passphrase at the desk: {account.passphrase}")
            self.stdout.write(f"      {account.role}: {account.can_try}")
        self.stdout.write("You can read emails at /demo/mail/. Nothing leaves this machine.")
