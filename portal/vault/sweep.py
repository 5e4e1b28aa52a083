"""The sweep of the vault: ended unlocks, keys of people who have left the desk, the file's former key of the team."""

from datetime import datetime

from portal.vault.services import handlers, team_key, unlocking


def sweep(now: datetime) -> int:
    """Put right what is over; return how many things."""
    return unlocking.delete_expired_unlocks(now) + handlers.revoke_former_handlers(now) + team_key.remove_former_keys()
