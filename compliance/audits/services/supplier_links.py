"""A link for one supplier without an account: sent, sent again, taken back, asked after (issue 3, point 6)."""

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

from compliance.audits.choices import OPEN, AlertLevel, AuditStatus, FindingStatus
from compliance.audits.models import Action, Alert, SupplierLink
from compliance.audits.rules.alerts import codes_of
from compliance.audits.rules.links import reminder_due
from compliance.organisations.models import Organisation
from compliance.suppliers.models import Supplier
from portal.accounts.models import User
from portal.core import mail, rate_limits
from portal.core.exceptions import ActionRefused
from portal.history.services import record

LASTS = timedelta(days=30)
TEMPLATE = "audits/supplier_link"


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- What may stand in a link --------------------------------------------------------------------------------------


def without_alerts(organisation: Organisation) -> QuerySet[Action]:
    """Actions of audits that count, but none of a finding that ever raised an A-alert or is of such a kind."""
    grave = Alert.objects.filter(
        level=AlertLevel.A,
        organisation=OuterRef("finding__audit__organisation"),
        audit_key=OuterRef("finding__audit__key"),
        finding_key=OuterRef("finding__key"),
    )
    return Action.objects.for_organisation(organisation).filter(
        ~Q(finding__issue_code__in=codes_of(AlertLevel.A)),
        ~Exists(grave),
        finding__audit__status=AuditStatus.COMPLETE,
    )


def actions_to_send(organisation: Organisation) -> QuerySet[Action]:
    """Open actions that a supplier may see: those of a finding with an A-alert it never does."""
    return without_alerts(organisation).filter(status__in=OPEN, finding__status__in=OPEN)


def actions_of(link: SupplierLink) -> QuerySet[Action]:
    return in_order(actions_to_send(link.supplier.organisation).filter(finding__audit__site__supplier=link.supplier))


def in_order(actions: QuerySet[Action]) -> QuerySet[Action]:
    """As a supplier reads them, with what each line shows."""
    found = actions.select_related("finding__audit__site")
    return found.order_by("due_on", "finding__audit__key", "finding__position", "finding__key", "number", "pk")


def own_actions(supplier: Supplier) -> QuerySet[Action]:
    """All that may be said of this supplier's to itself, closed ones too."""
    return without_alerts(supplier.organisation).filter(finding__audit__site__supplier=supplier)


def without_evidence(link: SupplierLink) -> QuerySet[Action]:
    """Those for which a workbook named a file that has not come."""
    waiting = {*OPEN, FindingStatus.CLOSED_UNVERIFIED}
    return in_order(own_actions(link.supplier).filter(status__in=waiting, files=None).exclude(evidence_name=""))


def open_actions(organisation: Organisation) -> dict[int, int]:
    """How many actions each supplier could be sent, by the supplier's key."""
    supplier = "finding__audit__site__supplier"
    counted = actions_to_send(organisation).order_by().values_list(supplier).annotate(number=Count("pk"))
    return dict(counted)


# --- Sending -------------------------------------------------------------------------------------------------------


def preview(*, organisation: Organisation, actor: User, reply_by: date) -> str:
    """The mail as each supplier gets it, with words in the place of its own link."""
    facts = {"portal_name": settings.PORTAL_NAME, "operator": settings.OPERATOR}
    words = _words(organisation, actor, reply_by, _("[a link of the supplier’s own]"))
    return render_to_string(f"email/{TEMPLATE}.txt", facts | words).strip()


@transaction.atomic
def send(
    *, organisation: Organisation, suppliers: Iterable[Supplier], reply_by: date, actor: User, at: datetime
) -> list[SupplierLink]:
    """A new link to each supplier's contact; one it had before stops working. Raises ActionRefused."""
    with_work = open_actions(organisation)
    ready = [supplier for supplier in suppliers if supplier.contact_email and supplier.pk in with_work]
    before = SupplierLink.objects.for_organisation(organisation).filter(supplier__in=ready, revoked_at=None)
    before.update(revoked_at=at)
    sent = []
    for supplier in ready:
        token = _token(organisation)
        link = SupplierLink.objects.create(
            supplier=supplier,
            token_hash=token_hash(token),
            sent_to=supplier.contact_email,
            sent_at=at,
            sent_by=actor,
            expires_at=at + LASTS,
            reply_by=reply_by,
        )
        _mail(link, organisation, token, actor)
        sent.append(link)
    for link in sent:
        _record(link, actor, "sent", at)
    return sent


