import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance.organisations.models import Organisation
from compliance.workbooks import comparison, sandbox_reader
from compliance.workbooks.messages import MAX_MESSAGES, render_sentence
from compliance.workbooks.planning.audits import Sender
from compliance.workbooks.planning.dispatch import Registers
from compliance.workbooks.services import mappings, register_snapshot
from compliance.workbooks.types import FileRefused


class Command(BaseCommand):
    help = "Say what an upload of each FILE would do. Nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--kind", choices=("auto", *comparison.KIND_ORDER), default="auto", help="what the rows are"
        )
        parser.add_argument("--organisation", metavar="SLUG", help="compare with the register of this organisation")
        parser.add_argument("--json", action="store_true", help="print one array instead, an entry a file")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = self._organisation(options["organisation"])
        wanted = comparison.KIND_ORDER if options["kind"] == "auto" else (options["kind"],)
        bodies = [(name, _body(name)) for name in options["files"]]
        reports = [{"file": name} | self._read_file(body, wanted, organisation) for name, body in bodies]
        if options["json"]:
            self.stdout.write(json.dumps(reports, ensure_ascii=False, indent=1))
        else:
            for report in reports:
                self._print(report)

    def _organisation(self, slug: str | None) -> Organisation | None:
        if slug is None:
            return None
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise CommandError(f"There is no organisation with the slug {slug}.", returncode=2)
        return organisation

    def _read_file(self, body: bytes, wanted: tuple[str, ...], organisation: Organisation | None) -> dict[str, Any]:
        today = timezone.localdate()
        try:
            report = comparison.read_sheets(
                sandbox_reader.read_workbook(body).sheets, today=today, wanted=wanted, **_how(organisation)
            )
        except FileRefused as refused:
            error = {"code": refused.code, "message": render_sentence(refused.wording, refused.values)}
            return {"kind": None, "error": error, "rows_ok": 0, "rows_error": 0, "messages": []}
        registers = register_snapshot.load_registers(organisation, sender=Sender()) if organisation else Registers()
        rows = comparison.compare_rows(report, registers, today=today)
        return comparison.report_as_json(report, rows, MAX_MESSAGES)

    def _print(self, report: dict[str, Any]) -> None:
        if report["error"]:
            self.stdout.write(f"{report['file']}: {report['error']['code']} {report['error']['message']}")
            return
        self.stdout.write(
            f"{report['file']}: {report['kind']}, {report['rows_ok']} good rows, {report['rows_error']} with errors"
        )
        for message in report["messages"]:
            cell = f"{message['sheet'] or ''}!{message['column'] or ''}{message['row'] or ''}"
            self.stdout.write(f"  {message['code']} {cell.strip('!')} {message['message']}")
        if more := report.get("truncated"):
            self.stdout.write(f"  and {more} more")


def _body(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.", returncode=2) from error


def _how(organisation: Organisation | None) -> dict[str, Any]:
    """What an organisation has said of its files; dates are day first unless it has them otherwise."""
    if organisation is None:
        return {}
    return {"mappings": mappings.get_mappings(organisation), "is_month_first": organisation.is_month_first}
