import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance.organisations.models import Organisation
from compliance.workbooks import comparison, sandbox_reader
from compliance.workbooks.comparison import ReportJSON
from compliance.workbooks.messages import MAX_MESSAGES, FileError, render_sentence
from compliance.workbooks.planning.audits import Sender
from compliance.workbooks.planning.dispatch import Registers
from compliance.workbooks.services import mappings, register_snapshot
from compliance.workbooks.types import FileRefused


class Command(BaseCommand):
    help = "Show what uploading each FILE would do, without changing anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--kind", choices=("auto", *comparison.KIND_ORDER), default="auto", help="what the rows are"
        )
        parser.add_argument("--organisation", metavar="SLUG", help="compare with the register of this organisation")
        parser.add_argument(
            "--rows", type=_whole_number, metavar="N", help="with --json, show the first N rows as they would be stored"
        )
        parser.add_argument("--json", action="store_true", help="print a JSON array with one entry for each file")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = self._organisation(options["organisation"])
        wanted = comparison.KIND_ORDER if options["kind"] == "auto" else (options["kind"],)
        bodies = [(name, _body(name)) for name in options["files"]]
        reports = [
            {"file": name} | self._read_file(body, wanted, organisation, options["rows"]) for name, body in bodies
        ]
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

    def _read_file(
        self, body: bytes, wanted: tuple[str, ...], organisation: Organisation | None, max_rows: int | None
    ) -> ReportJSON:
        today = timezone.localdate()
        report = comparison.FileReport()
        try:
            workbook = sandbox_reader.read_workbook(body)
            comparison.read_sheets_into(
                report, workbook.sheets, today=today, wanted=wanted, unread=workbook.unread, **_how(organisation)
            )
        except FileRefused as refused:
            error: FileError = {"code": refused.code, "message": render_sentence(refused.wording, refused.values)}
            refusal: ReportJSON = {"kind": None, "error": error, "rows_ok": 0, "rows_error": 0, "messages": []}
            if max_rows is not None:
                refusal |= {"rows": [], "sheets": comparison.sheets_as_json(report.seen, {}, {})}
            return refusal
        registers = register_snapshot.load_registers(organisation, sender=Sender()) if organisation else Registers()
        rows = comparison.compare_rows(report, registers, today=today)
        return comparison.report_as_json(report, rows, MAX_MESSAGES, max_rows=max_rows)

    def _print(self, report: ReportJSON) -> None:
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


def _whole_number(text: str) -> int:
    """Return a number of rows. Raises ValueError, which is an error of the command line."""
    if (number := int(text)) < 0:
        raise ValueError(text)
    return number


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
