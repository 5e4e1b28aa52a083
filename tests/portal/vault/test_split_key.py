"""Whoever takes the database and every secret of the server opens nothing; nor does whoever takes a cookie."""

import base64
import json
from io import StringIO
from itertools import product
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.settings.environment import read_secret
from portal.vault import encryption, receipts
from portal.vault.encryption import DecryptionError, Place
from portal.vault.kdf import PASSPHRASE_KDF
from portal.vault.models import DataKey, Epoch, HandlerKey, RecoveryKey, TeamWrap, Unlock
from portal.vault.services import data_keys, recovery, unlocking
from tests.factories.vault import PASSPHRASE, TEAM_PRIVATE

pytestmark = pytest.mark.django_db
FEW, MANY = 20, 1000


@pytest.fixture
def half(vault) -> str:
    """The lead has unlocked; the cookie's value."""
    return unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="s", at=timezone.now())


def server_secrets(settings) -> list[bytes]:
    """Every secret that lies on the server, and the hashes and salts of the database, as 32 bytes each."""
    files = (settings.SEALING_KEYS_FILE, settings.RECEIPT_PEPPER_FILE, settings.TEAM_PUBLIC_KEY_FILE)
    found = [base64.urlsafe_b64decode(read_secret(file)) for file in files]
    found += [settings.SECRET_KEY.encode()[:32].ljust(32, b"x"), read_secret(settings.RECEIPT_SALT_FILE).encode()]
    for key in (*HandlerKey.objects.all(), *RecoveryKey.objects.all(), *Epoch.objects.all()):
        found += [bytes(key.public_key), key.pk.bytes * 2]
    found += [bytes(wrap.proof) for wrap in TeamWrap.objects.all()]
    found += [bytes.fromhex(unlock.session) for unlock in Unlock.objects.all()]
    return [secret[:32].ljust(32, b"\0") for secret in found]


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.soak)])
def test_the_database_and_every_server_secret_open_no_case(vault, half, settings, count):
    sealed = []
    for _ in range(count):
        row, key = data_keys.create_data_key()
        place = Place(case=uuid4(), model="concerns.concern", field="account", row=uuid4())
        sealed.append((row, place, encryption.seal_text(key, "told in confidence", place)))
    for secret in server_secrets(settings):
        for row, place, text in sealed:
            assert cannot(encryption.unwrap_key, row.wrapped_key, secret)
            assert cannot(encryption.open_text, secret, text, place)


def test_the_database_and_every_server_secret_open_no_key(vault, half, settings):
    data_keys.create_data_key()
    locked = [key.locked_private_key for key in HandlerKey.objects.all()]
    wrapped = [
        *(w.wrapped_private_key for w in TeamWrap.objects.all()),
        *(d.wrapped_key for d in DataKey.objects.all()),
    ]
    for secret in server_secrets(settings):
        assert all(cannot(encryption.unwrap_key, one, secret) for one in wrapped)
        assert all(cannot(encryption.unlock_key, one, secret) for one in locked)
        for unlock in Unlock.objects.all():
            assert cannot(encryption.open_text, secret, unlock.sealed_keys, unlocking._place(unlock))


def test_the_dump_holds_neither_private_key_nor_passphrase_nor_cookie_nor_recovery_key(vault, half):
    row, key = data_keys.create_data_key()
    own = HandlerKey.objects.get()
    handler_private = encryption.unlock_key(
        own.locked_private_key, PASSPHRASE_KDF.derive(PASSPHRASE.encode(), bytes(own.salt), 32)
    )
    half_bytes = base64.urlsafe_b64decode(f"{half}=")
    dump = dumped()
    for secret in (TEAM_PRIVATE, key, handler_private, half_bytes, recovery.parse_recovery_key(vault.recovery_text)):
        for spelled in spellings(secret):
            assert spelled not in dump
    assert PASSPHRASE not in dump
    assert str(row.pk) in dump, "the dump is one"


def test_the_cookie_alone_opens_nothing(vault, half):
    row, key = data_keys.create_data_key()
    place = Place(case=uuid4(), model="concerns.concern", field="account", row=uuid4())
    cookie = base64.urlsafe_b64decode(f"{half}=")
    assert cannot(encryption.unwrap_key, row.wrapped_key, cookie)
    assert cannot(encryption.open_text, cookie, encryption.seal_text(key, "x", place), place)
    Unlock.objects.all().delete()
    assert unlocking.find_unlocked_keys(user=vault.lead, session_key="s", cookie=half, now=timezone.now()) is None


def test_the_database_with_cookies_of_other_browsers_opens_nothing(vault, half):
    other = unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="t", at=timezone.now())
    one, two = (Unlock.objects.get(session=unlocking._session(key)) for key in ("s", "t"))
    one.sealed_keys, two.sealed_keys = two.sealed_keys, one.sealed_keys
    one.save()
    two.save()
    for session, cookie in product(("s", "t"), (half, other)):
        assert (
            unlocking.find_unlocked_keys(user=vault.lead, session_key=session, cookie=cookie, now=timezone.now())
            is None
        )


def test_the_database_and_the_pepper_give_no_receipt_key(vault):
    derived = receipts.derive_keys(receipts.new_receipt())
    _, key = data_keys.create_data_key()
    locked = encryption.lock_key(key, derived.key(b"row salt"))
    assert cannot(encryption.unlock_key, locked, derived.lookup)
    assert encryption.unlock_key(locked, derived.key(b"row salt")) == key
    assert cannot(encryption.unlock_key, locked, derived.key(b"salt of another row"))


def cannot(opening, *args) -> bool:
    try:
        opening(*args)
    except DecryptionError:
        return True
    return False


def dumped() -> str:
    out = StringIO()
    call_command("dumpdata", "vault", "accounts", "history", "sessions", stdout=out)
    assert json.loads(out.getvalue())
    return out.getvalue()


def spellings(secret: bytes) -> list[str]:
    return [secret.hex(), base64.b64encode(secret).decode()[:40], base64.urlsafe_b64encode(secret).decode()[:40]]
