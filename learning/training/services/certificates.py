"""Writes the certificate of a quiz that was passed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from learning.training.models import Attempt, Certificate
from learning.training.rules import certificate_codes
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def issue_certificate(*, attempt: Attempt, name: str, at: datetime) -> Certificate:
    """Issue one for each try that was passed; asked for again, it is the same.

    Raises ActionRefused for one that was not passed.

    name: as the person typed it.
    """
    locked = (
        Attempt.objects.select_for_update(of=("self",)).select_related("user", "course", "version").get(pk=attempt.pk)
    )
    if not locked.is_passed or locked.sent_at is None:
        raise ActionRefused("A certificate needs a passed quiz.")
    issued, is_new = Certificate.objects.get_or_create(
        attempt=locked,
        defaults={
            "code": certificate_codes.new_code(),
            "name": name,
            "course_title": locked.version.title,
            "version": locked.version.number,
            "minutes": locked.minutes,
            "completed_on": timezone.localdate(locked.sent_at),
            "issued_at": at,
        },
    )
    if is_new:
        record(locked.user, "training.certificate.issued", locked.course, at=at)
    return issued
