"""Closing an organisation from the page of its archive: what stands against it, asked of the apps that know."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.audits.choices import AlertLevel
from compliance.audits.models import Alert
from compliance.organisations.models import Organisation
from compliance.organisations.services import closing
from compliance.workbooks.choices import WRITING
from compliance.workbooks.models import Import
from portal.core.exceptions import ActionRefused


def get_closing_obstacles(organisation: Organisation) -> list[str]:
    """Why it cannot be closed now, in sentences; none where it can."""
    found = []
    if Alert.objects.for_organisation(organisation).filter(level=AlertLevel.A, closed_at=None).exists():
        found.append(_("People may be at risk: an alert is open. See to it and close it first."))
    if Import.objects.for_organisation(organisation).filter(state__in=WRITING).exists():
        found.append(_("An upload is being put into your register, or taken out of it. Wait until it is done."))
    return found


@transaction.atomic
def close(*, organisation: Organisation, actor: Any, at: datetime) -> Organisation:
    """Raises Refused."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if found := get_closing_obstacles(locked):
        raise ActionRefused(found[0])
    return closing.close(organisation=locked, actor=actor, at=at)
