"""Verification of entries: published, hidden, confirmed by our staff, confirmed by a partner through a link, lapsed."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.directory.choices import RUNNING, Origin, Visibility, Word
from learning.directory.models import Confirmation, EntryChange, Service
from learning.directory.permissions import can_show
from learning.directory.rules import review
from learning.directory.services.pending_changes import request_entry_change
from learning.directory.services.steps import lock_entry, save_version
from portal.accounts.models import User
from portal.core import mail, page_cache
from portal.core.dates import add_months
from portal.core.exceptions import ActionRefused
from portal.core.faces import build_address
from portal.core.locks import lock_row
from portal.history.services import record

PARTNER = "partner"
# --- By our staff --------------------------------------------------------------------------------------------------


@transaction.atomic
def publish_entry(*, service: Service, actor: User, at: datetime) -> Service:
    """Publish a draft, or an entry that was hidden; whoever publishes it has checked it. Raises ActionRefused."""
    current = lock_entry(service)
    if not _is_reachable(current):
        raise ActionRefused(_("It has no number, email or website that people can see. Add one first."))
    if current.is_draft and not can_show(actor, current):
        raise ActionRefused(_("You wrote or accepted its contact details, so someone else must publish it."))
    current.is_draft, current.contacts_by = False, []
    if current.visibility == Visibility.HIDDEN:
        current.visibility = Visibility.PUBLIC
    mark_confirmed(current, at, by=actor)
    return save_version(current, actor, "shown", at)


def _is_reachable(service: Service) -> bool:
    if service.url or service.email:
        return True
    is_for_staff = service.visibility == Visibility.STAFF_ONLY
    phones = service.phones.all() if is_for_staff else service.phones.filter(is_public=True)
    return phones.exists() or (is_for_staff and bool(service.staff_email))


@transaction.atomic
def hide_entry(*, service: Service, reason: str, actor: User, at: datetime) -> Service:
    """Hide an entry from the public, with the reason."""
    current = lock_entry(service)
    current.visibility = Visibility.HIDDEN
    return save_version(current, actor, "hidden", at, reason=reason)


@transaction.atomic
def confirm_entry(*, service: Service, actor: User, at: datetime) -> Service:
    """Confirm that all of it was compared with its source, and is right. A file may still bring newer facts."""
    current = lock_entry(service)
    mark_confirmed(current, at, by=actor)
    return save_version(current, actor, "confirmed", at, by_hand=False)


def mark_confirmed(service: Service, at: datetime, *, by: User | None) -> None:
    """Confirm a locked row, which the caller saves. What partners said until then is seen to, and their links end."""
    today = timezone.localdate(at)
    service.assured_on, service.assurer = today, by
    service.next_review_on = review.get_next_review(today, by_partner=by is None)
    service.lapsed_at = None
    answers = service.confirmations.filter(word=Word.CHANGED, handled_at=None)
    answers.update(handled_at=at)
    service.confirmations.filter(answered_at=None, ended_at=None).update(ended_at=at)


@transaction.atomic
def record_suitability(*, service: Service, note: str, actor: User, at: datetime) -> Service:
    """Record that our staff checked that the organisation is suitable; it is due again in a year."""
    current = lock_entry(service)
    current.suitable_on, current.suitable_by, current.suitability_note = timezone.localdate(at), actor, note
    current.suitability_asked_on = None
    current.save(update_fields=["suitable_on", "suitable_by", "suitability_note", "suitability_asked_on"])
    record(actor, "directory.suitability.checked", current, at=at)
    return current


@transaction.atomic
def record_own_changes(*, link: Confirmation, after: Mapping[str, object], at: datetime) -> EntryChange | None:
    """Keep what an organisation changed of its entry until two of our staff agree; without any change it confirms.

    Raises ActionRefused while another change of the entry waits.
    """
    lock_entry(link.service)
    if not is_usable(Confirmation.objects.select_related("service").get(pk=link.pk)):
        raise ActionRefused(_("You have already sent your changes."))
    change = request_entry_change(service=link.service, after=after, origin=Origin.APPLICATION, actor=PARTNER, at=at)
    word = Word.RIGHT if change is None else Word.CHANGED
    record_answer(link=link, word=word, note="", at=at, has_policies=True)
    if change is not None:
        # The change itself waits for our staff.
        Confirmation.objects.filter(pk=link.pk).update(handled_at=at)
    return change


# --- By the partner's link -----------------------------------------------------------------------------------------


def hash_token(token: str) -> str:
    """Return the hash under which the token of a link is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def request_confirmation(
    *, service: Service, actor: User | str, at: datetime, is_reminder: bool = False
) -> Confirmation:
    """Mail a new link to the partner; one sent before stops working. Raises ActionRefused without an address."""
    current = lock_entry(service)
    if not current.partner_email:
        raise ActionRefused(_("We do not have an address for the organisation. Add one first."))
    current.confirmations.filter(answered_at=None, ended_at=None).update(ended_at=at)
    token = secrets.token_urlsafe(32)
    link = Confirmation.objects.create(
        service=current,
        token_hash=hash_token(token),
        sent_to=current.partner_email,
        sent_at=at,
        is_reminder=is_reminder,
    )
    address = build_address(reverse("directory:entry", args=[token]))
    hidden_on = add_months(current.next_review_on, review.HIDE_AFTER_MONTHS)
    context = {"service": current, "address": address, "is_reminder": is_reminder, "hidden_on": hidden_on}
    mail.send(to=link.sent_to, template="directory/confirm", context=context)
    record(actor, "directory.service.asked", current, {"reminder": is_reminder}, at=at)
    return link


