"""Every sealed column: what stands in another row, or in another column, opens nothing there.

See docs/requirements/security.md#sealed-in-place.
"""

from itertools import permutations
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from compliance.casework.models.base import SealedRow
from compliance.casework.services.case_keys import Keys, seal_columns
from compliance.concerns import encryption as concerns_encryption
from compliance.concerns.choices import Author
from compliance.concerns.models import Concern, ConcernFile, Draft, Message, Receipt, Visit
from compliance.concerns.services import dialogue, files, reporter_sessions
from compliance.concerns.services import draft as drafts
from compliance.concerns.services.file_checks import UploadOptions
from portal.accounts.roles import StaffRole
from portal.vault import encryption
from portal.vault.encryption import DecryptionError
from portal.vault.fields import SealedField
from portal.vault.models import DataKey, HandlerKey, TeamWrap, Unlock
from portal.vault.services import data_keys, unlocking
from tests.factories.accounts import UserFactory
from tests.factories.concerns import ANSWERS, make_concern
from tests.factories.vault import PASSPHRASE, begin_vault, give_key

pytestmark = pytest.mark.django_db
NOW = timezone.now()
# Each under a key of its own that nothing else is under: a passphrase, a partner's key, what is in a link.
APART = {
    "referrals.Partner.private_key",
    "referrals.Referral.package",
    "referrals.Referral.package_key",
    "referrals.NrmPack.link_package",
}
COLUMNS = [
    (model, field.name)
    for model in apps.get_models()
    for field in model._meta.fields
    if isinstance(field, SealedField) and f"{model._meta.label}.{field.name}" not in APART
]
OF_THE_DESK = [pair for pair in COLUMNS if issubclass(pair[0], SealedRow)]
ELSEWHERE = {f"{model._meta.label}.{name}" for model, name in COLUMNS if (model, name) not in OF_THE_DESK}


def opens(look) -> bool:
    """Whether anything came of it: some doors raise what only they know, others find nothing."""
    try:
        return bool(look())
    except (
        DecryptionError,
        drafts.Gone,
        reporter_sessions.NoSuchCode,
        unlocking.WrongPassphrase,
        unlocking.TeamKeyNotGiven,
    ):
        return False


# --- The desk's columns, all of them under one key, so that only the place tells them apart -------------------------


@pytest.fixture
def keys(db):
    vault = begin_vault()
    opened = Keys(vault.unlocked)
    opened.data_key, _ = data_keys.create_data_key()
    opened.case = apps.get_model("casework.Case")(data_key=opened.data_key)
    return opened


def row_of(model, keys: Keys):
    names = {field.name for field in model._meta.fields}
    given = {"case": keys.case, "data_key": keys.data_key}
    return model(uuid=uuid4(), **{name: value for name, value in given.items() if name in names})


@pytest.mark.parametrize(("model", "field"), OF_THE_DESK, ids=lambda part: getattr(part, "__name__", part))
def test_the_same_column_of_two_rows_at_the_desk(keys, model, field):
    here, there = row_of(model, keys), row_of(model, keys)
    for row in (here, there):
        seal_columns(keys.get_key(row.keeper), row, **{field: f"of {row.uuid}"})
        assert keys.read(row, field) == f"of {row.uuid}"
    value, other = getattr(here, field), getattr(there, field)
    setattr(here, field, other)
    setattr(there, field, value)
    assert not opens(lambda: keys.read(here, field)) and not opens(lambda: keys.read(there, field))


def test_any_two_columns_of_the_desk(keys):
    """Of one row as well as of two."""
    rows = {model: row_of(model, keys) for model, _ in OF_THE_DESK}
    for model, field in OF_THE_DESK:
        seal_columns(keys.get_key(rows[model].keeper), rows[model], **{field: field})
    for (model, field), (other, another) in permutations(OF_THE_DESK, 2):
        own = getattr(rows[model], field)
        setattr(rows[model], field, getattr(rows[other], another))
        assert not opens(lambda row=rows[model], name=field: keys.read(row, name)), (model, field, other, another)
        setattr(rows[model], field, own)


# --- The door's and the vault's, as they are opened there -----------------------------------------------------------


