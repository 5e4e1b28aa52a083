"""Another operator gets every key: two people say so, each key is tried, and nothing counts before that."""

import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from compliance.casework.forms.handover import KeyForm
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.operations import prompts
from portal.vault import encryption
from portal.vault.models import DataKey, KeyHandover
from portal.vault.services import data_keys, handover_export
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
THEIRS, THEIR_PUBLIC = encryption.new_key_pair()


@pytest.fixture
def second():
    return UserFactory(role=StaffRole.SITE_ADMINISTRATOR)


@pytest.fixture
def keys(vault):
    return {row.pk: key for row, key in (data_keys.create_data_key() for _ in range(5))}


@pytest.fixture
def confirmed(vault, keys, second) -> KeyHandover:
    row = handover_export.propose_handover(public_key=THEIR_PUBLIC, by=vault.lead, at=NOW)
    return handover_export.confirm_handover(handover=row, by=second, at=NOW)


def exported(vault, row) -> str:
    return handover_export.export_keys(handover=row, unlocked=vault.unlocked, at=NOW)


def test_the_new_operator_opens_every_key_and_the_code_makes_it_done(vault, keys, confirmed):
    opened = handover_export.open_handover_file(exported(vault, confirmed), private=THEIRS)
    assert opened.keys == keys
    row = handover_export.finish_handover(handover=confirmed, code=opened.code.replace(" ", "-"), at=NOW)
    assert (row.count, row.done_at) == (5, NOW)


def test_nothing_of_ours_changes_and_ours_open_as_before(vault, keys, confirmed):
    exported(vault, confirmed)
    unlocked = vault.unlocked
    assert {row.pk: unlocked.open(row) for row in DataKey.objects.all()} == keys


def test_the_file_says_nothing_to_anybody_else(vault, keys, confirmed):
    text = exported(vault, confirmed)
    for private in (encryption.new_key_pair()[0], bytes(range(1, 33))):
        with pytest.raises(handover_export.InvalidHandoverFile):
            handover_export.open_handover_file(text, private=private)
    assert not any(key.hex() in text for key in keys.values())


def test_one_person_alone_hands_nothing_over(vault, keys):
    row = handover_export.propose_handover(public_key=THEIR_PUBLIC, by=vault.lead, at=NOW)
    with pytest.raises(ActionRefused):
        exported(vault, row)
    with pytest.raises(ActionRefused):
        handover_export.confirm_handover(handover=row, by=vault.lead, at=NOW)


def test_the_database_refuses_it_too(vault, keys, second):
    row = handover_export.propose_handover(public_key=THEIR_PUBLIC, by=vault.lead, at=NOW)
    for wrong in (
        {"confirmed_by": vault.lead},
        {"exported_at": NOW},
        {"done_at": NOW},
        {"confirmed_by": second, "done_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            KeyHandover.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.parametrize("code", ["", "0000 0000 0000 0000 0000", "x"])
def test_another_code_does_not_make_it_done(vault, confirmed, code):
    exported(vault, confirmed)
    with pytest.raises(ActionRefused):
        handover_export.finish_handover(handover=confirmed, code=code, at=NOW)
    confirmed.refresh_from_db()
    assert confirmed.done_at is None


def test_the_code_is_not_in_the_database(vault, confirmed):
    code = handover_export.open_handover_file(exported(vault, confirmed), private=THEIRS).code
    confirmed.refresh_from_db()
    assert code.replace(" ", "").encode() not in bytes(confirmed.code_hash)
    assert len(bytes(confirmed.code_hash)) == 32


def test_before_anything_went_out_it_is_not_done(confirmed):
    with pytest.raises(ActionRefused):
        handover_export.finish_handover(handover=confirmed, code="1", at=NOW)


def test_concerns_that_came_since_must_go_as_well(vault, confirmed):
    code = handover_export.open_handover_file(exported(vault, confirmed), private=THEIRS).code
    data_keys.create_data_key()
    with pytest.raises(ActionRefused):
        handover_export.finish_handover(handover=confirmed, code=code, at=NOW)
    again = handover_export.open_handover_file(exported(vault, confirmed), private=THEIRS)
    assert handover_export.finish_handover(handover=confirmed, code=again.code, at=NOW).count == 6


def test_one_key_that_does_not_open_stops_it_all(vault, keys, confirmed):
    DataKey.objects.filter(pk=next(iter(keys))).update(wrapped_key=b"damaged")
    with pytest.raises(ActionRefused, match="1 keys"):
        exported(vault, confirmed)
    confirmed.refresh_from_db()
    assert confirmed.exported_at is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: lines[:-1],
        lambda lines: [*lines, lines[-1]],
        lambda lines: lines[1:],
        lambda lines: [lines[0], *lines[2:], lines[2]],
        lambda lines: [],
        lambda lines: ["[]"],
        lambda lines: ["not json"],
        lambda lines: [lines[0].replace(handover_export.FORMAT, "other"), *lines[1:]],
        lambda lines: [*lines[:-1], lines[-1].replace('"wrapped": "', '"wrapped": "AAAA')],
        lambda lines: [*lines[:-1], json.dumps({"uuid": 1, "wrapped": 2})],
    ],
)
def test_a_file_that_is_not_whole_does_not_open(vault, confirmed, damage):
    lines = exported(vault, confirmed).splitlines()
    with pytest.raises(handover_export.InvalidHandoverFile):
        handover_export.open_handover_file("\n".join(damage(lines)), private=THEIRS)


