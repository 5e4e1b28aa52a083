"""Writes subscriptions: requested, confirmed by a link, changed, ended; and mails each change once."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from learning.base.languages import get_public_pages
from learning.resources.models import GuidancePage, Subscription
from portal.core import mail
from portal.core.fernet import decrypt, encrypt

# Whoever types somebody else's address makes them no more than one mail in this time.
LINK_INTERVAL = timedelta(hours=12)
# A reader gets one mail a day at most, with all that was published meanwhile.
MAIL_INTERVAL = timedelta(days=1)
TEMPLATES = "guidance/"


@dataclass(frozen=True)
class Sealed:
    address: str
    secret: str


def open_subscription(subscription: Subscription) -> Sealed:
    """Return the decrypted subscription. Raises portal.core.fernet.DecryptionError."""
    return Sealed(**json.loads(decrypt(bytes(subscription.sealed))))


def find_subscription(secret: str) -> Subscription | None:
    """Return the subscription of the secret of a link, or None."""
    return Subscription.objects.filter(secret_hash=_hash(secret)).first()


@transaction.atomic
def request_subscription(*, address: str, topics: Sequence[str], at: datetime) -> None:
    """Mail a link to the address. What is confirmed already is not changed: anybody can type an address."""
    key = salted_hmac("guidance mail", address.lower(), algorithm="sha256").hexdigest()
    secret = secrets.token_urlsafe(32)
    subscription, is_new = Subscription.objects.select_for_update().get_or_create(
        address_key=key,
        defaults={
            "secret_hash": _hash(secret),
            "sealed": encrypt(json.dumps({"address": address, "secret": secret}).encode()),
            "topics": list(topics),
            "asked_at": at,
        },
    )
    if not is_new:
        if at - subscription.asked_at < LINK_INTERVAL:
            return
        subscription.asked_at = at
        subscription.topics = subscription.topics if subscription.confirmed_at else list(topics)
        subscription.save(update_fields=["asked_at", "topics"])
    details = open_subscription(subscription)
    context: dict[str, object] = {
        "address": make_link(details.secret),
        "is_confirmed": subscription.confirmed_at is not None,
    }
    mail.send(to=details.address, template=f"{TEMPLATES}confirm", context=context)


def confirm_subscription(*, subscription: Subscription, at: datetime) -> None:
    """Confirm from now on; a second press changes nothing."""
    waiting = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None)
    waiting.update(confirmed_at=at, told_until=at)


def change_topics(*, subscription: Subscription, topics: Sequence[str]) -> None:
    """Change the topics of which the reader wants to be told."""
    Subscription.objects.filter(pk=subscription.pk).update(topics=list(topics))


@transaction.atomic
def unsubscribe(*, subscription: Subscription) -> None:
    """Delete the address, and with it the mails to it that wait or have left."""
    mail.forget(templates=TEMPLATES, to=open_subscription(subscription).address)
    Subscription.objects.filter(pk=subscription.pk).delete()


def notify_due(now: datetime) -> int:
    """Mail each reader to whom something is new. Return how many."""
    public = get_public_pages(GuidancePage.objects.live().public())
    newest = public.aggregate(newest=Max("last_published_at"))["newest"]
    if newest is None:
        return 0
    due = Subscription.objects.confirmed().filter(told_until__lt=newest, told_until__lte=now - MAIL_INTERVAL)
    return sum(_tell(key, now) for key in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _tell(key: int, now: datetime) -> int:
    """Queue one mail. It is owed, and what it tells is told, or neither: whoever dies here leaves all of it to the
    next.
    """
    skip = connection.features.has_select_for_update_skip_locked
    due = Q(pk=key, told_until__lte=now - MAIL_INTERVAL)
    reader = Subscription.objects.select_for_update(skip_locked=skip).filter(due).first()
    if reader is None:
        return 0
    pages = get_public_pages(GuidancePage.objects.live().public()).filter(topic__in=reader.topics)
    pages = pages.filter(last_published_at__gt=reader.told_until, last_published_at__lte=now).order_by("title", "pk")
    news = [(page.title, page.whole_address) for page in pages.defer_streamfields()]
    Subscription.objects.filter(pk=key).update(told_until=now)
    if not news:
        return 0
    details = open_subscription(reader)
    context: dict[str, object] = {"news": news, "address": make_link(details.secret)}
    mail.send(to=details.address, template=f"{TEMPLATES}news", context=context, stop=make_link(details.secret, "stop"))
    return 1


def make_link(secret: str, verb: str = "") -> str:
    """Return the whole address of a reader's own page."""
    name = f"guidance:mail_{verb}" if verb else "guidance:mail_own"
    return settings.SITE_URL + reverse(name, args=[secret])


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
