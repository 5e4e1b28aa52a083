"""After a new sealing key everything is brought under it, and the old key can go."""

import subprocess
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import BinaryField
from django.utils import timezone

from compliance.archive import storage as archives
from compliance.audits.models import ConcernNote
from compliance.audits.services.concern_notes import add, read_note
from compliance.casework.models import InterpreterProvider
from learning.resources.models import Subscription
from portal.core import fernet
from portal.core.models import Outbox
from portal.files.services import receive
from portal.files.storage import get_storage, get_storage_path, read_file
from portal.history.models import Entry
from portal.operations import reseal
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory
from tests.portal.files.test_services import SCOPE, pdf

pytestmark = pytest.mark.django_db
IMPORT = r"from portal\.core\.fernet import (.*, )?encrypt\b"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def ring(settings, tmp_path):
    """Put these keys into a file of their own, the newest first."""
    numbers = iter(range(10))

    def put(*keys: str) -> None:
        settings.SEALING_KEYS_FILE = tmp_path / f"keys-{next(numbers)}"
        settings.SEALING_KEYS_FILE.write_text("\n".join(keys))

    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = settings.STORAGES | {"private": {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "p"}}}
    put(OLD)
    return put


@pytest.fixture
def kept(ring):
    """Something in every place that is sealed."""
    user, membership = UserFactory(), MembershipFactory()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    stored = receive(SimpleUploadedFile("minute.pdf", pdf()), scope=SCOPE, by=user)
    archives.save_archive(stored.uuid, [b"one", b"two"])
    add(membership=membership, sent_on="2026-11-01", subject="A worry", code_ending="1234", notes="Words")
    Subscription.objects.create(address_key="a", secret_hash="b", sealed=fernet.encrypt(b"{}"), asked_at=timezone.now())
    now = timezone.now()
    Outbox.objects.create(message_id="a", to="a@example.org", created_at=now, next_at=now, body=fernet.encrypt(b"Hi"))
    InterpreterProvider.objects.create(name="Lines", pin=fernet.encrypt(b"4711"))
    return user, stored


def run() -> str:
    out = StringIO()
    call_command("reseal", stdout=out)
    return out.getvalue()


def read_all(user, stored) -> list:
    factors = {factor.type: factor.wrap() for factor in Authenticator.objects.filter(user=user)}
    return [
        factors["recovery_codes"].get_unused_codes(),
        factors["totp"].instance.data["secret"] != "JBSWY3DPEHPK3PXP",
        read_file(stored.uuid),
        list(archives.read_archive(stored.uuid)),
        read_note(ConcernNote.objects.get()).subject,
        fernet.decrypt(bytes(InterpreterProvider.objects.get().pin)),
        fernet.decrypt(bytes(Subscription.objects.get().sealed)),
        fernet.decrypt(bytes(Outbox.objects.get().body)),
    ]


def test_everything_opens_with_the_new_key_alone(kept, ring):
    before = read_all(*kept)
    ring(NEW, OLD)
    said = run()
    assert "9 encrypted again, 0 already had the newest key." in said
    assert Entry.objects.latest("seq").action == "operations.sealing.renewed"
    ring(NEW)
    assert read_all(*kept) == before
    assert "0 encrypted again, 9 already had the newest key." in run()


def test_what_no_key_opens_is_named_and_left_as_it_is(kept, ring):
    stored = kept[1]
    path = Path(get_storage().path(get_storage_path(stored.uuid)))
    path.write_bytes(b"damaged")
    ring(NEW, OLD)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("reseal", stdout=out)
    assert ended.value.code == 1
    assert f"No key opens file {get_storage_path(stored.uuid)}." in out.getvalue()
    assert "Keep the old keys" in out.getvalue()
    assert path.read_bytes() == b"damaged"


def test_every_module_that_seals_is_known_to_the_command():
    """A new place that seals is one to seal again: add it to portal.operations.reseal, and here."""
    listed = subprocess.run(
        [
            "git",
            "grep",
            "-lE",
            r"from portal\.core\.fernet import (.*, )?encrypt\b",
            "--",
            "portal",
            "compliance",
            "learning",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert set(listed) == {
        "compliance/archive/storage.py",
        "compliance/audits/services/concern_notes.py",
        "compliance/audits/services/link_reminders.py",
        "compliance/audits/services/supplier_links.py",
        "compliance/casework/services/interpreters.py",
        "learning/resources/services/feedback.py",
        "learning/resources/services/subscriptions.py",
        "portal/accounts/adapter.py",
        # Half an hour in a web session.
        "portal/accounts/pending_forms.py",
        "portal/files/storage.py",
        "portal/core/mail/enqueue.py",
    }
    encrypted = {
        (model._meta.label, column.name)
        for model in apps.get_models()
        for column in model._meta.fields
        if column.name.endswith("sealed") and isinstance(column, BinaryField)
    }
    # Under the supplier's own code, and no key of ours.
    encrypted.remove(("audits.AnswerSheet", "sealed"))
    assert encrypted <= {(label, name) for label, names in reseal.COLUMNS.items() for name in names}
