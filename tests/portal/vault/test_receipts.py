"""Twenty digits, however they are typed; and never more at once than the machine bears."""

import math
import threading

import pytest

from portal.vault import kdf as vault_kdf
from portal.vault import receipts


def test_a_receipt_has_at_least_66_bits():
    assert math.log2(10**receipts.DIGITS) >= 66
    many = [receipts.new_receipt() for _ in range(2000)]
    assert len(set(many)) == 2000
    assert all(len(digits) == 20 and digits.isascii() and digits.isdigit() for digits in many)


def test_every_digit_comes_about_as_often_in_every_position():
    many = [receipts.new_receipt() for _ in range(5000)]
    for position in range(20):
        counts = [sum(digits[position] == str(digit) for digits in many) for digit in range(10)]
        # 500 expected; six standard deviations either way.
        assert all(370 < count < 630 for count in counts)


def test_small_numbers_keep_their_zeros(monkeypatch):
    monkeypatch.setattr(receipts.secrets, "randbelow", lambda _: 77770000)
    assert receipts.new_receipt() == "00000000000077770000"


def test_people_see_five_groups_of_four():
    assert receipts.format_receipt("48210093551726401187") == "4821 0093 5517 2640 1187"


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("4821 0093 5517 2640 1187", "48210093551726401187"),
        ("4821-0093-5517-2640-1187", "48210093551726401187"),
        (" 4821\u00a00093\t5517\n2640 1187 ", "48210093551726401187"),
        ("４８２１ ００９３", "48210093"),  # full-width, as a Japanese keyboard gives
        ("٤٨٢١ ٠٠٩٣", "48210093"),  # Arabic-Indic
        ("۴۸۲۱ ۰۰۹۳", "48210093"),  # Persian, Urdu
        ("४८२१ ००९३", "48210093"),  # Devanagari
        ("৪৮২১ ০০৯৩", "48210093"),  # Bengali
        ("𝟒𝟖𝟐𝟏", "4821"),  # mathematical, beyond the first plane
        ("code: 4821.0093/5517", "482100935517"),
        ("1²③½Ⅷ", "1"),  # superscript, circled, fraction, Roman numeral: no digits of a number
        ("", ""),
        ("no digits", ""),
    ],
)
def test_digits_are_found_however_they_are_typed(typed, digits):
    assert receipts.normalise(typed) == digits


def test_endless_input_is_cut():
    assert len(receipts.normalise("1" * 10**6)) == receipts.MAX_TYPED_LENGTH


def test_each_digit_and_the_pepper_count(settings, tmp_path):
    derived = receipts.derive_keys("48210093551726401187")
    assert receipts.derive_keys("48210093551726401187") == derived
    assert receipts.derive_keys("48210093551726401186").lookup != derived.lookup
    settings.RECEIPT_PEPPER_FILE = tmp_path / "pepper"
    settings.RECEIPT_PEPPER_FILE.write_text("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n")
    assert receipts.derive_keys("48210093551726401187").lookup != derived.lookup


def test_the_lookup_tells_nothing_of_the_key():
    derived = receipts.derive_keys("48210093551726401187")
    assert derived.secret not in derived.lookup
    assert derived.lookup != derived.key(b"salt") != derived.key(b"other salt")
    assert derived.secret.hex() not in repr(derived)
    assert repr(derived.secret) not in repr(derived)


@pytest.mark.parametrize("typed", ["", "1", "1" * 200])
def test_what_cannot_be_a_receipt_costs_the_same_one_run(typed, monkeypatch):
    runs = []
    kdf = vault_kdf.argon2id.kdf
    monkeypatch.setattr(vault_kdf.argon2id, "kdf", lambda *args, **how: runs.append(1) or kdf(*args, **how))
    assert len(receipts.derive_keys(typed).lookup) == 32
    assert runs == [1]


class Kitchen:
    """Stands for Argon2id: counts who is in, and lets them out when told."""

    def __init__(self):
        self.inside, self.most, self.lock, self.door = 0, 0, threading.Lock(), threading.Event()
        self.full = threading.Semaphore(0)

    def kdf(self, size, *args, **how):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.full.release()
        self.door.wait(10)
        with self.lock:
            self.inside -= 1
        return b"x" * size


@pytest.fixture
def kitchen(monkeypatch):
    kitchen = Kitchen()
    monkeypatch.setattr(vault_kdf.argon2id, "kdf", kitchen.kdf)
    yield kitchen
    kitchen.door.set()


def test_two_receipts_are_worked_out_at_once_and_the_rest_wait(kitchen):
    done = []
    threads = [threading.Thread(target=lambda: done.append(receipts.derive_keys("1"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        assert kitchen.full.acquire(timeout=5)
    kitchen.door.set()
    for thread in threads:
        thread.join(10)
    assert (kitchen.most, len(done)) == (2, 6)


def test_who_waits_too_long_is_told_that_it_is_busy(kitchen, monkeypatch):
    monkeypatch.setattr(vault_kdf, "WAIT_SECONDS", 0.05)
    threads = [threading.Thread(target=receipts.derive_keys, args=("1",)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        assert kitchen.full.acquire(timeout=5)
    with pytest.raises(vault_kdf.Busy):
        receipts.derive_keys("2")
    room = threading.Thread(target=vault_kdf.PASSPHRASE_KDF.derive, args=(b"p", b"s" * 16, 32))
    room.start()
    assert kitchen.full.acquire(timeout=5), "a flood of receipts keeps nobody of the desk out"
    kitchen.door.set()
    for thread in (*threads, room):
        thread.join(10)
    assert receipts.derive_keys("2")


def test_an_error_within_gives_the_room_back(monkeypatch):
    def broken(*args, **how):
        raise ZeroDivisionError

    monkeypatch.setattr(vault_kdf.argon2id, "kdf", broken)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            receipts.derive_keys("1")