class Told:
    """Of everything two, in the database; for each column how its two values are looked at."""

    def __init__(self) -> None:
        self.vault = begin_vault()
        made = [make_concern(), make_concern()]
        one = made[0].concern
        for number in range(2):
            upload = SimpleUploadedFile("note.txt", b"They keep the passports.")
            files.add_to_concern(one, made[0].data_key, upload, wish=UploadOptions(), token=uuid4(), now=NOW)
            dialogue.add_message(one, made[0].data_key, author=Author.REPORTER, text=f"Word {number}", now=NOW)
        opened = [drafts.start_draft(answers=ANSWERS, now=NOW) for _ in range(2)]
        for draft in opened:
            draft.row.receipt = encryption.seal_text(draft.cookie.key, "1" * 20, draft.cookie.place("receipt"))
            draft.row.save()
        cookies = [reporter_sessions.start_visit(code.digits, now=NOW) for code in made]
        people = [UserFactory(role=StaffRole.HANDLER) for _ in range(2)]
        for person in people:
            give_key(person)
        halves = [
            unlocking.unlock_session(user=person, passphrase=PASSPHRASE, session_key=person.email, at=NOW)
            for person in people
        ]
        self.unlocked = self.vault.unlocked
        self.looks = {
            "concerns.Concern.answers": [lambda code=code: self.answers(code.concern) for code in made],
            "concerns.Message.text": [lambda row=row: self.text(row) for row in one.messages.all()],
            "concerns.ConcernFile.facts": [lambda row=row: self.facts(row) for row in one.files.all()],
            "concerns.Draft.blob": [
                lambda draft=draft: drafts.find_draft(draft.cookie.text, now=NOW) for draft in opened
            ],
            "concerns.Draft.receipt": [lambda draft=draft: self.receipt(draft) for draft in opened],
            "concerns.Visit.wrapped": [
                lambda cookie=cookie: reporter_sessions.find_visit(cookie.text, now=NOW) for cookie in cookies
            ],
            "concerns.Receipt.wrapped": [
                lambda code=code: reporter_sessions.start_visit(code.digits, now=NOW) for code in made
            ],
            "vault.DataKey.wrapped_key": [lambda code=code: self.answers(code.concern) for code in made],
            "vault.HandlerKey.locked_private_key": [lambda who=who: self.passphrase(who) for who in people],
            "vault.TeamWrap.wrapped_private_key": [lambda who=who: self.passphrase(who) for who in people],
            "vault.Unlock.sealed_keys": [
                lambda who=who, half=half: unlocking.find_unlocked_keys(
                    user=who, session_key=who.email, cookie=half, now=NOW
                )
                for who, half in zip(people, halves, strict=True)
            ],
        }
        keys = [HandlerKey.objects.get(user=person) for person in people]
        self.rows = {
            Concern: [code.concern for code in made],
            Message: list(one.messages.all()),
            ConcernFile: list(one.files.all()),
            Draft: [draft.row for draft in opened],
            Visit: [Visit.objects.get(pk=cookie.id) for cookie in cookies],
            Receipt: [Receipt.objects.get(concern=code.concern) for code in made],
            DataKey: [code.concern.data_key for code in made],
            HandlerKey: keys,
            TeamWrap: [TeamWrap.objects.get(handler_key=key) for key in keys],
            Unlock: [Unlock.objects.get(handler_key=key) for key in keys],
        }

    def key(self, concern: Concern) -> bytes:
        return self.unlocked.open(DataKey.objects.get(pk=concern.data_key_id))

    def answers(self, concern: Concern):
        found = Concern.objects.get(pk=concern.pk)
        return concerns_encryption.open_json(
            self.key(found), found.answers, concerns_encryption.get_answers_place(found.pk)
        )

    def text(self, row: Message):
        found = Message.objects.get(pk=row.pk)
        return concerns_encryption.open_json(
            self.key(found.concern), found.text, concerns_encryption.get_message_place(found)
        )

    def facts(self, row: ConcernFile):
        found = ConcernFile.objects.get(pk=row.pk)
        return concerns_encryption.open_json(
            self.key(found.concern), found.facts, concerns_encryption.get_file_facts_place(found.concern_id, found.pk)
        )

    def receipt(self, draft: drafts.OpenDraft):
        draft.row.refresh_from_db()
        return drafts.get_receipt(draft)

    def passphrase(self, person):
        return unlocking.open_with_passphrase(user=person, passphrase=PASSPHRASE)


@pytest.fixture
def told(db) -> Told:
    return Told()


def test_no_column_is_left_out(told):
    assert told.looks.keys() == ELSEWHERE


@pytest.mark.parametrize("column", sorted(ELSEWHERE))
def test_the_same_column_of_two_rows(told, column):
    assert all(map(opens, told.looks[column]))
    label, field = column.rsplit(".", 1)
    model = apps.get_model(label)
    rows = told.rows[model]
    values = [bytes(getattr(model.objects.get(pk=row.pk), field)) for row in rows]
    for row, value in zip(rows, reversed(values), strict=True):
        model.objects.filter(pk=row.pk).update(**{field: value})
    assert not any(map(opens, told.looks[column]))


@pytest.mark.parametrize(
    "pair",
    [
        *permutations(["concerns.Concern.answers", "concerns.Message.text", "concerns.ConcernFile.facts"], 2),
        *permutations(["concerns.Draft.blob", "concerns.Draft.receipt"], 2),
    ],
    ids=" for ".join,
)
def test_two_columns_under_one_key(told, pair):
    (model, field), (other, another) = (column.rsplit(".", 1) for column in pair)
    model, other = apps.get_model(model), apps.get_model(other)
    value = bytes(getattr(other.objects.get(pk=told.rows[other][0].pk), another))
    model.objects.filter(pk=told.rows[model][0].pk).update(**{field: value})
    assert not opens(told.looks[pair[0]][0])
