"""Gunicorn's settings for `make run`: the portal is loaded while the demo is made, and opens when told so."""

import sys
from typing import Any

OPEN = "open"


def on_starting(_server: Any) -> None:  # Any: gunicorn has no types
    """Wait for the word on standard input, with the portal loaded and its port still closed.

    Raises SystemExit where the input ends without the word: the set-up is gone.
    """
    if sys.stdin.readline().strip() != OPEN:
        sys.exit(1)
