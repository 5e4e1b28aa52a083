"""The mail of a morning to whoever verifies: what is closed and waits for them. One a working day at most."""

from datetime import datetime, time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import Action, VerifierMail
from compliance.audits.selectors.querysets import get_open_alerts_about
from compliance.audits.selectors.verification import get_unverified_actions, get_verifiable_actions
from compliance.organisations.choices import Role
from compliance.organisations.models import Membership, Organisation
from portal.core.mail import send

# By the clocks people see.
MORNING = time(7)
SATURDAY = 5
MAX_LINES = 10


def send_verifier_mails(now: datetime) -> int:
    """Send the mails of this morning that have not gone; return how many."""
    local = timezone.localtime(now)
    if local.time() < MORNING or local.weekday() >= SATURDAY:
        return 0
    today = local.date()
    waiting = Action.objects.filter(is_unverified=True).order_by().values("organisation")
    notified = VerifierMail.objects.filter(day=today).values("organisation")
    due = Organisation.objects.open().filter(pk__in=waiting).exclude(pk__in=notified)
    return sum(_notify_organisation(organisation, now) for organisation in due)


def _notify_organisation(organisation: Organisation, now: datetime) -> int:
    """Mail each verifier; another worker may have been first. Where there is none, administrators are asked for one."""
    try:
        with transaction.atomic():
            VerifierMail.objects.filter(organisation=organisation).delete()
            VerifierMail.objects.create(organisation=organisation, day=timezone.localdate(now))
            members = Membership.objects.active().for_organisation(organisation).select_related("user", "organisation")
            verifiers = list(members.filter(is_verifier=True))
            if verifiers:
                return sum(_notify_verifier(verifier) for verifier in verifiers)
            administrators = list(members.filter(role=Role.ADMINISTRATOR))
            count = get_unverified_actions(organisation).count()
            for administrator in administrators:
                _send(administrator, "audits/no_verifier", count=count, page="organisations:people")
            return len(administrators)
    except IntegrityError:
        return 0


def _notify_verifier(verifier: Membership) -> int:
    """Send the mail of one verifier. It names no finding under an open alert, whoever reads it."""
    actions = get_verifiable_actions(verifier).select_related("finding__audit__site__supplier")
    actions = actions.exclude(Exists(get_open_alerts_about("finding__")))
    count = actions.count()
    if count:
        lines = [_describe(action) for action in actions[:MAX_LINES]]
        _send(verifier, "audits/to_verify", count=count, more=count - len(lines), lines=lines, page="actions:to_verify")
    return bool(count)


def _describe(action: Action) -> dict[str, object]:
    """Return references and names, never what was found or done: mail is read in many places."""
    audit = action.finding.audit
    return {
        "supplier": audit.site.supplier.name,
        "site": audit.site.name,
        "audit": audit.audit_ref,
        "finding": action.finding.finding_ref,
        "number": action.number,
    }


def _send(member: Membership, template: str, *, page: str, **facts: object) -> None:
    organisation = member.organisation
    address = settings.SITE_URL + reverse(page, args=[organisation.slug])
    send(to=member.user.email, template=template, context={"organisation": organisation, "address": address} | facts)
