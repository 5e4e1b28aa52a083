"""Opens cases in a restored copy: one that is made there, and, where the recovery key is at hand, the newest ones.

Nothing of what a case says leaves this module.
"""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from compliance.concerns.models import Concern
from compliance.concerns.services import desk, reporter_sessions, submission
from portal.vault import encryption
from portal.vault.services import recovery, team_key
from portal.vault.unlocked_keys import UnlockedKeys

NEWEST = 20
ANSWERS = {
    "purpose": "report_concern",
    "danger_level": "not_immediate",
    "age_of_person": "adult",
    "account": "A case of the restore drill.",
    "place_unknown": True,
    "identity_mode": "anonymous",
}


def try_new_case(now: datetime) -> str:
    """Seal a case in the copy and open it by its code, as a reporter would. Return what is wrong.

    The pepper and the salt with which codes are found are part of what is tried; nothing is left of the case.
    """
    with transaction.atomic():
        try:
            code = submission.create_code()
            created = submission.create_concern(ANSWERS, channel="webform", submit_token=uuid4(), now=now, code=code)
            cookie = reporter_sessions.start_visit(created.digits, now=now)
            visit = reporter_sessions.find_visit(cookie.text, now=now)
            said = desk.read_concern(visit.concern, visit.key).answers["account"] if visit else ""
        except team_key.NoTeamKey:
            return ""
        except (reporter_sessions.NoSuchCode, encryption.DecryptionError):
            said = ""
        finally:
            transaction.set_rollback(True)
    return "" if said == ANSWERS["account"] else "a test case does not open by its code"


def open_newest_cases(recovery_key: str) -> tuple[int, str]:
    """Open the newest cases by the recovery key. Return how many opened, and what is wrong."""
    try:
        keys = recovery.open_team_keys(recovery.parse_recovery_key(recovery_key))
    except recovery.InvalidRecoveryKey:
        return 0, "the recovery key is not the one of this backup"
    except encryption.DecryptionError:
        return 0, "the recovery key does not open the team’s key"
    unlocked = UnlockedKeys(user_id=0, keys={epoch.pk: private for epoch, private in keys.items()})
    opened = failed = 0
    newest = Concern.objects.filter(data_key__isnull=False).select_related("data_key").order_by("-arrived_hour")
    for concern in newest[:NEWEST]:
        row = concern.data_key
        if row is None:
            continue
        try:
            desk.read_concern(concern, unlocked.open(row))
            opened += 1
        except encryption.DecryptionError:
            failed += 1
    return opened, f"{failed} of {opened + failed} cases do not open" if failed else ""
