#!/usr/bin/env python
"""Run the portal's commands; `python manage.py help` lists them."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    from portal.settings.environment import why_not_development

    # Whoever runs `manage.py worker` on a server without naming its settings would send all mail to the terminal.
    if os.environ["DJANGO_SETTINGS_MODULE"] == "portal.settings.dev" and (refusal := why_not_development()):
        sys.stderr.write(f"{refusal}\n")
        sys.exit(2)
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility, get_commands
    from django.core.management.base import BaseCommand

    from portal.core.call_stack import call_with_room

    class Utility(ManagementUtility):
        """An unknown command is one that could not run: 2, with one line."""

        def fetch_command(self, subcommand: str) -> BaseCommand:
            if self.settings_exception is not None:
                raise self.settings_exception
            if subcommand not in get_commands():
                sys.stderr.write(f"There is no command {subcommand!r}: `python manage.py help` lists them.\n")
                sys.exit(2)
            return super().fetch_command(subcommand)

    try:
        call_with_room(Utility(sys.argv).execute)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
