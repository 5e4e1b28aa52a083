"""The links for suppliers without an account: sent, sent again, revoked, reminded of.

See docs/requirements/suppliers.md#supplier-links.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.audits.choices import OPEN_STATUSES, AlertLevel, AuditStatus, FindingStatus
from compliance.audits.models import Action, Alert, SupplierLink
from compliance.audits.rules.alerts import issue_codes_for_level
from compliance.organisations.models import Organisation
from compliance.suppliers.models import Supplier
from portal.accounts.models import User
from portal.core import mail, rate_limits
from portal.core.exceptions import ActionRefused
from portal.history.services import record

LINK_TTL = timedelta(days=30)
MAIL_TEMPLATE = "audits/supplier_link"


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token, which is all that the database stores of it."""
    return hashlib.sha256(token.encode()).hexdigest()


# --- What may stand in a link --------------------------------------------------------------------------------------


def get_actions_without_alerts(organisation: Organisation) -> QuerySet[Action]:
    """Return actions of audits that count, but none of a finding that ever raised an A-alert or is of such a kind."""
    grave = Alert.objects.filter(
        level=AlertLevel.A,
        organisation=OuterRef("finding__audit__organisation"),
        audit_key=OuterRef("finding__audit__key"),
        finding_key=OuterRef("finding__key"),
    )
    return Action.objects.for_organisation(organisation).filter(
        ~Q(finding__issue_code__in=issue_codes_for_level(AlertLevel.A)),
        ~Exists(grave),
        finding__audit__status=AuditStatus.COMPLETE,
    )


def get_actions_to_send(organisation: Organisation) -> QuerySet[Action]:
    """Return open actions that a supplier may see: never those of a finding with an A-alert."""
    return get_actions_without_alerts(organisation).filter(status__in=OPEN_STATUSES, finding__status__in=OPEN_STATUSES)


def get_link_actions(link: SupplierLink) -> QuerySet[Action]:
    """Return the open actions that a link shows."""
    return order_for_supplier(
        get_actions_to_send(link.supplier.organisation).filter(finding__audit__site__supplier=link.supplier)
    )


def order_for_supplier(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Return the actions as a supplier reads them, with what each line shows."""
    related = actions.select_related("finding__audit__site")
    return related.order_by("due_on", "finding__audit__key", "finding__position", "finding__key", "number", "pk")


def get_supplier_actions(supplier: Supplier) -> QuerySet[Action]:
    """Return all actions that may be shown to this supplier itself, closed ones too."""
    return get_actions_without_alerts(supplier.organisation).filter(finding__audit__site__supplier=supplier)


def get_actions_missing_evidence(link: SupplierLink) -> QuerySet[Action]:
    """Return those for which a workbook named a file that has not come."""
    statuses = {*OPEN_STATUSES, FindingStatus.CLOSED_UNVERIFIED}
    return order_for_supplier(
        get_supplier_actions(link.supplier).filter(status__in=statuses, files=None).exclude(evidence_name="")
    )


def count_open_actions(organisation: Organisation) -> dict[int, int]:
    """Return how many actions each supplier could be sent, by the supplier's key."""
    supplier = "finding__audit__site__supplier"
    counts = get_actions_to_send(organisation).order_by().values_list(supplier).annotate(number=Count("pk"))
    return dict(counts)


# --- Sending -------------------------------------------------------------------------------------------------------


def render_preview(*, organisation: Organisation, actor: User, reply_by: date) -> str:
    """Return the mail as each supplier gets it, with words in the place of its own link."""
    facts = {"portal_name": settings.PORTAL_NAME, "operator": settings.OPERATOR}
    context = _get_mail_context(organisation, actor, reply_by, _("[a link of the supplier’s own]"))
    return render_to_string(f"email/{MAIL_TEMPLATE}.txt", facts | context).strip()


@transaction.atomic
def send_links(
    *, organisation: Organisation, suppliers: Iterable[Supplier], reply_by: date, actor: User, at: datetime
) -> list[SupplierLink]:
    """Send a new link to each supplier's contact; one it had before stops working. Raises ActionRefused."""
    with_work = count_open_actions(organisation)
    ready = [supplier for supplier in suppliers if supplier.contact_email and supplier.pk in with_work]
    before = SupplierLink.objects.for_organisation(organisation).filter(supplier__in=ready, revoked_at=None)
    before.update(revoked_at=at)
    links = []
    for supplier in ready:
        token = _create_token(organisation)
        link = SupplierLink.objects.create(
            supplier=supplier,
            token_hash=hash_token(token),
            sent_to=supplier.contact_email,
            sent_at=at,
            sent_by=actor,
            expires_at=at + LINK_TTL,
            reply_by=reply_by,
        )
        _send_mail(link, organisation, token, actor)
        links.append(link)
    for link in links:
        _record(link, actor, "sent", at)
    return links


@transaction.atomic
def resend_link(*, link: SupplierLink, actor: User, at: datetime) -> SupplierLink:
    """Send a new link to the contact as it is now; the one before stops working. Raises ActionRefused."""
    link = _lock_link(link)
    supplier = link.supplier
    if not supplier.contact_email:
        raise ActionRefused(_("This supplier has no email address. Add one first."))
    token = _create_token(supplier.organisation)
    link.token_hash, link.sent_to, link.sent_by = hash_token(token), supplier.contact_email, actor
    link.sent_at, link.expires_at = at, at + LINK_TTL
    link.reply_by = max(link.reply_by, timezone.localdate(at) + timedelta(days=14))
    link.revoked_at = link.reminded_at = link.opened_at = link.returned_at = None
    link.workbook_taken_at = link.workbook_returned_at = None
    link.rows_taken = link.rows_refused = 0
    link.save()
    _send_mail(link, supplier.organisation, token, actor)
    _record(link, actor, "sent_again", at)
    return link


@transaction.atomic
def revoke_link(*, link: SupplierLink, actor: User, at: datetime) -> SupplierLink:
    """Make the link stop working."""
    link = _lock_link(link)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        _record(link, actor, "revoked", at)
    return link


def _create_token(organisation: Organisation) -> str:
    """Return 256 random bits. Each is a mail to somebody who did not ask for one. Raises ActionRefused."""
    if rate_limits.is_over_limit("supplier_links", organisation.pk):
        raise ActionRefused(_("Your organisation has sent as many links as it may in a day. Send the next tomorrow."))
    return secrets.token_urlsafe(32)


def _send_mail(link: SupplierLink, organisation: Organisation, token: str, actor: User) -> None:
    address = f"{settings.SITE_URL}{reverse('plan:home', args=[token])}"
    context = _get_mail_context(organisation, actor, link.reply_by, address)
    mail.send(to=link.sent_to, template=MAIL_TEMPLATE, context=context, reply_to=actor.email)


def _get_mail_context(organisation: Organisation, actor: User, reply_by: date, address: str) -> dict[str, object]:
    days = LINK_TTL.days
    return {"organisation": organisation, "sender": actor, "reply_by": reply_by, "address": address, "days": days}


# --- Opening -------------------------------------------------------------------------------------------------------


def find_link(token: str) -> SupplierLink | None:
    """Return the link of a token, ended ones too."""
    links = SupplierLink.objects.select_related("supplier__organisation").filter(token_hash=hash_token(token))
    return links.first()


def is_valid_link(link: SupplierLink, at: datetime) -> bool:
    """Return whether the link works at that time."""
    return link.revoked_at is None and at < link.expires_at and not link.supplier.organisation.is_closed


def record_opening(link: SupplierLink, at: datetime) -> None:
    """Record the first time it is opened, and nothing of who or where."""
    SupplierLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at)


