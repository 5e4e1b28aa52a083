"""Another operator takes over, in a copy of the database: they open it all, and the former one nothing of theirs."""

import base64
import json
import shutil
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from compliance.concerns import encryption as concerns_encryption
from compliance.concerns.models import Concern
from compliance.concerns.services import dialogue, files, reporter_sessions
from compliance.concerns.services.file_checks import UploadOptions
from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from portal.operations import prompts
from portal.vault import encryption, keyfiles
from portal.vault.models import DataKey, Epoch, HandlerKey, KeyHandover, RecoveryKey, TeamWrap, Unlock
from portal.vault.services import data_keys, handover_export, recovery, unlocking
from tests.factories.accounts import UserFactory
from tests.factories.concerns import ANSWERS, make_concern
from tests.factories.vault import PASSPHRASE
from tests.support import database_snapshot

THEIRS, THEIR_PUBLIC = encryption.new_key_pair()
THEIR_PASSPHRASE = "granite teapot willow comet"
LETTER = b"They keep our passports in the office."


class FormerOperator:
    """A case told with a file and a code, its key handed over; then a copy of the database and of the files."""

    def __init__(self, vault) -> None:
        self.vault = vault
        made = make_concern()
        self.concern, self.digits = made.concern, made.digits
        with_file = SimpleUploadedFile("letter.txt", LETTER)
        files.add_to_concern(
            made.concern, made.data_key, with_file, wish=UploadOptions(), token=made.concern.uuid, now=timezone.now()
        )
        for _ in range(3):
            data_keys.create_data_key()
        # Somebody who goes on to work for the new operator; the rest of the staff stay behind.
        self.goes_along = UserFactory(role=StaffRole.HANDLER, email="goes-along@helpline.example")
        row = handover_export.propose_handover(public_key=THEIR_PUBLIC, by=vault.lead, at=timezone.now())
        second = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
        handover_export.confirm_handover(handover=row, by=second, at=timezone.now())
        self.file = handover_export.export_keys(handover=row, unlocked=vault.unlocked, at=timezone.now())
        unlocking.unlock_session(user=vault.lead, passphrase=PASSPHRASE, session_key="s", at=timezone.now())


@pytest.fixture
def former(vault):
    return FormerOperator(vault)


@pytest.fixture
def file(former, tmp_path):
    file = tmp_path / "keys.jsonl"
    file.write_text(former.file)
    return file


@pytest.fixture
def take(file, monkeypatch):
    def run(*more: str, typed: bytes = THEIRS, handler: str = "goes-along@helpline.example") -> None:
        answers = iter([recovery.format_recovery_key(typed), THEIR_PASSPHRASE])
        monkeypatch.setattr(prompts, "prompt_secret", lambda prompt, *, twice=False: next(answers))
        call_command("handover_take", str(file), "--handler", handler, *more)

    return run


def opened_by(user, concern: Concern) -> tuple[str, bytes]:
    """The case's text and its one file, as the desk reads them."""
    key = unlocking.open_with_passphrase(user=user, passphrase=THEIR_PASSPHRASE).open(concern.data_key)
    answers = concerns_encryption.open_json(key, concern.answers, concerns_encryption.get_answers_place(concern.uuid))
    (facts,) = files.get_files(concern, key)
    return answers["account"], b"".join(files.read_body(facts))


