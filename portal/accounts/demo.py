"""The demo's staff, one a role, and the way other apps' demos make an account."""

from datetime import date
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.accounts.roles import DESK_ROLES, StaffRole
from portal.core.demo_accounts import DEMO_PASSPHRASE, DEMO_PASSWORD, DemoAccount

STAFF = (
    (StaffRole.SITE_ADMINISTRATOR, "Ash", "Warden", "Check organisations, offer roles, reset two-step verification"),
    (StaffRole.CONTENT_EDITOR, "Beck", "Pages", "Write guidance at /cms/"),
    (
        StaffRole.TRIAGE_LEAD,
        "Cove",
        "Triage",
        "Be the second person for desk decisions and figures, see each person’s workload, confirm an offered role",
    ),
    (
        StaffRole.HANDLER,
        "Dale",
        "Handler",
        "Unlock the desk, take the child case first, answer a call, write to a reporter",
    ),
    (
        StaffRole.STATISTICIAN,
        "Eddy",
        "Counts",
        "Prepare figures for publication at /desk/statistics/, read the internal monthly figures",
    ),
    (
        StaffRole.HELPLINE_MANAGER,
        "Gale",
        "Manager",
        "See what is waiting, whether targets are met, and the figures",
    ),
    (
        StaffRole.PARTNER,
        "Fern",
        "Partner",
        "See what an agency receives at /desk/partner/, answer a referral, download a feed",
    ),
)


def account(*, email: str, first_name: str, last_name: str) -> User:
    """Return an account with a confirmed address and the demo's password; one that is there already is left as it
    is.
    """
    person = User.objects.filter(email=email).first()
    if person is None:
        person = User.objects.create(email=email, password=_hashed(), first_name=first_name, last_name=last_name)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


@cache
def _hashed() -> str:
    """Hash the demo's password once for all accounts: each hash takes a fifth of a second of the first start."""
    return make_password(DEMO_PASSWORD)


def seed(*, today: date) -> list[DemoAccount]:
    shown = []
    for role, first_name, last_name, can_try in STAFF:
        email = f"{role.value.replace('_', '-')}@helpline.example"
        person = account(email=email, first_name=first_name, last_name=last_name)
        person.groups.add(Group.objects.get(name=role))
        passphrase = DEMO_PASSPHRASE if role in DESK_ROLES | {StaffRole.PARTNER} else ""
        shown.append(DemoAccount(email=email, role=str(role.label), can_try=can_try, passphrase=passphrase))
    return shown
