"""Whoever takes the database, the files and every secret of the server reads none of the cases in it.

Whole cases: what was told, its files, who told it, who is meant, the notes of the desk, what went to an agency. Each
sealed value is tried with each secret in each way that the portal opens anything: as the key of a text or of a file,
as the key of a key, as the private half of a pair. A key of 32 bytes cannot be guessed; so what is left is that no such
key, and nothing that makes one, lies in what was taken.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from compliance.casework.models import Case
from compliance.casework.models.base import SealedRow
from compliance.casework.rules.lookup_values import Kind
from compliance.casework.services import lookup_index
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.case_keys import get_place as place_in_case
from compliance.concerns import encryption as concerns_encryption
from compliance.concerns import storage
from compliance.concerns.models import Concern, ConcernFile, Receipt
from compliance.concerns.services import dialogue, files, submission
from compliance.referrals.services.dispatch import get_package_place
from portal.settings.environment import read_secret
from portal.vault import encryption
from portal.vault.encryption import DecryptionError, Place
from portal.vault.fields import SealedField
from portal.vault.kdf import PASSPHRASE_KDF
from portal.vault.models import DataKey, HandlerKey, IndexedWords, IndexEntry, IndexKey, RecoveryKey, TeamWrap, Unlock
from portal.vault.services import lookup_index as vault_index
from portal.vault.services import recovery, unlocking
from tests.factories.cases import MARKER, full_case
from tests.factories.cases import concern as concern_of
from tests.factories.sharing import AGENCY_PASSPHRASE, agency
from tests.factories.vault import PASSPHRASE, TEAM_PRIVATE, Vault, begin_vault
from tests.support.leaks import dump_database, read_disk

FEW, MANY = 10, 1000
# What a thief would look for: both are in the lookup index.
PLATE, NUMBER = "AB12 CDE", "07700 900123"
KEY_BYTES = 32
pytestmark = pytest.mark.django_db


@dataclass
class Server:
    """What there is, and what only people have: the cookie's half, the codes, the keys of each case."""

    vault: Vault
    cookie: str
    digits: list[str]
    data_keys: list[bytes]
    agency_private: bytes

    @property
    def keys(self) -> Keys:
        return Keys(self.vault.unlocked)


def add_file(concern: Concern, key: bytes) -> None:
    """As a reporter's: its bytes under a key of its own, which is in its sealed facts."""
    uuid, own = uuid4(), encryption.new_key()
    storage.save_body(
        uuid, encryption.seal_chunks(own, [MARKER.encode() * 50], concerns_encryption.get_file_body_place(uuid))
    )
    facts = concerns_encryption.seal_json(
        key,
        {"uuid": str(uuid), "key": own.hex(), "name": MARKER, "at": ""},
        concerns_encryption.get_file_facts_place(concern.pk, uuid),
    )
    ConcernFile.objects.create(
        uuid=uuid, concern=concern, kind="TXT", size=600, role="cleaned", scan="clean", facts=facts
    )


def add_package(case: Case, partner) -> None:
    """As a referral that went to the account of an agency."""
    row, key = case.referrals.get(), encryption.new_key()
    row.partner, row.package_expires_at = partner, timezone.now()
    row.package = encryption.seal_text(key, f'{{"account": "{MARKER}"}}', get_package_place(row))
    row.package_key = encryption.wrap_key(key, bytes(partner.public_key))
    row.save()


def build(count: int) -> Server:
    """So many whole cases, a handler at the unlocked desk, an agency with an account."""
    vault = begin_vault()
    cookie = unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="s", at=timezone.now())
    partner, _user = agency()
    stretched = PASSPHRASE_KDF.derive(AGENCY_PASSPHRASE.encode(), bytes(partner.key_salt), KEY_BYTES)
    server = Server(vault, cookie, [], [], encryption.unlock_key(bytes(partner.private_key), stretched))
    unlocked = vault.unlocked
    for _ in range(count):
        case = full_case(unlocked, at=timezone.now(), owner=vault.lead)
        concern = case.contacts.exclude(concern=None).get().concern
        key = unlocked.open(concern.data_key)
        dialogue.add_message(concern, key, author="reporter", text=MARKER, now=timezone.now())
        code = submission.create_code()
        submission.create_receipt(concern, key, code, today=timezone.localdate())
        add_file(concern, key)
        add_package(case, partner)
        server.digits.append(code.digits)
        server.data_keys += [key, unlocked.open(case.data_key)]
    concern_of(at=timezone.now(), vehicle=PLATE, account=f"Ring {NUMBER}")
    lookup_index.catch_up(user=vault.lead, keys=server.keys, limit=10 * count)
    server.data_keys.append(vault_index.open_index_key(unlocked))
    return server