@transaction.atomic
def resend(*, link: SupplierLink, actor: User, at: datetime) -> SupplierLink:
    """A new link to the contact as it is now; the one before stops working. Raises ActionRefused."""
    link = _locked(link)
    supplier = link.supplier
    if not supplier.contact_email:
        raise ActionRefused(_("This supplier has no email address. Add one first."))
    token = _token(supplier.organisation)
    link.token_hash, link.sent_to, link.sent_by = token_hash(token), supplier.contact_email, actor
    link.sent_at, link.expires_at = at, at + LASTS
    link.reply_by = max(link.reply_by, timezone.localdate(at) + timedelta(days=14))
    link.revoked_at = link.reminded_at = link.opened_at = link.returned_at = None
    link.workbook_taken_at = link.workbook_returned_at = None
    link.rows_taken = link.rows_refused = 0
    link.save()
    _mail(link, supplier.organisation, token, actor)
    _record(link, actor, "sent_again", at)
    return link


@transaction.atomic
def revoke(*, link: SupplierLink, actor: User, at: datetime) -> SupplierLink:
    link = _locked(link)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        _record(link, actor, "revoked", at)
    return link


def _token(organisation: Organisation) -> str:
    """256 bits. Each is a mail to somebody who did not ask for one. Raises ActionRefused."""
    if rate_limits.is_over("supplier_links", organisation.pk):
        raise ActionRefused(_("Your organisation has sent as many links as it may in a day. Send the next tomorrow."))
    return secrets.token_urlsafe(32)


def _mail(link: SupplierLink, organisation: Organisation, token: str, actor: User) -> None:
    address = f"{settings.SITE_URL}{reverse('plan:home', args=[token])}"
    words = _words(organisation, actor, link.reply_by, address)
    mail.send(to=link.sent_to, template=TEMPLATE, context=words, reply_to=actor.email)


def _words(organisation: Organisation, actor: User, reply_by: date, address: str) -> dict[str, object]:
    days = LASTS.days
    return {"organisation": organisation, "sender": actor, "reply_by": reply_by, "address": address, "days": days}


# --- Opening -------------------------------------------------------------------------------------------------------


def find(token: str) -> SupplierLink | None:
    """The link of a token, ended ones too."""
    found = SupplierLink.objects.select_related("supplier__organisation").filter(token_hash=token_hash(token))
    return found.first()


def works(link: SupplierLink, at: datetime) -> bool:
    return link.revoked_at is None and at < link.expires_at and not link.supplier.organisation.is_closed


def open_by(link: SupplierLink, at: datetime) -> None:
    """The first time it is opened is kept, and nothing of who or where."""
    SupplierLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at)


def workbook_taken(link: SupplierLink, at: datetime) -> None:
    SupplierLink.objects.filter(pk=link.pk).update(workbook_taken_at=at)


def workbook_returned(supplier: Supplier, *, taken: int, refused: int, at: datetime) -> None:
    """A workbook came back by the supplier's link. Only one of which something was taken answers it."""
    links = SupplierLink.objects.filter(supplier=supplier, revoked_at=None)
    links.update(workbook_returned_at=at, rows_taken=F("rows_taken") + taken, rows_refused=F("rows_refused") + refused)
    if taken:
        links.update(returned_at=at)


# --- Reminding -----------------------------------------------------------------------------------------------------


def remind(now: datetime) -> int:
    """Three days before, on the day, and seven days after it: once each, while nothing came back. How many."""
    waiting = SupplierLink.objects.filter(returned_at=None, revoked_at=None, expires_at__gt=now)
    waiting = waiting.filter(supplier__organisation__closed_at=None)
    near = waiting.filter(reply_by__lte=timezone.localdate(now) + timedelta(days=3))
    return sum(_remind(link, now) for link in near.select_related("supplier__organisation", "sent_by"))


@transaction.atomic
def _remind(link: SupplierLink, now: datetime) -> int:
    """Whoever marks it first sends the mail. It holds no link: only the hash of the token is kept."""
    last = timezone.localdate(link.reminded_at or link.sent_at)
    is_due = reminder_due(reply_by=link.reply_by, last_told_on=last, today=timezone.localdate(now))
    if not is_due or not actions_of(link).exists():
        return 0
    own = SupplierLink.objects.filter(pk=link.pk, reminded_at=link.reminded_at, returned_at=None, revoked_at=None)
    if not own.update(reminded_at=now):
        return 0
    is_late = link.reply_by < timezone.localdate(now)
    organisation = link.supplier.organisation
    context = {"link": link, "organisation": organisation, "is_late": is_late, "sender": link.sent_by}
    reply_to = link.sent_by.email if link.sent_by else ""
    mail.send(to=link.sent_to, template="audits/supplier_link_reminder", context=context, reply_to=reply_to)
    _record(link, "system", "reminded", now)
    return 1


def _locked(link: SupplierLink) -> SupplierLink:
    rows = SupplierLink.objects.select_for_update(of=("self",)).select_related("supplier__organisation")
    return rows.get(pk=link.pk)


def _record(link: SupplierLink, actor, verb: str, at: datetime) -> None:
    supplier = link.supplier
    record(actor, f"audits.supplier_link.{verb}", supplier, scope=supplier.organisation.uuid, at=at)
