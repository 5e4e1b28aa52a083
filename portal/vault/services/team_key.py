"""The key that concerns are sealed to: the database names it, and a file must agree.

A rotation replaces the file on one server. On the others the key that their file names vouches for the new one, and the
file follows: from then on the old key vouches for nothing there.

See docs/requirements/security.md#team-key.
"""

from collections.abc import Mapping
from contextlib import suppress

from django.core.exceptions import ImproperlyConfigured

from portal.vault import encryption, keyfiles
from portal.vault.models import Epoch


class NoTeamKey(Exception):
    """The vault has not begun: nothing can be sealed, and nothing may be asked of people."""


class WrongTeamKey(NoTeamKey):
    """The database names a key that the file does not: somebody may have put it there to read what comes in."""


def get_current_epoch() -> Epoch:
    """Return the epoch to seal to, once the file has confirmed it. Raises NoTeamKey, WrongTeamKey."""
    epoch = Epoch.objects.current().first()
    if epoch is None:
        raise NoTeamKey
    try:
        trusted = keyfiles.read_team_keys()
    except (ImproperlyConfigured, OSError) as error:
        raise WrongTeamKey from error
    if bytes(epoch.public_key) in trusted:
        return epoch
    if not _is_vouched(epoch, trusted):
        raise WrongTeamKey
    with suppress(OSError):
        keyfiles.save_team_keys(get_keys_in_file(epoch))
    return epoch


def get_keys_in_file(*epochs: Epoch) -> dict[bytes, bytes]:
    """Return the keys as keyfiles reads them."""
    return {bytes(epoch.public_key): bytes(epoch.signing_half or b"") for epoch in epochs}


def vouch_for_epoch(epoch: Epoch, *, private: bytes) -> bytes:
    """Return the signature of the next epoch's keys. private: of the epoch before."""
    return encryption.sign(_encode_epoch(epoch), private)


def remove_former_keys() -> int:
    """Take out of the file what a rotation left that was killed at its end. Return how many keys
    went.

    Only where the database agrees on the newest: a row that names an older one is what the file is there to notice.
    """
    trusted = keyfiles.read_team_keys()
    epoch = Epoch.objects.current().first()
    newest = next(iter(trusted), b"")
    if epoch is None or len(trusted) < 2 or bytes(epoch.public_key) != newest:
        return 0
    keyfiles.save_team_keys({newest: trusted[newest]})
    return len(trusted) - 1


def _is_vouched(epoch: Epoch, trusted: Mapping[bytes, bytes]) -> bool:
    """Return whether a key of the file vouched for the next epoch, and so on to this one. Of rows nothing else is
    believed.
    """
    half = b""
    for row in Epoch.objects.filter(number__lte=epoch.number).order_by("number"):
        if half and encryption.is_signed(_encode_epoch(row), row.voucher or b"", half):
            half = bytes(row.signing_half or b"")
            if row == epoch:
                return True
        else:
            half = trusted.get(bytes(row.public_key), b"")
    return False


def _encode_epoch(epoch: Epoch) -> bytes:
    return b"portal.vault.epoch.v1:%d:" % epoch.number + bytes(epoch.public_key) + bytes(epoch.signing_half or b"")
