"""Another operator takes the helpline over: two leads hand every key on, counted and proved (portal.vault)."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record
from portal.vault.models import KeyHandover
from portal.vault.services import handover_export as vault


def get_current_handover() -> KeyHandover | None:
    return KeyHandover.objects.open().select_related("proposed_by", "confirmed_by").first()


def get_past_handovers() -> list[KeyHandover]:
    """Return the handovers that are done, the newest first."""
    return list(KeyHandover.objects.exclude(done_at=None).select_related("proposed_by").order_by("-done_at"))


@transaction.atomic
def propose_handover(*, public_key: bytes, by: User, at: datetime) -> KeyHandover:
    """Propose a handover to the holder of a public key. This and the others raise ActionRefused."""
    row = _asked(vault.propose_handover, public_key=public_key, by=by, at=at)
    record(by, "vault.handover.proposed", row, {"fingerprint": row.fingerprint}, at=at)
    return row


@transaction.atomic
def confirm_handover(*, handover: KeyHandover, by: User, at: datetime) -> None:
    row = _asked(vault.confirm_handover, handover=handover, by=by, at=at)
    record(by, "vault.handover.confirmed", row, {"fingerprint": row.fingerprint}, at=at)


@transaction.atomic
def withdraw_handover(*, handover: KeyHandover, by: User, at: datetime) -> None:
    _asked(vault.withdraw_handover, handover=handover, at=at)
    record(by, "vault.handover.withdrawn", handover, at=at)


@transaction.atomic
def export_keys(*, handover: KeyHandover, by: User, keys: Keys, at: datetime) -> str:
    """Return the file with every key sealed to the new operator, all of them or none."""
    text = _asked(vault.export_keys, handover=handover, unlocked=keys.unlocked, at=at)
    handover.refresh_from_db()
    digest = hashlib.sha256(text.encode()).hexdigest()
    record(by, "vault.handover.exported", handover, {"count": handover.count, "sha256": digest}, at=at)
    return text


@transaction.atomic
def finish_handover(*, handover: KeyHandover, code: str, by: User, at: datetime) -> None:
    row = _asked(vault.finish_handover, handover=handover, code=code, at=at)
    record(by, "vault.handover.done", row, {"count": row.count}, at=at)


def _asked(service: Callable[..., Any], **arguments: Any) -> Any:
    try:
        return service(**arguments)
    except ActionRefused as refused:
        raise ActionRefused(str(refused)) from refused
