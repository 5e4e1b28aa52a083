"""What a second person agreed to, and what has changed in the case since: an approval is never voided silently."""

import hashlib
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalState
from compliance.casework.models import Approval
from compliance.referrals.services.disclosure import Package
from portal.history.services import record

NOTE, PRIVACY, ABOUT = "note", "privacy", "about"

# By name of an item: its label, and the hash of what it said when the second person was asked.
type Snapshot = Mapping[str, tuple[str, str]]


def snapshot(package: Package) -> dict[str, tuple[str, str]]:
    """Return what the package holds, as hashes: it is compared later, and never read."""
    items = {item.name: (item.label, _hash(item.text)) for item in package.items}
    files = {f"sha256:{file.uuid}": (file.name, file.sha256) for file in package.files}
    texts = {
        NOTE: (_("Your note to them"), _hash(package.note)),
        PRIVACY: (_("Privacy information they will see"), _hash(package.privacy)),
        ABOUT: (_("When we received it, why we can share it, and what we are asking"), _hash(repr(package.about))),
    }
    return {**items, **files, **texts}


def get_changes(before: Snapshot, package: Package) -> list[str]:
    """Return a sentence for each thing that differs from what was agreed to; empty where nothing was noted."""
    if not before:
        return []
    now = snapshot(package)
    return [
        *(_("Changed: %(thing)s") % {"thing": now[name][0]} for name in now if _is_other(name, before, now)),
        *(_("Added: %(thing)s") % {"thing": now[name][0]} for name in now if name not in before),
        *(_("Removed: %(thing)s") % {"thing": before[name][0]} for name in before if name not in now),
    ]


def withdraw_approval(approval: Approval | None) -> None:
    """Take a question out of the approvals where what it asked about is no longer what would go."""
    if approval is None or approval.state != ApprovalState.WAITING:
        return
    approval.state = ApprovalState.WITHDRAWN
    approval.save(update_fields=["state"])
    data = {"kind": approval.kind}
    record("system", "casework.approval.taken_back", approval.case or approval, data, at=timezone.now())


def _is_other(name: str, before: Snapshot, now: Snapshot) -> bool:
    return name in before and before[name][1] != now[name][1]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
