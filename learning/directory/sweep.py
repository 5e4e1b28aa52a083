"""What the sweep does here: partners are asked whether their entries are still right, and postcodes are made ready."""

from datetime import datetime

from learning.directory.services.verification import ask_due
from portal.reference.postcodes import write_next_index


def sweep(now: datetime) -> int:
    write_next_index()
    return ask_due(now)
