"""Reading and judging a statement, in a process of its own (portal.core.sandbox). No Django here.

Answers with {"words": repaired text, "marked": the same as rules/structure.py has it,
"told": [[criterion, result, [[start, end], …], doubt, status], …]} or
{"refused": code}.
"""

import signal
import time
from typing import Any

from compliance.statements.rules.text import word_count
from compliance.statements.text_checker import parse_file
from compliance.statements.text_checker.rules.criteria import judge
from compliance.statements.text_checker.rules.structure import plain

# Of processor time. Counts decide what is read (parse_file): pages, characters, lines. The work is in proportion to
# them, so that these limits end only a process that is stuck: on one page, in the whole of a file, and in all.
STUCK, READING, ALL = 1.1, 6.0, 18.0
# Fewer words than these are no statement, but what a scan or a picture leaves: page numbers, a stamp.
MIN_WORDS = 12
# Data and patterns are loaded now: later there is no file to open.
judge("Our suppliers in Spain were audited. This statement was approved by the board. We plan to train staff in 2030.")


def check_file(body: bytes) -> dict[str, Any]:
    try:
        marked = parse_file.read_marked(body, at_page=_limit_page)
        words = plain(marked)
    except parse_file.Refused as refused:
        return {"refused": str(refused)}
    if word_count(words) < MIN_WORDS:
        return {"refused": "no_text"}
    signal.setitimer(signal.ITIMER_PROF, ALL - time.process_time())
    return {
        "words": words,
        "marked": marked,
        "told": [
            [judged.criterion.code, judged.result, judged.spans, judged.doubt, judged.status] for judged in judge(words)
        ],
    }


def _limit_page() -> None:
    """Give the next page its time; no page that a person can read needs a tenth of it."""
    left = READING - time.process_time()
    signal.setitimer(signal.ITIMER_PROF, max(0.01, min(STUCK, left)))
