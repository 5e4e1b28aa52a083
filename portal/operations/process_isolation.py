"""Keeps another process of the same user out of this one's memory and environment.

See docs/requirements/security.md#process-isolation.
"""

import ctypes
import os
import sys

PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4


def make_undumpable() -> None:
    """Leave /proc/PID/environ, mem, root and ptrace of this process to root alone, and of those forked from it.

    A program that it starts in its place begins anew. Raises OSError. Elsewhere than on Linux it does nothing.
    """
    if sys.platform == "linux":
        _prctl(PR_SET_DUMPABLE, 0)


def is_dumpable() -> bool:
    """Return whether another process of this user may look into this one. Raises OSError."""
    return sys.platform != "linux" or _prctl(PR_GET_DUMPABLE, 0) != 0


def _prctl(option: int, argument: int) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    answer = library.prctl(option, *(ctypes.c_ulong(number) for number in (argument, 0, 0, 0)))
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer
