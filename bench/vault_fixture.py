"""A vault that has begun, a handler who can unlock it, and what somebody tells the helpline: all invented."""

from typing import Any
from uuid import uuid4

HANDLER = "handler@helpline.example"
PASSPHRASE = "lantern harbour violet sparrow"  # noqa: S105 - of nobody
ACCOUNT = (
    "Six men are driven to the car wash before dawn and locked in at night. One man takes the pay and keeps the "
    "passports in a drawer of the office. They sleep on the floor above it, and one of them has hurt his hand. "
)
ANSWERS: dict[str, Any] = {
    "purpose": "report_concern",
    "danger_level": "not_immediate",
    "age_of_person": "adult",
    # As long as a usual narrative: 2.9 KB (docs/requirements/security.md#sealed-search).
    "account": ACCOUNT * 14,
    "premises_name": "Sparkle Invented Car Wash",
    "town": "Chesterfield",
    "exploitation_type": ["labour"],
    "sector": ["car_wash"],
    "general_indicator": ["movements_controlled", "no_access_to_earnings"],
    "pv_count_mode": "minimum",
    "pv_count_min": 6,
    "identity_mode": "confidential",
    "name": "Robin Example",
    "phone": "07700 900123",
    "contact_method": ["phone"],
    "contact_safety": ["safe_anytime"],
    "language": "en",
}


def start_vault() -> Any:
    """Make the first epoch, and the handler who holds its key."""
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from portal.accounts.models import User
    from portal.accounts.roles import StaffRole
    from portal.vault.services import epochs, handlers

    handler = User.objects.create_user(HANDLER, "correct horse battery staple")
    handler.groups.add(Group.objects.get(name=StaffRole.HANDLER))
    key = handlers.choose_passphrase(user=handler, passphrase=PASSPHRASE, at=timezone.now())
    # Tests have a file with the key of another vault.
    epochs.start_vault(handler_key=key, at=timezone.now(), replace_file=True)
    return handler


def submit_concern() -> Any:
    """Send a concern: return its row, its code, its key."""
    from django.utils import timezone

    from compliance.concerns.services import submission

    return submission.create_concern(ANSWERS, channel="webform", submit_token=uuid4(), now=timezone.now())
