"""Mails to the administrators of an organisation."""

from django.conf import settings
from django.urls import reverse

from compliance.organisations.models import Membership, Organisation
from portal.core import mail


def notify_administrators(organisation: Organisation, template: str, **context: object) -> None:
    """Queue the mail templates/email/organisations/<template>.txt to each administrator."""
    home = f"{settings.SITE_URL}{reverse('organisations:home', args=[organisation.slug])}"
    for membership in Membership.objects.administrators().filter(organisation=organisation).select_related("user"):
        mail.send(
            to=membership.user.email,
            template=f"organisations/{template}",
            context={"organisation": organisation, "home": home, **context},
        )