@pytest.fixture(scope="module", params=[FEW, pytest.param(MANY, marks=pytest.mark.soak)])
def server(request, django_db_setup, django_db_blocker) -> Iterator[Server]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(request.param)
        transaction.set_rollback(True)


# --- What was taken -------------------------------------------------------------------------------------------------


def sealed_values() -> Iterator[tuple[bytes, Place | None]]:
    """Everything in the database that something was sealed into, with its place; None for keys, which have none."""
    for model in apps.get_models():
        fields = [field.name for field in model._meta.local_fields if isinstance(field, SealedField)]
        for row in model._base_manager.all() if fields else ():
            for field in fields:
                if value := getattr(row, field):
                    yield bytes(value), place_of(row, field)


def place_of(row: models.Model, field: str) -> Place | None:
    label = row._meta.label
    if label == "referrals.Referral" and field == "package":
        return get_package_place(row)
    if isinstance(row, SealedRow) and field != "package_key":
        return place_in_case(row, field)
    of_concerns = {
        "concerns.Concern": lambda: concerns_encryption.get_answers_place(row.pk),
        "concerns.Message": lambda: concerns_encryption.get_message_place(row),
        "concerns.ConcernFile": lambda: concerns_encryption.get_file_facts_place(row.concern_id, row.pk),
        "vault.Unlock": lambda: unlocking._place(row),
    }
    return of_concerns[label]() if label in of_concerns else None


def secret_files() -> list[Path]:
    files = [Path(str(getattr(settings, name) or "none")) for name in dir(settings) if name.endswith("_FILE")]
    return [file for file in files if file.is_file()]


