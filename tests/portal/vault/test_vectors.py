"""The formats are fixed: what was sealed once opens for ever. Vectors written out, and worked out a second way."""

import hashlib
import hmac
from uuid import UUID

import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt

from portal.vault import encryption, receipts
from portal.vault.encryption import CHUNK_BYTES, Place
from tests.portal.vault import independent_crypto

KEY = bytes(range(32))
NONCE = bytes(range(100, 124))
PLACE = Place(
    case=UUID("11111111-1111-4111-8111-111111111111"),
    model="concerns.concern",
    field="account",
    row=UUID("22222222-2222-4222-8222-222222222222"),
)
DATA = b"v1:11111111-1111-4111-8111-111111111111:concerns.concern:account:22222222-2222-4222-8222-222222222222"
PRIVATE = bytes(range(1, 33))
PUBLIC = bytes.fromhex("07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c")
REAL_COST = {"passes": 3, "memory_bytes": 128 * 1024**2}


def test_the_second_way_agrees_with_the_published_vector():
    """draft-irtf-cfrg-xchacha-03, section 2.2.1."""
    nonce = bytes.fromhex("000000090000004a0000000031415927")
    expected = "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"
    assert independent_crypto.hchacha20(KEY, nonce).hex() == expected


def test_the_associated_data_names_version_case_model_field_and_row():
    assert PLACE.data == DATA


@pytest.mark.parametrize(("model", "field"), [("a:b", "c"), ("a", "b:c"), ("", "b"), ("a", ""), ("A", "b"), ("a", "é")])
def test_a_place_whose_names_could_be_read_two_ways_is_none(model, field):
    with pytest.raises(ValueError, match="No place"):
        Place(case=PLACE.case, model=model, field=field, row=PLACE.row)


def test_a_sealed_text_opens_as_it_was_written_down():
    sealed = independent_crypto.aead_seal(KEY, NONCE, independent_crypto.pad("Ö, a word".encode()), DATA)
    assert len(sealed) == 24 + 512 + 16
    assert hashlib.sha256(sealed).hexdigest() == "45aeff8d1e7a885b714398ce2c2be6960a45cf82213b9896b3fae4df648750a5"
    assert encryption.open_text(KEY, sealed, PLACE) == "Ö, a word"


def test_what_we_seal_opens_by_the_second_way():
    sealed = encryption.seal_text(KEY, "told in confidence", PLACE)
    assert independent_crypto.aead_open(KEY, sealed, DATA) == independent_crypto.pad(b"told in confidence")
    assert crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[24:], DATA, sealed[:24], KEY)


def test_a_sealed_file_is_a_stream_id_and_numbered_chunks():
    stream = bytes(range(16))
    parts = [
        independent_crypto.aead_seal(
            KEY, bytes(range(24)), b"A" * CHUNK_BYTES, DATA + b":" + stream.hex().encode() + b":0:0"
        ),
        independent_crypto.aead_seal(KEY, bytes(range(24, 48)), b"end", DATA + b":" + stream.hex().encode() + b":1:1"),
    ]
    whole = stream + b"".join(parts)
    assert hashlib.sha256(whole).hexdigest() == "afb55f68e0866cd4a78018639384b3eb51f5f8982cc4eca965ecda92eccfd220"
    assert list(encryption.open_chunks(KEY, [whole], PLACE)) == [b"A" * CHUNK_BYTES, b"end"]


def test_a_wrapped_and_a_locked_key_open_as_they_were_written_down():
    wrapped = bytes.fromhex(
        "65b8d87fe8780892a6d90d0f2dc924bec2b35439890d58352728fd91c8ed5f1b1d1e9b627e2f9c74874a2bc52250c221"
        "74dd3632d104323c0eaed32a80590a052e315d8371998313301d86d0ac4411fa"
    )
    locked = bytes.fromhex(
        "9090a00b4274d44b0a5918a51aeaca1d1d9cee5a9917808fd8be4248c3ab194a923c239e33ff78f2e95ad1c35fbdcd4a"
        "c5422d021e2cadd8b503e62613c08424096d894b05121a5e"
    )
    assert encryption.get_public_key(PRIVATE) == PUBLIC
    assert encryption.unwrap_key(wrapped, PRIVATE) == KEY
    assert encryption.unlock_key(locked, bytes(range(50, 82))) == KEY
    assert (len(encryption.wrap_key(KEY, PUBLIC)), len(encryption.lock_key(KEY, KEY))) == (80, 72)


def test_a_receipt_gives_lookup_and_key_as_they_were_written_down(settings):
    """With the cost of production, salt and pepper of the tests' settings."""
    settings.VAULT_STRETCH = REAL_COST
    derived = receipts.derive_keys("48210093551726401187")
    assert derived.lookup.hex() == "6aa16865a67f49141b21ba00276c34cdf22de421dc4e99652bea57a86446699b"
    assert derived.key(bytes(range(16))).hex() == "3fbe640a329ff54e57d597997d8c0bb2dd50ea15fc285aa13c54fe6846ac8681"


def test_a_receipt_gives_the_same_by_the_second_way(settings):
    stretched = independent_crypto.argon2id(b"00000000000000000000", b"salt-salt-salt-0", 64, **settings.VAULT_STRETCH)
    derived = receipts.derive_keys("0" * 20)
    assert derived.lookup == hmac.digest(b"pepper-pepper-pepper-pepper-0000", stretched[:32], hashlib.sha256)
    expected = independent_crypto.hkdf(stretched[32:], b"row salt", b"portal.vault.receipt.v1")
    assert derived.key(b"row salt") == expected


def test_production_stretches_by_the_published_cost():
    from portal.settings import base

    assert base.VAULT_STRETCH == REAL_COST
