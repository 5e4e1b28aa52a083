"""The garbage collector of a process that answers many short requests."""

import gc

THRESHOLDS = 50_000, 20, 20


def leave_loaded_alone() -> None:
    """Let it look no more at what is in memory now, which stays, and seldom at the rest.

    To look through all that a server has loaded again and again takes time from the pages.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
