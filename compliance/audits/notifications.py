"""Mails about alerts. Each holds a link and no details: a mailbox is not a safe place.

See docs/requirements/suppliers.md#alert-mails.
"""

from collections.abc import Collection

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from compliance.organisations.choices import Role
from compliance.organisations.models import Membership, Organisation
from compliance.suppliers.selectors.owners import get_members_to_notify
from portal.core.mail import send


def notify_leads(organisation: Organisation) -> None:
    """Mail every safeguarding lead that somebody may be at risk; where there is none, the administrators."""
    _send(organisation, "alert", get_leads(organisation))


def remind_leads(organisation: Organisation) -> None:
    """Remind the safeguarding leads of an unread alert."""
    _send(organisation, "alert_unread", get_leads(organisation))


def notify_administrators(organisation: Organisation) -> None:
    """Mail the administrators about an unread alert."""
    members = Membership.objects.administrators().for_organisation(organisation)
    _send(organisation, "alert_escalated", members)


def notify_owners(organisation: Organisation, owners: Collection[int | None]) -> None:
    """Mail who looks after the suppliers, or the administrators, that something is due within two working days."""
    _send(organisation, "alert_b", get_members_to_notify(organisation, owners))


def notify_duty_lead(organisation: Organisation) -> None:
    """Mail the helpline's duty lead that an alert is unread, and nothing of it; only where the organisation agreed."""
    send(to=settings.HELPLINE_DUTY_EMAIL, template="audits/alert_duty_lead", context={"organisation": organisation})


def get_leads(organisation: Organisation) -> QuerySet[Membership]:
    """Return the safeguarding leads, or the administrators where there is none."""
    members = Membership.objects.active().for_organisation(organisation)
    leads = members.filter(is_safeguarding_lead=True)
    return leads if leads.exists() else members.filter(role=Role.ADMINISTRATOR)


def _send(organisation: Organisation, template: str, members: QuerySet[Membership]) -> None:
    path = reverse("alerts:list", args=[organisation.slug])
    facts = {"organisation": organisation, "address": f"{settings.SITE_URL}{path}"}
    for member in members.select_related("user"):
        send(to=member.user.email, template=f"audits/{template}", context=facts)