def find_confirmation(token: str) -> Confirmation | None:
    """Return the link of a token, ended ones too."""
    confirmation = Confirmation.objects.select_related("service__provider").filter(token_hash=hash_token(token))
    return confirmation.first()


def is_usable(link: Confirmation) -> bool:
    """Return whether the link still works."""
    return link.ended_at is None and link.answered_at is None and link.service.gone_at is None


@transaction.atomic
def record_answer(
    *, link: Confirmation, word: Word, note: str, at: datetime, has_policies: bool | None = None
) -> Confirmation:
    """Save the partner's answer, once: sent twice, the first counts. What is different waits for our staff; nothing is
    changed by a link, and nothing is saved by one that has ended or whose entry was withdrawn meanwhile.
    """
    service = lock_entry(link.service)
    confirmation = lock_row(link)
    confirmation.service = service
    if not is_usable(confirmation):
        return confirmation
    confirmation.answered_at, confirmation.word, confirmation.note = at, word, note
    confirmation.has_policies = has_policies
    confirmation.save()
    if word == Word.RIGHT:
        mark_confirmed(service, at, by=None)
        save_version(service, PARTNER, "confirmed", at, by_hand=False)
    else:
        record(PARTNER, "directory.service.told_different", service, at=at)
    return confirmation


# --- By the clock --------------------------------------------------------------------------------------------------


def request_due_confirmations(now: datetime) -> int:
    """Ask partners of entries that are due, once; and once more six months later. Return how many mails."""
    today = timezone.localdate(now)
    due = Service.objects.not_withdrawn().filter(
        next_review_on__lte=today, is_draft=False, lapsed_at=None, status__in=RUNNING
    )
    due = due.exclude(visibility=Visibility.HIDDEN).exclude(partner_email="")
    return sum(_ask_one(service, now) for service in due.prefetch_related("confirmations"))


def _ask_one(service: Service, now: datetime) -> int:
    since = [
        confirmation
        for confirmation in service.confirmations.all()
        if timezone.localdate(confirmation.sent_at) >= service.next_review_on
    ]
    if not since:
        request_confirmation(service=service, actor="system", at=now)
        return 1
    is_late = service.next_review_on <= review.get_reminder_cutoff(timezone.localdate(now))
    if is_late and not any(confirmation.is_reminder or confirmation.answered_at for confirmation in since):
        request_confirmation(service=service, actor="system", at=now, is_reminder=True)
        return 1
    return 0


def hide_lapsed_entries(now: datetime) -> int:
    """Hide entries that nobody confirmed for twelve months after they were due. Return how many."""
    limit = review.get_hiding_cutoff(timezone.localdate(now))
    late = Service.objects.not_withdrawn().filter(next_review_on__lte=limit, is_draft=False, lapsed_at=None)
    return sum(_lapse(service, now) for service in late)


@transaction.atomic
def _lapse(service: Service, now: datetime) -> int:
    if not Service.objects.filter(pk=service.pk, lapsed_at=None).update(lapsed_at=now):
        return 0
    page_cache.bump_edition()
    record("system", "directory.service.lapsed", service, at=now)
    return 1
