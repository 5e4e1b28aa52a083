"""The sweep of the directory: partners are asked whether their entries are still right, and postcodes are made
ready.
"""

from datetime import datetime

from learning.directory.services.verification import request_due_confirmations
from portal.reference.postcodes import write_next_index


def sweep(now: datetime) -> int:
    write_next_index()
    return request_due_confirmations(now)
