"""Keeping entries true: shown, hidden, confirmed by our staff, confirmed by a partner through a link, let go."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.directory.choices import RUNNING, Visibility, Word
from learning.directory.models import Confirmation, Service
from learning.directory.permissions import can_show
from learning.directory.rules import review
from learning.directory.services.steps import locked, save
from portal.accounts.models import User
from portal.core import mail, page_cache
from portal.core.exceptions import ActionRefused
from portal.history.services import record

PARTNER = "partner"
# --- By our staff --------------------------------------------------------------------------------------------------


@transaction.atomic
def show(*, service: Service, actor: User, at: datetime) -> Service:
    """A draft, or an entry that was hidden; whoever shows it has checked it. Raises ActionRefused."""
    current = locked(service)
    if not _is_reachable(current):
        raise ActionRefused(_("It has no number, email or website that its readers may know. Add one first."))
    if current.is_draft and not can_show(actor, current):
        raise ActionRefused(_("Somebody else has to show it: you typed one of its numbers."))
    current.is_draft = False
    if current.visibility == Visibility.HIDDEN:
        current.visibility = Visibility.PUBLIC
    _confirmed(current, at, by=actor)
    return save(current, actor, "shown", at)


def _is_reachable(service: Service) -> bool:
    if service.url or service.email:
        return True
    is_for_staff = service.visibility == Visibility.STAFF_ONLY
    phones = service.phones.all() if is_for_staff else service.phones.filter(is_public=True)
    return phones.exists() or (is_for_staff and bool(service.staff_email))


@transaction.atomic
def hide(*, service: Service, reason: str, actor: User, at: datetime) -> Service:
    current = locked(service)
    current.visibility = Visibility.HIDDEN
    return save(current, actor, "hidden", at, reason=reason)


@transaction.atomic
def check(*, service: Service, actor: User, at: datetime) -> Service:
    """All of it was compared with its source, and is right. A file may still bring newer facts."""
    current = locked(service)
    _confirmed(current, at, by=actor)
    return save(current, actor, "confirmed", at, by_hand=False)


def _confirmed(service: Service, at: datetime, *, by: User | None) -> None:
    """On a locked row, which the caller saves. What partners said until then is seen to, and their links end."""
    today = timezone.localdate(at)
    service.assured_on, service.assurer = today, by
    service.next_review_on = review.next_review(today, by_partner=by is None)
    service.lapsed_at = None
    said = service.confirmations.filter(word=Word.CHANGED, handled_at=None)
    said.update(handled_at=at)
    service.confirmations.filter(answered_at=None, ended_at=None).update(ended_at=at)


# --- By the partner's link -----------------------------------------------------------------------------------------


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def ask(*, service: Service, actor: User | str, at: datetime, is_reminder: bool = False) -> Confirmation:
    """A mail with a new link to the partner; one sent before stops working. Raises ActionRefused without an address."""
    current = locked(service)
    if not current.partner_email:
        raise ActionRefused(_("No address of the organisation is kept. Add one first."))
    current.confirmations.filter(answered_at=None, ended_at=None).update(ended_at=at)
    token = secrets.token_urlsafe(32)
    link = Confirmation.objects.create(
        service=current,
        token_hash=token_hash(token),
        sent_to=current.partner_email,
        sent_at=at,
        is_reminder=is_reminder,
    )
    address = f"{settings.SITE_URL}{reverse('directory:entry', args=[token])}"
    hidden_on = review.after_months(current.next_review_on, review.HIDE_AFTER_MONTHS)
    context = {"service": current, "address": address, "is_reminder": is_reminder, "hidden_on": hidden_on}
    mail.send(to=link.sent_to, template="directory/confirm", context=context)
    record(actor, "directory.service.asked", current, {"reminder": is_reminder}, at=at)
    return link


def find(token: str) -> Confirmation | None:
    """The link of a token, ended ones too."""
    found = Confirmation.objects.select_related("service__provider").filter(token_hash=token_hash(token))
    return found.first()


def works(link: Confirmation) -> bool:
    return link.ended_at is None and link.answered_at is None and link.service.gone_at is None


@transaction.atomic
def answer(*, link: Confirmation, word: Word, note: str, at: datetime) -> Confirmation:
    """Once: sent twice, the first counts. What is different waits for our staff; nothing is changed by a link."""
    service = locked(link.service)
    found = Confirmation.objects.select_for_update().get(pk=link.pk)
    if found.answered_at or found.ended_at:
        return found
    found.answered_at, found.word, found.note = at, word, note
    found.save()
    if word == Word.RIGHT:
        _confirmed(service, at, by=None)
        save(service, PARTNER, "confirmed", at, by_hand=False)
    else:
        record(PARTNER, "directory.service.told_different", service, at=at)
    return found


# --- By the clock --------------------------------------------------------------------------------------------------


def ask_due(now: datetime) -> int:
    """Partners of entries that are due, once; and once more six months later. How many mails."""
    today = timezone.localdate(now)
    due = Service.objects.standing().filter(
        next_review_on__lte=today, is_draft=False, lapsed_at=None, status__in=RUNNING
    )
    due = due.exclude(visibility=Visibility.HIDDEN).exclude(partner_email="")
    return sum(_ask_one(service, now) for service in due.prefetch_related("confirmations"))


def _ask_one(service: Service, now: datetime) -> int:
    since = [one for one in service.confirmations.all() if timezone.localdate(one.sent_at) >= service.next_review_on]
    if not since:
        ask(service=service, actor="system", at=now)
        return 1
    is_late = service.next_review_on <= review.due_to_remind(timezone.localdate(now))
    if is_late and not any(one.is_reminder or one.answered_at for one in since):
        ask(service=service, actor="system", at=now, is_reminder=True)
        return 1
    return 0


def let_lapse(now: datetime) -> int:
    """Entries that nobody confirmed for twelve months after they were due: the public sees them no more. How many."""
    limit = review.due_to_hide(timezone.localdate(now))
    late = Service.objects.standing().filter(next_review_on__lte=limit, is_draft=False, lapsed_at=None)
    return sum(_lapse(service, now) for service in late)


@transaction.atomic
def _lapse(service: Service, now: datetime) -> int:
    if not Service.objects.filter(pk=service.pk, lapsed_at=None).update(lapsed_at=now):
        return 0
    page_cache.renew()
    record("system", "directory.service.lapsed", service, at=now)
    return 1
