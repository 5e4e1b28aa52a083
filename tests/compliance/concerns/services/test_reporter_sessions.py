"""Nobody learns which codes there are: not by a word, a length, a status, or the work that was done.

See docs/requirements/security.md#receipt-answers.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.concerns.models import Receipt
from compliance.concerns.services import dialogue, reporter_sessions
from compliance.concerns.services.reporter_sessions import NoSuchCode
from portal.vault import encryption, kdf, receipts
from tests.factories.concerns import Reporter, make_concern
from tests.test_access import plain

UNKNOWN = "0" * 20


@pytest.fixture
def codes(door) -> dict[str, str]:
    """One of each that opens nothing."""
    ended, retired = make_concern(), make_concern()
    Receipt.objects.filter(concern=ended.concern).update(ends_on=timezone.localdate() - timedelta(days=1))
    dialogue.close_conversation(retired.concern, now=timezone.now())
    return {"unknown": UNKNOWN, "short": "1", "ended": ended.digits, "retired": retired.digits, "words": "no digits"}


def test_every_code_that_opens_nothing_gets_one_page(codes):
    pages = {}
    for name, code in codes.items():
        response = Reporter().client.post("/r/return/", {"code": code})
        pages[name] = (response.status_code, len(plain(response.content.decode())), plain(response.content.decode()))
        assert not response.cookies.get("pane")
        assert len(code) < 20 or code not in response.content.decode()
    assert len(set(pages.values())) == 1
    assert pages["unknown"][0] == 422


def test_the_same_work_is_done_for_every_code(codes, monkeypatch):
    """One stretching, one look-up, one key, one seal, whatever the code is worth."""
    good = make_concern()
    done: list[str] = []

    def told(name, function):
        def call(*args, **kwargs):
            done.append(name)
            return function(*args, **kwargs)

        return call

    monkeypatch.setattr(kdf.RECEIPT_KDF, "derive", told("stretch", kdf.RECEIPT_KDF.derive))
    monkeypatch.setattr(receipts.DerivedKeys, "key", told("key", receipts.DerivedKeys.key))
    monkeypatch.setattr(encryption, "unlock_key", told("unlock", encryption.unlock_key))
    work = {}
    for name, code in {**codes, "good": good.digits}.items():
        done.clear()
        try:
            reporter_sessions.start_visit(code, now=timezone.now())
        except NoSuchCode:
            assert name != "good"
        work[name] = tuple(done)
    assert set(work.values()) == {("stretch", "key", "unlock")}


def test_a_stolen_row_opens_nothing_without_the_digits(door):
    made = make_concern()
    receipt = Receipt.objects.get()
    for guess in (bytes(receipt.lookup), bytes(receipt.salt), encryption.new_key()):
        with pytest.raises(encryption.DecryptionError):
            encryption.unlock_key(bytes(receipt.wrapped), guess)
    derived = receipts.derive_keys(made.digits)
    assert encryption.unlock_key(bytes(receipt.wrapped), derived.key(bytes(receipt.salt))) == made.data_key
