"""The sweep of the directory: partners are asked whether their entries are still right, our staff are told which
organisations to check again, and postcodes are made ready.
"""

from datetime import datetime

from learning.directory.services.suitability_reminders import send_suitability_reminders
from learning.directory.services.verification import request_due_confirmations
from portal.reference.postcodes import write_next_index


def sweep(now: datetime) -> int:
    write_next_index()
    return request_due_confirmations(now) + send_suitability_reminders(now)
