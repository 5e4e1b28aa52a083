"""What was moved, flipped or cut is refused: every time."""

import secrets
from dataclasses import replace
from uuid import uuid4

import pytest

from portal.vault import encryption
from portal.vault.encryption import DecryptionError, Place

KEY = encryption.new_key()
PLACE = Place(case=uuid4(), model="concerns.concern", field="account", row=uuid4())
FEW, MANY = 300, 10_000


def open_as_one_of_many(key: bytes, sealed: bytes, place: Place) -> str:
    """Open it as the search opens many texts of one column."""
    return encryption.make_text_opener(place.model, place.field)(key, sealed, str(place.case), str(place.row))


OPENERS = [encryption.open_text, open_as_one_of_many]
FULL = [FEW, pytest.param(MANY, marks=pytest.mark.soak)]


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, case=uuid4()),
        replace(PLACE, row=uuid4()),
        replace(PLACE, field="contact"),
        replace(PLACE, model="concerns.message"),
        replace(PLACE, case=PLACE.row, row=PLACE.case),
    ],
)
@pytest.mark.parametrize("open_text", OPENERS)
def test_what_was_moved_to_another_place_does_not_open(elsewhere, open_text):
    sealed = encryption.seal_text(KEY, "told in confidence", PLACE)
    with pytest.raises(DecryptionError):
        open_text(KEY, sealed, elsewhere)


@pytest.mark.parametrize("text", ["", "a", "x" * 511, "x" * 512, "ends with \x80\0\0", "🕊 ½ مرحبا", "\0"])
@pytest.mark.parametrize("open_text", OPENERS)
def test_every_text_comes_back_as_it_was(text, open_text):
    assert open_text(KEY, encryption.seal_text(KEY, text, PLACE), PLACE) == text


def test_half_a_character_does_not_stop_anybody():
    assert encryption.open_text(KEY, encryption.seal_text(KEY, "a\ud800b", PLACE), PLACE) == "a?b"


def test_the_length_says_only_how_many_steps_of_512():
    lengths = {len(encryption.seal_text(KEY, "x" * count, PLACE)) for count in range(512)}
    assert lengths == {24 + 512 + 16}
    assert len(encryption.seal_text(KEY, "x" * 512, PLACE)) == 24 + 1024 + 16


def test_the_same_text_is_sealed_differently_each_time():
    assert encryption.seal_text(KEY, "same", PLACE) != encryption.seal_text(KEY, "same", PLACE)


@pytest.mark.parametrize("open_text", OPENERS)
@pytest.mark.parametrize("trials", FULL)
def test_a_flipped_bit_is_refused(trials, open_text):
    sealed = encryption.seal_text(KEY, "told in confidence", PLACE)
    assert refusals(lambda: flip(sealed), trials, lambda bad: open_text(KEY, bad, PLACE)) == trials


@pytest.mark.parametrize("open_text", OPENERS)
@pytest.mark.parametrize("trials", FULL)
def test_a_cut_is_refused(trials, open_text):
    sealed = encryption.seal_text(KEY, "told in confidence", PLACE)
    cuts = (lambda: sealed[: secrets.randbelow(len(sealed))], lambda: sealed[1 + secrets.randbelow(len(sealed) - 1) :])
    for cut in cuts:
        assert refusals(cut, trials, lambda bad: open_text(KEY, bad, PLACE)) == trials


@pytest.mark.parametrize("trials", FULL)
def test_what_another_row_holds_is_refused(trials):
    other = lambda: encryption.seal_text(KEY, "of another", replace(PLACE, row=uuid4()))  # noqa: E731
    assert refusals(other, trials) == trials


@pytest.mark.parametrize("key", [encryption.new_key(), bytes(32)], ids=["another", "zeros"])
@pytest.mark.parametrize("open_text", OPENERS)
def test_another_key_does_not_open(key, open_text):
    with pytest.raises(DecryptionError):
        open_text(key, encryption.seal_text(KEY, "x", PLACE), PLACE)


def test_keys_that_were_changed_or_are_for_another_do_not_open():
    private, public = encryption.new_key_pair()
    other, _ = encryption.new_key_pair()
    wrapped, locked = encryption.wrap_key(KEY, public), encryption.lock_key(KEY, private)
    assert (encryption.unwrap_key(wrapped, private), encryption.unlock_key(locked, private)) == (KEY, KEY)
    for bad in (flip(wrapped), wrapped[:-1], b"", wrapped + b"\0"):
        with pytest.raises(DecryptionError):
            encryption.unwrap_key(bad, private)
    for bad in (flip(locked), locked[:-1], b"", locked + b"\0"):
        with pytest.raises(DecryptionError):
            encryption.unlock_key(bad, private)
    with pytest.raises(DecryptionError):
        encryption.unwrap_key(wrapped, other)
    with pytest.raises(DecryptionError):
        encryption.unlock_key(locked, other)
    with pytest.raises(DecryptionError):
        encryption.unlock_key(locked, b"too short")


@pytest.mark.parametrize("trials", FULL)
def test_a_flipped_bit_of_a_key_is_refused(trials):
    private, public = encryption.new_key_pair()
    wrapped, locked = encryption.wrap_key(KEY, public), encryption.lock_key(KEY, private)
    assert refusals(lambda: flip(wrapped), trials, lambda bad: encryption.unwrap_key(bad, private)) == trials
    assert refusals(lambda: flip(locked), trials, lambda bad: encryption.unlock_key(bad, private)) == trials


@pytest.mark.parametrize("trials", FULL)
def test_a_flipped_bit_of_a_file_is_refused(trials):
    """In the stream's id, in any of three chunks, in their numbers and ends."""
    whole = b"".join(encryption.seal_chunks(KEY, [b"x" * (2 * encryption.CHUNK_BYTES + 100)], PLACE))

    def opened(bad: bytes) -> bytes:
        return b"".join(encryption.open_chunks(KEY, [bad], PLACE))

    assert opened(whole)
    assert refusals(lambda: flip(whole), trials, opened) == trials
    head = encryption.STREAM_BYTES
    assert refusals(lambda: flip(whole[:head]) + whole[head:], FEW, opened) == FEW


def flip(sealed: bytes) -> bytes:
    where = secrets.randbelow(len(sealed) * 8)
    changed = bytearray(sealed)
    changed[where // 8] ^= 1 << where % 8
    return bytes(changed)


def refusals(make, trials: int, open_it=lambda bad: encryption.open_text(KEY, bad, PLACE)) -> int:
    count = 0
    for _ in range(trials):
        try:
            open_it(make())
        except DecryptionError:
            count += 1
    return count


@pytest.mark.parametrize(
    ("model", "field"), [("concerns:concern", "account"), ("concerns.concern", "Account"), ("", "")]
)
def test_a_column_that_is_no_place_has_no_opener(model, field):
    with pytest.raises(ValueError, match="No place"):
        encryption.make_text_opener(model, field)
