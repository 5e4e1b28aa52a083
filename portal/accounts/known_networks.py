"""From which networks an account has signed in before, without keeping the networks.

Wrong passwords are counted by account. Were they counted in one place, a stranger who knows an address could keep its
owner out with six wrong passwords every ten minutes. They are therefore counted apart: together for all networks that
the account has never signed in from, and once for each network that it has.

See docs/requirements/security.md#lock-out.
"""

from datetime import date, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.accounts.models import KnownNetwork, User
from portal.core.visitor_counts import get_source

# A network that an account has not signed in from for this long counts as a stranger's again.
KNOWN_NETWORK_TTL = timedelta(days=90)
MAX_NETWORKS_PER_ACCOUNT = 20


def remember_network(request: HttpRequest, user: User) -> None:
    """Record that the account has signed in from the visitor's network, and forget the oldest ones."""
    mark, today = network_mark(request, user.email), timezone.localdate()
    if not mark:
        return
    KnownNetwork.objects.update_or_create(user=user, mark=mark, defaults={"last_used_on": today})
    newest = KnownNetwork.objects.filter(user=user).order_by("-last_used_on", "-pk").values_list("pk", flat=True)
    newest_keys = list(newest[:MAX_NETWORKS_PER_ACCOUNT])
    KnownNetwork.objects.filter(user=user).exclude(pk__in=newest_keys).delete()


def is_known_network(request: HttpRequest, email: str) -> bool:
    """Return whether the account of the address has signed in from here. An unknown address costs the same query."""
    since = timezone.localdate() - KNOWN_NETWORK_TTL
    return KnownNetwork.objects.filter(mark=network_mark(request, email), last_used_on__gte=since).exists()


def network_mark(request: HttpRequest, email: str) -> str:
    """Return the keyed hash of the address and the visitor's network (/24, /48); empty where no network is known.

    The key is not in the database, and two accounts that share a network have different marks.
    """
    network = get_source(request)
    if not network:
        return ""
    return salted_hmac("portal.accounts.network", f"{email.lower()} {network}", algorithm="sha256").hexdigest()


def forget_networks(today: date) -> int:
    """Delete the networks that have not been used for KNOWN_FOR; return how many."""
    return KnownNetwork.objects.filter(last_used_on__lt=today - KNOWN_NETWORK_TTL).delete()[0]
