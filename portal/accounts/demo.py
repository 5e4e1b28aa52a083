"""The demo's staff, one a role, and the way other apps' demos make an account."""

from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.core.demo_accounts import DEMO_PASSWORD, DemoAccount

STAFF = (
    (StaffRole.SITE_ADMINISTRATOR, "Ash", "Warden", "Check organisations, offer roles, reset a lost second step"),
    (StaffRole.CONTENT_EDITOR, "Beck", "Pages", "Write guidance at /cms/"),
    (StaffRole.TRIAGE_LEAD, "Cove", "Triage", "Confirm a role that the site administrator offered"),
    (StaffRole.HANDLER, "Dale", "Handler", "See what a call handler sees until the desk opens"),
    (StaffRole.STATISTICIAN, "Eddy", "Counts", "See what a statistician sees until the figures open"),
    (StaffRole.PARTNER, "Fern", "Partner", "See what a partner agency sees until referrals open"),
)


def account(*, email: str, first_name: str, last_name: str) -> User:
    """An account with a confirmed address and the demo's password; the one that is there already, as it is."""
    person = User.objects.filter(email=email).first()
    if person is None:
        person = User.objects.create_user(email, DEMO_PASSWORD, first_name=first_name, last_name=last_name)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def seed(*, today: date) -> list[DemoAccount]:
    shown = []
    for role, first_name, last_name, can_try in STAFF:
        email = f"{role.value.replace('_', '-')}@helpline.example"
        person = account(email=email, first_name=first_name, last_name=last_name)
        person.groups.add(Group.objects.get(name=role))
        shown.append(DemoAccount(email=email, role=str(role.label), can_try=can_try))
    return shown
