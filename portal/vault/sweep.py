"""What is over goes: unlocks, keys of people who have left the desk, the file's former key of the team."""

from datetime import datetime

from portal.vault.services import handlers, team_key, unlocking


def sweep(now: datetime) -> int:
    return unlocking.clear_expired(now) + handlers.revoke_former(now) + team_key.forget_former()