def secrets_taken() -> list[bytes]:
    """Secrets of the server, hashes, salts and public keys of the database, and what SHA-256 makes of each."""
    texts = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    texts += [line for file in secret_files() for line in read_secret(file).split()]
    found = [text.encode() for text in texts]
    for text in texts:
        with suppress(ValueError):
            found.append(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    for key in (*HandlerKey.objects.all(), *RecoveryKey.objects.all()):
        found += [bytes(key.public_key), bytes(getattr(key, "salt", b"")), key.pk.bytes * 2]
    found += [bytes(row.proof) for row in (*TeamWrap.objects.all(), *IndexKey.objects.all())]
    for row in (
        *IndexKey.objects.all(),
        *IndexedWords.objects.all()[:3],
        *DataKey.objects.filter(index_key__isnull=False),
    ):
        found += [row.pk.bytes, row.pk.bytes * 2]
    found += [bytes(row.wrapped_key) for row in DataKey.objects.filter(index_key__isnull=False)]
    found += [bytes.fromhex(row.session) for row in Unlock.objects.all()]
    for receipt in Receipt.objects.all()[:3]:
        found += [bytes(receipt.lookup), bytes(receipt.salt)]
    found += [hashlib.sha256(secret).digest() for secret in found]
    return sorted({secret[:KEY_BYTES].ljust(KEY_BYTES, b"\0") for secret in found if secret})


def opens(value: bytes, place: Place | None, secret: bytes) -> bool:
    """Whether it opens in any way that the portal opens anything."""
    ways = [partial(encryption.unwrap_key, value, secret), partial(encryption.unlock_key, value, secret)]
    ways += [partial(encryption.open_text, secret, value, place)] if place else []
    return any(_works(way) for way in ways)


def _works(way) -> bool:
    try:
        way()
    except DecryptionError:
        return False
    return True


def test_the_database_the_files_and_every_secret_open_none_of_the_cases(server):
    secrets, values = secrets_taken(), list(sealed_values())
    assert len(secrets) > 15
    assert len(values) > 30 * len(server.digits)
    assert not [place for value, place in values for secret in secrets if opens(value, place, secret)]
    for file in ConcernFile.objects.all():
        body = b"".join(storage.read_body(file.pk))
        for secret in secrets:
            assert not _works(
                partial(list, encryption.open_chunks(secret, [body], concerns_encryption.get_file_body_place(file.pk)))
            )


def test_with_the_teams_key_each_of_them_opens(server):
    """What opens nothing above are the secrets, not the test: the words are there, in each place of each case."""
    keys = server.keys
    for case in Case.objects.select_related("data_key"):
        concern = case.contacts.exclude(concern=None).select_related("concern__data_key").get().concern
        said = concerns_encryption.open_json(
            keys.get_key(concern), concern.answers, concerns_encryption.get_answers_place(concern.pk)
        )
        assert MARKER in said["account"] and MARKER in keys.read(case, "title")
        [facts] = files.get_files(concern, keys.get_key(concern))
        assert MARKER.encode() in b"".join(files.read_body(facts))
        row = case.referrals.get()
        package = encryption.unwrap_key(row.package_key, server.agency_private)
        assert MARKER in encryption.open_text(package, row.package, get_package_place(row))
        for related in OF_A_CASE:
            for one in getattr(case, related).all():
                one.case = case
                assert [name for name in columns(one) if MARKER in keys.read(one, name)], related
    assert Case.objects.count() == len(server.digits)


OF_A_CASE = ("persongroups", "reporters", "exploiters", "caselocations", "notes", "tasks", "consents", "attachments")


def columns(row: models.Model) -> list[str]:
    return [field.name for field in row._meta.local_fields if isinstance(field, SealedField)]


def test_no_key_no_passphrase_and_no_code_lies_in_what_was_taken(server):
    """Nor any word: as it is, in hex, or in either alphabet of base64."""
    taken = dump_database() + read_disk(
        *(settings.STORAGES[name]["OPTIONS"]["location"] for name in ("concerns", "private"))
    )
    taken += settings.SECRET_KEY + "".join(file.read_text() for file in secret_files())
    own = HandlerKey.objects.get()
    handler = encryption.unlock_key(
        own.locked_private_key, PASSPHRASE_KDF.derive(PASSPHRASE.encode(), bytes(own.salt), KEY_BYTES)
    )
    half = base64.urlsafe_b64decode(f"{server.cookie}=")
    keys = [TEAM_PRIVATE, handler, half, server.agency_private, recovery.parse_recovery_key(server.vault.recovery_text)]
    texts = {PASSPHRASE, AGENCY_PASSPHRASE, server.cookie, server.vault.recovery_text, MARKER, *server.digits}
    for key in (*keys, *server.data_keys):
        in_base64 = (base64.b64encode(key), base64.urlsafe_b64encode(key))
        texts |= {key.decode("latin-1"), key.hex(), *(spelled.decode()[:42] for spelled in in_base64)}
    assert bytes(own.public_key).decode("latin-1") in taken, "it is what was taken"
    assert not [text for text in texts if text in taken]


def test_a_thief_who_guesses_a_phone_number_or_a_plate_cannot_test_the_guess(server):
    """Both are in the index, and few enough to try them all: only the key that lies elsewhere says whether they are."""
    stored = {bytes(entry) for entry in IndexEntry.objects.values_list("digest", flat=True)}
    guesses = [(Kind.PLATE, "AB12CDE", PLATE), (Kind.PHONE, "447700900123", NUMBER)]
    key = vault_index.open_index_key(server.vault.unlocked)
    for kind, normal, typed in guesses:
        assert vault_index.compute_digest(key, kind, normal) in stored, "with the key, it is found"
        for secret in (*secrets_taken(), b"", bytes(KEY_BYTES), *stored):
            assert vault_index.compute_digest(secret, kind, normal) not in stored
            for said in (normal, typed, f"{kind}:{normal}"):
                assert hmac.digest(secret, said.encode(), hashlib.sha256) not in stored
                assert hashlib.sha256(secret + said.encode()).digest() not in stored


def test_an_unlocked_desk_opens_to_nobody_without_the_cookie(server):
    """Its row lies in the database; so do the web session and its key."""
    row, made_up = Unlock.objects.get(), base64.urlsafe_b64encode(settings.SECRET_KEY.encode()[:32]).decode()[:43]
    assert not [secret for secret in secrets_taken() if opens(bytes(row.sealed_keys), unlocking._place(row), secret)]
    who = {"user": server.vault.lead, "session_key": "s", "now": timezone.now()}
    for cookie in ("", "A" * 43, row.session[:43], made_up):
        assert unlocking.find_unlocked_keys(**who, cookie=cookie) is None
    assert unlocking.find_unlocked_keys(**who, cookie=server.cookie), "with it, it opens"
