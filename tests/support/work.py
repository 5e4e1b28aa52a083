"""Counts how much work something is, in steps of Python: the same on every machine, however busy it is.

A step is a call or a turn at a fork of the code: a loop takes some each time round. What a library does in C is one.
"""

import sys
from collections.abc import Callable
from itertools import count

TOOL = 4
STEPS = (
    sys.monitoring.events.CALL,
    sys.monitoring.events.JUMP,
    sys.monitoring.events.BRANCH,
    sys.monitoring.events.PY_RESUME,
)


def count_steps[Answer](act: Callable[[], Answer]) -> tuple[Answer, int]:
    """Return what the call answers, and how many steps it took. What it raises is raised."""
    steps = count()
    sys.monitoring.use_tool_id(TOOL, "steps")
    try:
        for event in STEPS:
            sys.monitoring.register_callback(TOOL, event, lambda *_: next(steps))
        sys.monitoring.set_events(TOOL, sum(STEPS))
        answer = act()
    finally:
        sys.monitoring.set_events(TOOL, 0)
        for event in STEPS:
            sys.monitoring.register_callback(TOOL, event, None)
        sys.monitoring.free_tool_id(TOOL)
    return answer, next(steps)
