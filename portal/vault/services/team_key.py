"""To which key concerns are sealed: the database says it, and a file must agree (decision 22)."""

from django.core.exceptions import ImproperlyConfigured

from portal.vault import keyfiles
from portal.vault.models import Epoch


class NoTeamKey(Exception):
    """The vault has not begun: nothing can be sealed, and nothing may be asked of people."""


class WrongTeamKey(NoTeamKey):
    """The database names a key that the file does not: somebody may have put it there to read what comes in."""


def current() -> Epoch:
    """The epoch to seal to, once the file has confirmed it. Raises NoTeamKey, WrongTeamKey."""
    epoch = Epoch.objects.current().first()
    if epoch is None:
        raise NoTeamKey
    try:
        trusted = keyfiles.team_public_keys()
    except (ImproperlyConfigured, OSError) as error:
        raise WrongTeamKey from error
    if bytes(epoch.public_key) not in trusted:
        raise WrongTeamKey
    return epoch


def forget_former() -> int:
    """Take out of the file what a rotation left that was killed at its end. How many keys went.

    Only where the database agrees on the newest: a row that names an older one is what the file is there to notice.
    """
    trusted = keyfiles.team_public_keys()
    epoch = Epoch.objects.current().first()
    if epoch is None or len(trusted) < 2 or bytes(epoch.public_key) != trusted[0]:
        return 0
    keyfiles.keep_team_public_keys(trusted[0])
    return len(trusted) - 1
