"""Reading and judging a statement, in a process of its own (portal.core.sandbox). No Django here.

Answers with {"words": repaired text, "told": [[criterion, result, [[start, end], …]], …]} or {"refused": code}.
"""

import signal
import time
from typing import Any

from compliance.statements.rules.text import word_count
from compliance.statements.text_checker import parse_file
from compliance.statements.text_checker.rules.criteria import judge

# Of processor time: reading the file, judging its text, and all that the process does, its start too. What needs more
# is refused within two seconds.
READING, JUDGING, ALL = 1.1, 1.4, 1.8
# Fewer words than these are no statement, but what a scan or a picture leaves: page numbers, a stamp.
MIN_WORDS = 12
# Data and patterns are loaded now: later there is no file to open.
judge("Our suppliers in Spain were audited. This statement was approved by the board. We plan to train staff in 2030.")


def check_file(body: bytes) -> dict[str, Any]:
    try:
        signal.setitimer(signal.ITIMER_PROF, READING)
        words = parse_file.read(body)
    except parse_file.Refused as refused:
        return {"refused": str(refused)}
    if word_count(words) < MIN_WORDS:
        return {"refused": "no_text"}
    left = ALL - time.process_time()
    signal.setitimer(signal.ITIMER_PROF, min(JUDGING, max(left, 0.1)))
    return {
        "words": words,
        "told": [[judgement.criterion.code, judgement.result, judgement.spans] for judgement in judge(words)],
    }
