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
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from compliance.audits.choices import OPEN_STATUSES, AlertLevel, AuditStatus, FindingStatus
from compliance.audits.models import Action, Alert, SupplierLink
from compliance.audits.rules.alerts import issue_codes_for_level
from compliance.audits.rules.dates import get_next_reminder_day
from compliance.audits.supplier_languages import get_offered_language
from compliance.organisations.models import Organisation
from compliance.suppliers.models import Supplier
from portal.accounts.models import User
from portal.core import mail, rate_limits, row_security
from portal.core.exceptions import ActionRefused
from portal.core.fernet import encrypt
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
    """Return open actions that a supplier may see: never those of a finding with an A-alert.

    One that is open is shown wherever its finding stands, unless that was withdrawn.
    """
    actions = get_actions_without_alerts(organisation).filter(status__in=OPEN_STATUSES)
    return actions.exclude(finding__status=FindingStatus.WITHDRAWN)


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


def get_answered_actions(link: SupplierLink) -> QuerySet[Action]:
    """Return the supplier's actions that it answered, or sent a file for, since the link was sent; newest first."""
    since = link.sent_at
    answered = Q(answered_at__gte=since) | Q(files__came_by_link=True, files__added_at__gte=since)
    actions = Action.objects.for_organisation(link.supplier.organisation).filter(
        answered, finding__audit__site__supplier=link.supplier
    )
    return actions.order_by("-answered_at", "-pk").distinct()


def count_open_actions(organisation: Organisation) -> dict[int, int]:
    """Return how many actions each supplier could be sent, by the supplier's key."""
    supplier = "finding__audit__site__supplier"
    counts = get_actions_to_send(organisation).order_by().values_list(supplier).annotate(number=Count("pk"))
    return dict(counts)


# --- Sending -------------------------------------------------------------------------------------------------------


def render_preview(*, organisation: Organisation, actor: User, reply_by: date) -> str:
    """Return the mail as each supplier gets it, with words in the place of its own link."""
    facts = {"portal_name": settings.PORTAL_NAME, "operator": settings.OPERATOR}
    context = _get_mail_context(organisation, actor, reply_by, _("[the supplier’s own link]"))
    return render_to_string(f"email/{MAIL_TEMPLATE}.txt", facts | context).strip()


def create_link(supplier: Supplier, token: str, *, reply_by: date, actor: User, at: datetime) -> SupplierLink:
    """Create the link of a token, with its first reminder; whoever calls sends the mail."""
    return SupplierLink.objects.create(
        supplier=supplier,
        token_hash=hash_token(token),
        sent_to=supplier.contact_email,
        sent_at=at,
        sent_by=actor,
        token_sealed=encrypt(token.encode()),
        language=get_offered_language(supplier.language).code,
        expires_at=at + LINK_TTL,
        reply_by=reply_by,
        next_reminder_on=get_next_reminder_day(reply_by=reply_by, last_told_on=timezone.localdate(at)),
    )


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
        link = create_link(supplier, token, reply_by=reply_by, actor=actor, at=at)
        _send_mail(link, organisation, token, actor)
        links.append(link)
    for link in links:
        record_link_event(link, actor, "sent", at)
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
    link.token_sealed = encrypt(token.encode())
    link.sent_at, link.expires_at = at, at + LINK_TTL
    link.reply_by = max(link.reply_by, timezone.localdate(at) + timedelta(days=14))
    link.next_reminder_on = get_next_reminder_day(reply_by=link.reply_by, last_told_on=timezone.localdate(at))
    link.revoked_at = link.reminded_at = link.opened_at = link.returned_at = None
    link.workbook_taken_at = link.workbook_returned_at = None
    link.rows_taken = link.rows_refused = 0
    link.save()
    _send_mail(link, supplier.organisation, token, actor)
    record_link_event(link, actor, "sent_again", at)
    return link


@transaction.atomic
def revoke_link(*, link: SupplierLink, actor: User, at: datetime) -> SupplierLink:
    """Make the link stop working."""
    link = _lock_link(link)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        record_link_event(link, actor, "revoked", at)
    return link


def _create_token(organisation: Organisation) -> str:
    """Return 256 random bits. Each is a mail to somebody who did not ask for one. Raises ActionRefused."""
    if rate_limits.is_over_limit("supplier_links", organisation.pk):
        raise ActionRefused(_("Your organisation has sent as many links as it can today. Send the next one tomorrow."))
    return secrets.token_urlsafe(32)


def _send_mail(link: SupplierLink, organisation: Organisation, token: str, actor: User) -> None:
    context = _get_mail_context(organisation, actor, link.reply_by, get_link_address(token))
    with translation.override(get_offered_language(link.language).code):
        mail.send(to=link.sent_to, template=MAIL_TEMPLATE, context=context, reply_to=actor.email)


def get_link_address(token: str) -> str:
    """Return the address that the supplier opens."""
    return f"{settings.SITE_URL}{reverse('plan:home', args=[token])}"


def _get_mail_context(organisation: Organisation, actor: User, reply_by: date, address: str) -> dict[str, object]:
    days = LINK_TTL.days
    return {"organisation": organisation, "sender": actor, "reply_by": reply_by, "address": address, "days": days}


# --- Opening -------------------------------------------------------------------------------------------------------


def find_link(token: str) -> SupplierLink | None:
    """Return the link of a token, ended ones too."""
    links = SupplierLink.objects.select_related("supplier__organisation").filter(token_hash=hash_token(token))
    # Who knows the token needs no membership, and sees rows of that one business.
    with row_security.see_all():
        link = links.first()
    if link:
        row_security.allow([link.supplier.organisation_id])
    return link


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


@transaction.atomic
def set_language(*, link: SupplierLink, language: str) -> None:
    """Write and answer in this language from now on, as the supplier chose."""
    code = get_offered_language(language).code
    SupplierLink.objects.filter(pk=link.pk).update(language=code)
    Supplier.objects.filter(pk=link.supplier_id).update(language=code)


def _lock_link(link: SupplierLink) -> SupplierLink:
    rows = SupplierLink.objects.select_for_update(of=("self",)).select_related("supplier__organisation")
    return rows.get(pk=link.pk)


def record_link_event(link: SupplierLink, actor, verb: str, at: datetime) -> None:
    """Record in history what happened to the link."""
    supplier = link.supplier
    record(actor, f"audits.supplier_link.{verb}", supplier, scope=supplier.organisation.uuid, at=at)
