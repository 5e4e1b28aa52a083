"""Reminders to suppliers: with the link, in the supplier's language, as long as an action or a questionnaire is open.

See docs/requirements/suppliers.md#supplier-links.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from compliance.audits.models import SupplierLink
from compliance.audits.rules.dates import get_next_reminder_day
from compliance.audits.services.questionnaires import get_open_questionnaire, send_questionnaire_mail
from compliance.audits.services.supplier_links import (
    LINK_TTL,
    get_link_actions,
    get_link_address,
    hash_token,
    record_link_event,
)
from compliance.audits.supplier_languages import get_offered_language
from compliance.organisations.models import Membership
from portal.core import mail
from portal.core.fernet import DecryptionError, decrypt, encrypt

# A link that would end before the next reminder gets a new address and 30 more days.
RENEW_WITHIN = timedelta(days=14)


def send_reminders(now: datetime) -> int:
    """Send what is due today, each once; return how many."""
    due = SupplierLink.objects.filter(
        revoked_at=None, supplier__organisation__closed_at=None, next_reminder_on__lte=timezone.localdate(now)
    )
    return sum(_remind(link, now) for link in due.select_related("supplier__organisation", "sent_by"))


@transaction.atomic
def _remind(link: SupplierLink, now: datetime) -> int:
    """Send the mail once, whoever marks it first. An answer since the last mail puts it off, and so does no work."""
    today = timezone.localdate(now)
    moments = [moment for moment in (link.sent_at, link.reminded_at, link.returned_at) if moment]
    next_day = get_next_reminder_day(reply_by=link.reply_by, last_told_on=timezone.localdate(max(moments)))
    open_actions = get_link_actions(link).count()
    questionnaire = None if open_actions else get_open_questionnaire(link)
    is_due = next_day <= today and (open_actions > 0 or questionnaire is not None)
    if next_day <= today:
        next_day = get_next_reminder_day(reply_by=link.reply_by, last_told_on=today)
    unchanged = SupplierLink.objects.filter(
        pk=link.pk, next_reminder_on=link.next_reminder_on, returned_at=link.returned_at, revoked_at=None
    )
    if not unchanged.update(next_reminder_on=next_day, reminded_at=now if is_due else link.reminded_at) or not is_due:
        return 0
    organisation = link.supplier.organisation
    sender = _get_sender(link)
    if questionnaire:
        # Without anybody who still works there, nobody could answer the supplier's questions.
        if sender is None:
            return 0
        send_questionnaire_mail(questionnaire, link, _get_working_token(link, now), sender=sender, is_reminder=True)
        record_link_event(link, "system", "reminded", now)
        return 1
    context = {
        "address": get_link_address(_get_working_token(link, now)),
        "link": link,
        "organisation": organisation,
        "count": open_actions,
        "is_late": link.reply_by < timezone.localdate(now),
        "has_answered": link.returned_at is not None,
        "sender": sender,
    }
    with translation.override(get_offered_language(link.language).code):
        mail.send(
            to=link.sent_to,
            template="audits/supplier_link_reminder",
            context=context,
            reply_to=sender.email if sender else "",
        )
    record_link_event(link, "system", "reminded", now)
    return 1


def _get_sender(link: SupplierLink):
    """Return who sent the link, while they are a member, else who looks after the supplier."""
    members = Membership.objects.active().for_organisation(link.supplier.organisation)
    wanted = [user for user in (link.sent_by_id, link.supplier.owner_id) if user]
    users = {member.user_id: member.user for member in members.filter(user__in=wanted).select_related("user")}
    return next((users[user] for user in wanted if user in users), None)


def _get_working_token(link: SupplierLink, now: datetime) -> str:
    """Return the token of the link; one that ends before the next reminder, or cannot be read, is made anew."""
    if link.expires_at - now > RENEW_WITHIN:
        try:
            return decrypt(bytes(link.token_sealed)).decode()
        except DecryptionError:
            pass
    token = secrets.token_urlsafe(32)
    SupplierLink.objects.filter(pk=link.pk).update(
        token_hash=hash_token(token), token_sealed=encrypt(token.encode()), expires_at=now + LINK_TTL
    )
    return token
