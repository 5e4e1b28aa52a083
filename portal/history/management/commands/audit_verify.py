"""Verify the history chain. Exit status: 0 when it looked, whatever it found, with --strict 1 where the chain is not
whole; 2 when it could not look.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from portal.history.chain import FORMAT, Problem, find_export_breaks
from portal.history.verification import Verdict, verify_log

SHOWN = 50


class Command(BaseCommand):
    help = "Check that the history chain is complete and matches the daily anchors."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print a JSON object")
        parser.add_argument("--strict", action="store_true", help="exit with status 1 if the chain is incomplete")
        parser.add_argument(
            "--anchors", type=Path, metavar="DIRECTORY", help="anchors to compare with, if not the usual ones"
        )
        parser.add_argument("--export", type=Path, metavar="FILE", help="check an organisation's JSON export instead")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verdict = (
                _verify_export(options["export"]) if options["export"] else verify_log(_existing(options["anchors"]))
            )
        except (OSError, ValueError, KeyError, TypeError, DatabaseError) as error:
            raise CommandError(f"We could not check: {error}", returncode=2) from error
        self.stdout.write(_as_json(verdict) if options["json"] else _as_text(verdict))
        if options["strict"] and not verdict.is_whole:
            sys.exit(1)


def _existing(directory: Path | None) -> Path | None:
    if directory and not directory.is_dir():
        raise OSError(f"{directory} is not a directory")
    return directory


def _verify_export(path: Path) -> Verdict:
    export = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(export, dict) or export.get("format") != FORMAT:
        raise ValueError(f"{path} is not an export of history")
    return Verdict(len(export["entries"]), 0, export["last"], find_export_breaks(export))


def _as_json(verdict: Verdict) -> str:
    return json.dumps(
        {
            "whole": verdict.is_whole,
            "entries": verdict.count,
            "anchors": verdict.anchors,
            "last": verdict.last,
            "problems": [asdict(problem) for problem in verdict.problems],
        }
    )


def _as_text(verdict: Verdict) -> str:
    size = f"{verdict.count} entries, {verdict.anchors} anchors, last {verdict.last}"
    if verdict.is_whole:
        return f"The chain is complete: {size}."
    lines = [_line(problem) for problem in verdict.problems[:SHOWN]]
    if more := len(verdict.problems) - SHOWN:
        lines += [f"… and {more} more."] if more > 0 else []
    return "\n".join([f"The chain is NOT complete: {size}.", *lines])


def _line(problem: Problem) -> str:
    return f"{problem.code}: {problem.sentence}"