def record_workbook_download(link: SupplierLink, at: datetime) -> None:
    """Record when the supplier downloaded its workbook."""
    SupplierLink.objects.filter(pk=link.pk).update(workbook_taken_at=at)


def record_workbook_return(supplier: Supplier, *, imported: int, refused: int, at: datetime) -> None:
    """Record that a workbook came back by the link. It answers the link only if something of it was imported."""
    links = SupplierLink.objects.filter(supplier=supplier, revoked_at=None)
    links.update(
        workbook_returned_at=at, rows_taken=F("rows_taken") + imported, rows_refused=F("rows_refused") + refused
    )
    if imported:
        links.update(returned_at=at)


# --- Reminding -----------------------------------------------------------------------------------------------------


def send_reminders(now: datetime) -> int:
    """Remind three days before, on the day, and seven days after it: once each, while nothing came back; return how
    many.
    """
    unanswered = SupplierLink.objects.filter(returned_at=None, revoked_at=None, expires_at__gt=now)
    unanswered = unanswered.filter(supplier__organisation__closed_at=None)
    due_soon = unanswered.filter(reply_by__lte=timezone.localdate(now) + timedelta(days=3))
    return sum(_remind(link, now) for link in due_soon.select_related("supplier__organisation", "sent_by"))


@transaction.atomic
def _remind(link: SupplierLink, now: datetime) -> int:
    """Send the mail once, whoever marks it first. It holds no link: only the hash of the token is stored."""
    last = timezone.localdate(link.reminded_at or link.sent_at)
    is_due = is_reminder_due(reply_by=link.reply_by, last_told_on=last, today=timezone.localdate(now))
    if not is_due or not get_link_actions(link).exists():
        return 0
    unchanged = SupplierLink.objects.filter(pk=link.pk, reminded_at=link.reminded_at, returned_at=None, revoked_at=None)
    if not unchanged.update(reminded_at=now):
        return 0
    is_late = link.reply_by < timezone.localdate(now)
    organisation = link.supplier.organisation
    context = {"link": link, "organisation": organisation, "is_late": is_late, "sender": link.sent_by}
    reply_to = link.sent_by.email if link.sent_by else ""
    mail.send(to=link.sent_to, template="audits/supplier_link_reminder", context=context, reply_to=reply_to)
    _record(link, "system", "reminded", now)
    return 1


def _lock_link(link: SupplierLink) -> SupplierLink:
    rows = SupplierLink.objects.select_for_update(of=("self",)).select_related("supplier__organisation")
    return rows.get(pk=link.pk)


def _record(link: SupplierLink, actor, verb: str, at: datetime) -> None:
    supplier = link.supplier
    record(actor, f"audits.supplier_link.{verb}", supplier, scope=supplier.organisation.uuid, at=at)


REMINDER_OFFSETS = (timedelta(days=-3), timedelta(0), timedelta(days=7))


def is_reminder_due(*, reply_by: date, last_told_on: date, today: date) -> bool:
    """Return whether a day to remind came after the day of the last mail, that day not counted."""
    return any(last_told_on < reply_by + step <= today for step in REMINDER_OFFSETS)