def test_wraps_in_each_others_place_give_another_code(vault, confirmed):
    text = exported(vault, confirmed)
    header, one, two, *rest = (json.loads(line) for line in text.splitlines())
    one["wrapped"], two["wrapped"] = two["wrapped"], one["wrapped"]
    swapped = "\n".join(json.dumps(line) for line in (header, one, two, *rest))
    code = handover_export.open_handover_file(swapped, private=THEIRS).code
    with pytest.raises(ActionRefused):
        handover_export.finish_handover(handover=confirmed, code=code, at=NOW)


def test_there_is_one_at_a_time_and_it_can_be_withdrawn(vault, confirmed, second):
    with pytest.raises(ActionRefused):
        handover_export.propose_handover(public_key=THEIR_PUBLIC, by=second, at=NOW)
    with pytest.raises(ActionRefused):
        handover_export.confirm_handover(handover=confirmed, by=second, at=NOW)
    handover_export.withdraw_handover(handover=confirmed, at=NOW)
    with pytest.raises(ActionRefused):
        exported(vault, confirmed)
    assert handover_export.propose_handover(public_key=THEIR_PUBLIC, by=second, at=NOW)


def test_a_key_of_another_length_is_refused(vault):
    with pytest.raises(ActionRefused):
        handover_export.propose_handover(public_key=b"short", by=vault.lead, at=NOW)


class TestTheCommandsOfTheNewOperator:
    """Their key is one of handover_key, and nothing of theirs is asked of a database."""

    @pytest.fixture
    def said(self, capsys):
        call_command("handover_key")
        return capsys.readouterr().out

    @pytest.fixture
    def typed(self, said):
        return re.search(r"(?:[A-Z2-7]{4} ){13}[A-Z2-7]{4}", said)[0]

    @pytest.fixture
    def file(self, vault, keys, second, said, tmp_path):
        form = KeyForm({"public_key": re.search(r"[-_\w]{43}=", said)[0]})
        assert form.is_valid()
        vault.row = handover_export.propose_handover(public_key=form.cleaned_data["public_key"], by=vault.lead, at=NOW)
        handover_export.confirm_handover(handover=vault.row, by=second, at=NOW)
        file = tmp_path / "keys.jsonl"
        file.write_text(exported(vault, vault.row))
        return file

    def check(self, file, monkeypatch, typed):
        monkeypatch.setattr(prompts, "prompt_secret", lambda prompt: typed)
        call_command("handover_check", str(file))

    def test_the_numbers_are_those_that_the_desk_shows(self, vault, file, said):
        assert vault.row.fingerprint in said

    def test_it_prints_the_code_that_makes_it_done(self, vault, file, typed, monkeypatch, capsys):
        self.check(file, monkeypatch, typed)
        said = capsys.readouterr().out
        assert said.startswith("All 5 keys open")
        assert handover_export.finish_handover(handover=vault.row, code=said.split(": ")[1], at=NOW).done_at

    @pytest.mark.parametrize("held", [None, "", "{}", b"\xff\xfe"])
    def test_a_file_that_it_cannot_read_is_told_in_one_line(self, file, typed, monkeypatch, held):
        file.unlink()
        if held is not None:
            file.write_bytes(held if isinstance(held, bytes) else held.encode())
        with pytest.raises(CommandError, match="is unreadable") as refusal:
            self.check(file, monkeypatch, typed)
        assert refusal.value.returncode == 2

    def test_a_key_that_is_none_is_told(self, file, monkeypatch):
        with pytest.raises(CommandError, match="not a private key"):
            self.check(file, monkeypatch, "wrong")
