"""Permissions on the directory. What it shows to the public needs no permission.

See docs/requirements/security.md#role-matrix.
"""

from typing import Any

from learning.directory.choices import Outcome
from learning.directory.models import EntryChange, PhoneChange, Service
from portal.accounts.roles import StaffRole, has_role


def can_keep_directory(user: Any) -> bool:
    """Return whether the user may see every entry, change it, confirm it and hide it."""
    return has_role(user, StaffRole.CONTENT_EDITOR, StaffRole.TRIAGE_LEAD, StaffRole.SITE_ADMINISTRATOR)


def can_add_service(user: Any) -> bool:
    """Return whether the user may add services and answer organisations that apply."""
    return has_role(user, StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR)


def can_decide_number(user: Any, change: PhoneChange) -> bool:
    """Return whether the user may decide: nobody agrees to a number of their own.

    See docs/requirements/directory.md#phone-numbers.
    """
    return can_keep_directory(user) and change.outcome == Outcome.WAITING and change.asked_by_id != user.pk


def can_decide_change(user: Any, change: EntryChange) -> bool:
    """Return whether the user may decide: somebody who neither asked for the change nor agreed to it already.

    See docs/requirements/directory.md#contact-details.
    """
    is_waiting = change.outcome == Outcome.WAITING
    return can_keep_directory(user) and is_waiting and user.pk not in {change.asked_by_id, change.first_by_id}


def can_show(user: Any, service: Service) -> bool:
    """Return whether the user may publish a draft: somebody who wrote none of its contacts and did not accept it."""
    is_author = user.pk in service.contacts_by or service.phones.filter(typed_by=user.pk).exists()
    return can_keep_directory(user) and not is_author
