import json
from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.statements.text_checker import run
from compliance.statements.text_checker.labels import SENTENCES


class Command(BaseCommand):
    requires_system_checks = ()
    help = (
        "Report what each statement FILE (.txt, .pdf, .docx) covers, with the sentence behind each answer. Nothing "
        "is saved."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--json", action="store_true", help=("print one JSON array instead, with an entry for each file")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bodies = [(name, _body(name)) for name in options["files"]]
        reports = []
        for name, body in bodies:
            begun = perf_counter()
            reports.append({"file": name} | tell(body))
            self.stderr.write(f"{name}: {perf_counter() - begun:.2f} s")
        if options["json"]:
            self.stdout.write(json.dumps(reports, ensure_ascii=False, indent=1))
        else:
            for report in reports:
                self._print(report)

    def _print(self, report: dict[str, Any]) -> None:
        if report["error"]:
            self.stdout.write(f"{report['file']}: {report['error']['code']} {report['error']['message']}")
            return
        self.stdout.write(f"{report['file']}:")
        for criterion in report["criteria"]:
            self.stdout.write(f"  {criterion['id']}: {criterion['result']}{_quoted(criterion['sentence'])}")


def tell(body: bytes) -> dict[str, Any]:
    """Print error and criteria, as other programs rely on them.

    See docs/requirements/experience.md#stable-addresses.
    """
    try:
        judged = run.examine(body).judged
    except run.NotRead as error:
        return {"error": {"code": error.code, "message": str(SENTENCES[error.code])}, "criteria": []}
    criteria = [
        {
            "id": judgement.criterion.code,
            "result": judgement.result,
            "sentence": judgement.sentence,
            "status": judgement.status or None,
            "doubt": judgement.doubt or None,
        }
        for judgement in judged
    ]
    return {"error": None, "criteria": criteria}


def _quoted(sentence: str | None) -> str:
    return f" “{sentence}”" if sentence else ""


def _body(name: str) -> bytes:
    """No more than is needed to see that it is too big."""
    try:
        with Path(name).open("rb") as file:
            return file.read(run.MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.", returncode=2) from error
