"""Console prompts of commands, without echo: a passphrase, a recovery key."""

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal.accounts.models import User


class ConsoleCommand(BaseCommand):
    """A command that says in one line, with exit status 2, that the database does not answer or was never migrated."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            why, _, _ = str(error).partition("\n")
            raise CommandError(f"We could not query the database: {why}", returncode=2) from error


def prompt_secret(prompt: str, *, twice: bool = False) -> str:
    """Read a secret typed at a terminal, or one line of standard input. twice: typed again, so that a slip is found at
    once.
    """
    if not sys.stdin.isatty():
        typed = sys.stdin.readline().rstrip("\r\n")
    else:
        typed = getpass(f"{prompt}: ")
        if twice and getpass(f"{prompt} (repeat):") != typed:
            raise CommandError("The two entries do not match. Nothing has changed.", returncode=2)
    if not typed:
        raise CommandError(f"Enter a value for: {prompt}.", returncode=2)
    return typed


def get_person(email: str) -> User:
    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        raise CommandError(f"No one has the email address {email}.", returncode=2)
    return person