@pytest.mark.django_db(transaction=True)
def test_in_a_copied_database_and_copied_files_everything_opens_again(settings, tmp_path, monkeypatch, own_file, vault):
    former = FormerOperator(vault)
    load = database_snapshot.take_snapshot()
    # Of the former operator nothing is left but what was copied: database, files, pepper, salt, and the file of keys.
    Concern.objects.all().delete()
    DataKey.objects.all().delete()
    where = storages["concerns"].location
    shutil.copytree(where, tmp_path / "files")
    copied = settings.STORAGES["concerns"] | {"OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"concerns": copied}
    for name in ("RECEIPT_PEPPER_FILE", "RECEIPT_SALT_FILE"):
        setattr(settings, name, Path(shutil.copy(getattr(settings, name), tmp_path / name)))
    settings.TEAM_PUBLIC_KEY_FILE = tmp_path / "new" / "team_public_key"
    settings.TEAM_PUBLIC_KEY_FILE.parent.mkdir()
    (tmp_path / "keys.jsonl").write_text(former.file)
    load()

    answers = iter([recovery.format_recovery_key(THEIRS), THEIR_PASSPHRASE])
    monkeypatch.setattr(prompts, "prompt_secret", lambda prompt, *, twice=False: next(answers))
    call_command("handover_take", str(tmp_path / "keys.jsonl"), "--handler", former.goes_along.email)

    concern = Concern.objects.get(pk=former.concern.pk)
    assert opened_by(former.goes_along, concern) == (ANSWERS["account"], LETTER)
    visit = reporter_sessions.find_visit(
        reporter_sessions.start_visit(former.digits, now=timezone.now()).text, now=timezone.now()
    )
    assert dialogue.get_conversation(visit.concern, visit.key) == []
    # And the next concern is sealed to them.
    later = make_concern().concern
    assert unlocking.open_with_passphrase(user=former.goes_along, passphrase=THEIR_PASSPHRASE).open(later.data_key)


def test_nobody_of_the_former_operator_opens_anything(former, take, capsys):
    team = former.vault.unlocked
    before = recovery.parse_recovery_key(former.vault.recovery_text)
    take()
    with pytest.raises(unlocking.TeamKeyNotGiven):
        unlocking.open_with_passphrase(user=former.vault.lead, passphrase=PASSPHRASE)
    with pytest.raises(recovery.InvalidRecoveryKey):
        recovery.open_team_keys(before)
    assert not Unlock.objects.exists()
    assert Epoch.objects.live().count() == HandlerKey.objects.active().count() == 1
    for row in DataKey.objects.all():
        with pytest.raises(encryption.DecryptionError):
            team.open(row)
        with pytest.raises(encryption.DecryptionError):
            encryption.unwrap_key(row.wrapped_key, THEIRS)
    assert "staff accounts, which cannot open anything" in capsys.readouterr().out


def test_it_is_counted_read_back_and_written_down(former, take, capsys, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        take()
    said = capsys.readouterr().out
    assert said.startswith("4 keys are now yours")
    new = Epoch.objects.current().get()
    assert list(keyfiles.read_team_keys()) == [bytes(new.public_key)]
    assert DataKey.objects.filter(epoch=new).count() == 4
    row = KeyHandover.objects.get()
    assert row.taken_at and row.done_at
    assert Entry.objects.get(action="vault.handover.taken").detail == {"count": 4}


def test_the_new_recovery_key_opens_it_all(former, take, capsys):
    take()
    text = capsys.readouterr().out.split("do not store:")[1].split("Write")[0].strip()
    assert recovery.open_team_keys(recovery.parse_recovery_key(text)).keys() == {Epoch.objects.current().get()}
    assert RecoveryKey.objects.filter(retired_at=None).count() == 1


def refused(take, sentence: str, *more: str, **given) -> None:
    before = sorted(DataKey.objects.values_list("uuid", "epoch", "wrapped_key"))
    held = list(keyfiles.read_team_keys())
    with pytest.raises(CommandError, match=sentence) as refusal:
        take(*more, **given)
    assert refusal.value.returncode == 2
    assert sorted(DataKey.objects.values_list("uuid", "epoch", "wrapped_key")) == before
    assert list(keyfiles.read_team_keys()) == held
    assert TeamWrap.objects.filter(epoch=Epoch.objects.current().get()).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (data_keys.create_data_key, "4 keys and the database has 5, with 4 in both"),
        (lambda: DataKey.objects.exclude(pk__in=Concern.objects.values("data_key")).first().delete(), "database has 3"),
        (
            lambda: KeyHandover.objects.update(public_key=encryption.new_key_pair()[1]),
            "no record of handing these keys",
        ),
        (lambda: KeyHandover.objects.update(withdrawn_at=timezone.now()), "no record of handing these keys"),
        (lambda: KeyHandover.objects.all().delete(), "no record of handing these keys"),
        (lambda: KeyHandover.objects.update(exported_at=None), "before the keys were handed over"),
        (lambda: KeyHandover.objects.update(code_hash=b"another"), "not the keys that were handed over"),
        (lambda: KeyHandover.objects.update(count=3), "All three numbers must match"),
    ],
)
def test_whatever_differs_is_refused_and_nothing_changes(former, take, change, sentence):
    change()
    refused(take, sentence)


def test_wraps_in_each_others_place_are_refused(former, file, take):
    header, one, two, *rest = (json.loads(line) for line in former.file.splitlines())
    one["wrapped"], two["wrapped"] = two["wrapped"], one["wrapped"]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in (header, one, two, *rest)))
    refused(take, "not the keys that were handed over")


def test_a_pepper_of_ones_own_is_noticed_before_every_code_is_dead(former, take, settings, tmp_path):
    settings.RECEIPT_PEPPER_FILE = tmp_path / "pepper"
    settings.RECEIPT_PEPPER_FILE.write_bytes(base64.urlsafe_b64encode(bytes(32)))
    refused(take, "pepper")


def test_a_second_time_it_changes_nothing(former, take):
    take()
    refused(take, "already taken over")


def test_another_databases_public_key_is_not_written_over_by_mistake(former, take, own_file):
    keyfiles.save_team_keys({encryption.new_key_pair()[1]: b""})
    refused(take, "--replace-file")
    take("--replace-file")


def test_who_is_not_at_the_desk_gets_nothing(former, take):
    refused(take, "neither a call handler", handler=UserFactory().email)


def test_a_weak_passphrase_takes_nothing_over(former, take, monkeypatch):
    monkeypatch.setitem(globals(), "THEIR_PASSPHRASE", "short")
    refused(take, "at least 16")
