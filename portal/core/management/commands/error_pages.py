"""Write the static pages that a web server shows when Django does not answer.

They are drawn once from the templates, with the helpline's number from settings, and need nothing but their file: the
style sheet makes them pleasant, and without it they read as well.
"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string

from portal.core.context_processors import portal

STATUSES = (429, 500, 502, 503, 504)
# A gateway that finds nobody behind it has the same to say as a site that is being looked after.
TEMPLATES = {429: "errors/429.html", 500: "errors/500.html"}


class Command(BaseCommand):
    help = "Write the static error pages for the proxy, by default into var/errors/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, default=settings.VAR_DIR / "errors", help="Folder for the pages")

    def handle(self, *args: object, into: Path, **options: object) -> None:
        into.mkdir(parents=True, exist_ok=True)
        for status in STATUSES:
            template = TEMPLATES.get(status, "errors/503.html")
            page = render_to_string(template, {**portal(None), "is_error_page": True})
            (into / f"{status}.html").write_text(page, encoding="utf-8")
        self.stdout.write(f"{len(STATUSES)} pages written to {into}")
