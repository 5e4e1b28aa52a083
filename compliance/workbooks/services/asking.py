"""Somebody asks for the workbooks of all suppliers: a row that owes them."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from compliance.audits.services import supplier_links
from compliance.organisations.models import Organisation
from compliance.workbooks import tasks
from compliance.workbooks.models import Package
from compliance.workbooks.services.commands import Refusal
from compliance.workbooks.services.packing import OWED
from portal.history.services import record


def ask(*, organisation: Organisation, by: Any, at: datetime) -> Package:
    """Asked twice meanwhile it is one; those made before are dropped, for they tell what was open then.

    Raises Refusal.
    """
    if not supplier_links.actions_to_send(organisation).exists():
        raise Refusal(_("No supplier has an open action that could be sent."))
    try:
        with transaction.atomic():
            made = Package.objects.create(organisation=organisation, asked_by=by, asked_at=at)
            Package.objects.for_organisation(organisation).exclude(pk=made.pk).delete()
            record(by, "workbooks.package.asked", made, scope=organisation.uuid, at=at)
            transaction.on_commit(partial(tasks.pack.enqueue, made.pk))
    except IntegrityError:
        return Package.objects.for_organisation(organisation).get(state__in=OWED)
    return made
