from typing import Any

from django.core.management.base import BaseCommand

from compliance.statistics import demo_releases


class Command(BaseCommand):
    help = "Create the file of the demo's releases from its seed. Run it after changing rules, facts or protection."

    def handle(self, *args: Any, **options: Any) -> None:
        releases = {}
        for code, columns in demo_releases.make_demo_releases():
            releases[code] = columns
            self.stdout.write(f"{code}: {len(columns['hidden'])} numbers hidden")
        demo_releases.write_file(releases)
