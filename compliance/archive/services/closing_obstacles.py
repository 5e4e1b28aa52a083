"""What prevents closing an organisation, and closing it from its archive page."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.audits.choices import AlertLevel
from compliance.audits.models import Alert
from compliance.organisations.models import Organisation
from compliance.organisations.services import closing
from compliance.workbooks.choices import WRITING
from compliance.workbooks.models import Import
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused


def get_closing_obstacles(organisation: Organisation) -> list[str]:
    """Return the sentences that say why the organisation cannot be closed now; none where it can."""
    sentences = []
    if Alert.objects.for_organisation(organisation).filter(level=AlertLevel.A, closed_at=None).exists():
        sentences.append(_("You have an open alert, so people may be at risk. Deal with it and close it first."))
    if Import.objects.for_organisation(organisation).filter(state__in=WRITING).exists():
        sentences.append(_("An upload is being imported or undone. Wait until it has finished."))
    return sentences


@transaction.atomic
def close(*, organisation: Organisation, actor: User, at: datetime) -> Organisation:
    """Close the organisation where nothing prevents it. Raises Refused."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if obstacles := get_closing_obstacles(locked):
        raise ActionRefused(obstacles[0])
    return closing.close(organisation=locked, actor=actor, at=at)
