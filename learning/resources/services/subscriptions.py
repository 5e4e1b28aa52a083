"""Being told of changes by mail: asked for, confirmed by a link, changed, ended. Each change is told once."""

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

from learning.base.languages import shown
from learning.resources.models import GuidancePage, Subscription
from portal.core import mail
from portal.core.fernet import open_sealed, seal

# Whoever types somebody else's address makes them no more than one mail in this time.
BETWEEN_LINKS = timedelta(hours=12)
# A reader gets one mail a day at most, with all that was published meanwhile.
BETWEEN_MAILS = timedelta(days=1)
TEMPLATES = "guidance/"


@dataclass(frozen=True)
class Sealed:
    address: str
    secret: str


def opened(subscription: Subscription) -> Sealed:
    """Raises portal.core.fernet.CannotOpen."""
    return Sealed(**json.loads(open_sealed(bytes(subscription.sealed))))


def find(secret: str) -> Subscription | None:
    return Subscription.objects.filter(secret_hash=_hash(secret)).first()


@transaction.atomic
def ask(*, address: str, topics: Sequence[str], at: datetime) -> None:
    """A mail with a link to the address. What is confirmed already is not changed: anybody can type an address."""
    key = salted_hmac("guidance mail", address.lower(), algorithm="sha256").hexdigest()
    secret = secrets.token_urlsafe(32)
    found, is_new = Subscription.objects.select_for_update().get_or_create(
        address_key=key,
        defaults={
            "secret_hash": _hash(secret),
            "sealed": seal(json.dumps({"address": address, "secret": secret}).encode()),
            "topics": list(topics),
            "asked_at": at,
        },
    )
    if not is_new:
        if at - found.asked_at < BETWEEN_LINKS:
            return
        found.asked_at = at
        found.topics = found.topics if found.confirmed_at else list(topics)
        found.save(update_fields=["asked_at", "topics"])
    kept = opened(found)
    context: dict[str, object] = {"address": link(kept.secret), "is_confirmed": found.confirmed_at is not None}
    mail.send(to=kept.address, template=f"{TEMPLATES}confirm", context=context)


def confirm(*, subscription: Subscription, at: datetime) -> None:
    """From now on; a second press changes nothing."""
    waiting = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None)
    waiting.update(confirmed_at=at, told_until=at)


def choose(*, subscription: Subscription, topics: Sequence[str]) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(topics=list(topics))


@transaction.atomic
def stop(*, subscription: Subscription) -> None:
    """The address goes, and with it the mails to it that wait or have left."""
    mail.forget(templates=TEMPLATES, to=opened(subscription).address)
    Subscription.objects.filter(pk=subscription.pk).delete()


def tell_due(now: datetime) -> int:
    """A mail to each reader to whom something is new. How many."""
    public = shown(GuidancePage.objects.live().public())
    newest = public.aggregate(newest=Max("last_published_at"))["newest"]
    if newest is None:
        return 0
    due = Subscription.objects.confirmed().filter(told_until__lt=newest, told_until__lte=now - BETWEEN_MAILS)
    return sum(_tell(key, now) for key in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _tell(key: int, now: datetime) -> int:
    """The mail is owed, and what it tells is told, or neither: whoever dies here leaves all of it to the next."""
    skip = connection.features.has_select_for_update_skip_locked
    due = Q(pk=key, told_until__lte=now - BETWEEN_MAILS)
    reader = Subscription.objects.select_for_update(skip_locked=skip).filter(due).first()
    if reader is None:
        return 0
    pages = shown(GuidancePage.objects.live().public()).filter(topic__in=reader.topics)
    pages = pages.filter(last_published_at__gt=reader.told_until, last_published_at__lte=now).order_by("title", "pk")
    news = [(page.title, page.whole_address) for page in pages.defer_streamfields()]
    Subscription.objects.filter(pk=key).update(told_until=now)
    if not news:
        return 0
    kept = opened(reader)
    context: dict[str, object] = {"news": news, "address": link(kept.secret)}
    mail.send(to=kept.address, template=f"{TEMPLATES}news", context=context, stop=link(kept.secret, "stop"))
    return 1


def link(secret: str, verb: str = "") -> str:
    name = f"guidance:mail_{verb}" if verb else "guidance:mail_own"
    return settings.SITE_URL + reverse(name, args=[secret])


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
