"""The weekly mail about statements of suppliers: on Mondays, to who manages them, else to the administrators."""

from collections import defaultdict
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.organisations.models import Membership, Organisation
from compliance.suppliers.models import StatementChange
from compliance.suppliers.selectors.owners import get_owner_candidates
from portal.core.mail import send

MONDAY, MORNING = 0, time(7)
MAX_LINES = 20


def send_statement_mails(now: datetime) -> int:
    """Send what is owed this Monday; return how many mails."""
    local = timezone.localtime(now)
    if local.weekday() != MONDAY or local.time() < MORNING:
        return 0
    owed = StatementChange.objects.filter(mailed_on=None).order_by().values("organisation")
    return sum(_notify(organisation, now) for organisation in Organisation.objects.open().filter(pk__in=owed))


@transaction.atomic
def _notify(organisation: Organisation, now: datetime) -> int:
    """Mail each person once for all changes of their suppliers; whoever marks the changes first sends them."""
    owed = StatementChange.objects.for_organisation(organisation).filter(mailed_on=None)
    changes = list(owed.select_for_update(of=("self",)).select_related("supplier").order_by("supplier__name", "pk"))
    if not changes:
        return 0
    StatementChange.objects.filter(pk__in=[change.pk for change in changes]).update(mailed_on=timezone.localdate(now))
    members = list(get_owner_candidates([organisation]).select_related("user"))
    by_user = {member.user_id: member for member in members}
    administrators = [member for member in members if member.role == Role.ADMINISTRATOR]
    lines: defaultdict[Membership, list[StatementChange]] = defaultdict(list)
    for change in changes:
        owner = by_user.get(change.supplier.owner_id) if change.supplier.owner_id else None
        for member in [owner] if owner else administrators:
            lines[member].append(change)
    for member, own in lines.items():
        _send(organisation, member, own)
    return len(lines)


def _send(organisation: Organisation, member: Membership, changes: list[StatementChange]) -> None:
    context = {
        "organisation": organisation,
        "count": len(changes),
        "lines": changes[:MAX_LINES],
        "more": max(0, len(changes) - MAX_LINES),
        "address": settings.SITE_URL + reverse("suppliers:statements", args=[organisation.slug]),
    }
    send(to=member.user.email, template="suppliers/statement_changes", context=context)
