"""A statement as words and results, with nothing read in this process; it is kept nowhere.

See docs/requirements/security.md#sandbox.
"""

from dataclasses import dataclass
from typing import Any

from compliance.statements import vocabulary
from compliance.statements.rubric.rules.tense import DENIED, DONE, PLANNED, STATED
from compliance.statements.text_checker import sandbox
from compliance.statements.text_checker.rules.criteria import Judged, judged
from compliance.statements.text_checker.rules.result import DOUBTS, FOUND, NOT_FOUND, UNCLEAR, CriterionResult
from portal.core.sandbox import Busy, FunctionRaised, LimitExceeded, run_in_sandbox

MAX_BYTES = 25 * 1024 * 1024  # See docs/requirements/statements.md#returned-documents.
SECONDS, MEGABYTES = 20, 512
CODES = frozenset({"no_text", "too_big", "damaged", "locked", "refused"})
RESULTS = frozenset({FOUND, NOT_FOUND, UNCLEAR})
STATUSES = frozenset({"", DONE, PLANNED, DENIED, STATED})


class NotRead(Exception):
    """code: no_text (a scan), too_big, damaged, locked, refused or busy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Examined:
    """words: the repaired text, one paragraph a line. judged: in the rubric's order.

    marked: the same text with what the file tells of its lines (rules/structure.py).
    """

    words: str
    judged: list[Judged]
    marked: str = ""


def examine(body: bytes) -> Examined:
    """Check a PDF, a Word document or a text in UTF-8. Raises NotRead."""
    if len(body) > MAX_BYTES:
        raise NotRead("too_big")
    if not body:
        raise NotRead("no_text")
    try:
        return _examined(run_in_sandbox(sandbox.check_file, body, seconds=SECONDS, megabytes=MEGABYTES))
    except Busy:
        raise NotRead("busy") from None
    except LimitExceeded:
        raise NotRead("refused") from None
    except (
        FunctionRaised,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ):  # a library fell over, or told nonsense
        raise NotRead("damaged") from None


def _examined(report: dict[str, Any]) -> Examined:
    """Only what this process knows is taken from the answer."""
    if "refused" in report:
        raise NotRead(report["refused"] if report["refused"] in CODES else "refused")
    words = str(report["words"])
    results = [
        judged(
            words,
            vocabulary.criterion(code),
            CriterionResult(
                _known(result, RESULTS),
                tuple((int(a), int(b)) for a, b in spans),
                _known(doubt, DOUBTS),
                _known(status, STATUSES),
            ),
        )
        for code, result, spans, doubt, status in report["told"]
    ]
    return Examined(words, results, str(report["marked"]))


def _known(code: str, codes: frozenset[str]) -> str:
    if code not in codes:
        raise ValueError(code)
    return code
