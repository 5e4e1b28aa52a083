"""Notify by mail whoever left the page while an upload took its time.

See docs/requirements/suppliers.md#upload-progress.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from compliance.organisations.tenancy import get_memberships
from compliance.workbooks.choices import APPLIED, State
from compliance.workbooks.models import Import
from portal.core import mail

SLOW_THRESHOLD = timedelta(minutes=1)
FINISHED_STATES = frozenset({State.PREVIEW, State.MAPPING_NEEDED, State.FAILED, *APPLIED})


@transaction.atomic
def notify_if_slow(import_id: int, now: datetime) -> None:
    """Owe one mail a wait, to a person who is still a member; a supplier with a link finds the answer there."""
    waited = Import.objects.filter(
        pk=import_id, state__in=FINISHED_STATES, from_supplier=None, waits_since__lt=now - SLOW_THRESHOLD
    )
    if not waited.update(waits_since=None):
        return
    upload = Import.objects.select_related("organisation", "uploaded_by", "applied_by").get(pk=import_id)
    person = upload.applied_by or upload.uploaded_by
    if person is None or not get_memberships(person).filter(organisation=upload.organisation).exists():
        return
    path = reverse("workbooks:upload", args=[upload.organisation.slug, upload.uuid])
    context = {"organisation": upload.organisation, "upload": upload, "address": f"{settings.SITE_URL}{path}"}
    mail.send(to=person.email, template="workbooks/ended", context=context)
