"""A sealed file opens whole or says that it is not."""

import secrets
from dataclasses import replace
from uuid import uuid4

import pytest

from portal.vault import encryption
from portal.vault.encryption import CHUNK_BYTES, STREAM_BYTES, DecryptionError, Place

KEY = encryption.new_key()
PLACE = Place(case=uuid4(), model="concerns.attachment", field="body", row=uuid4())
SEALED_CHUNK = 24 + CHUNK_BYTES + 16
BODY = secrets.token_bytes(3 * CHUNK_BYTES + 100)


def sealed(body: bytes = BODY, place: Place = PLACE) -> list[bytes]:
    """The stream's id, then its chunks."""
    return list(encryption.seal_chunks(KEY, [body], place))


def opened(pieces: list[bytes], place: Place = PLACE) -> bytes:
    return b"".join(encryption.open_chunks(KEY, pieces, place))


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
@pytest.mark.parametrize("cut", [1000, CHUNK_BYTES, 10**6])
def test_a_file_of_any_size_comes_back_however_it_is_cut(size, cut):
    body = BODY[:size]
    pieces = [body[start : start + cut] for start in range(0, size, cut)]
    stored = b"".join(encryption.seal_chunks(KEY, pieces, PLACE))
    assert len(stored) == STREAM_BYTES + size + 40 * max(1, -(-size // CHUNK_BYTES))
    assert opened([stored[start : start + cut] for start in range(0, len(stored), cut)]) == body


def test_the_stream_in_single_bytes_opens():
    stored = b"".join(sealed(b"short"))
    assert opened([bytes([byte]) for byte in stored]) == b"short"


@pytest.mark.parametrize("kept", [0, 1, 2, 3, 4])
def test_a_file_cut_between_chunks_is_refused(kept):
    with pytest.raises(DecryptionError):
        opened(sealed()[:kept])


@pytest.mark.parametrize("dropped", [1, 50, 139, 140, 141, SEALED_CHUNK])
def test_a_file_cut_within_a_chunk_is_refused(dropped):
    with pytest.raises(DecryptionError):
        opened([b"".join(sealed())[:-dropped]])


def test_a_file_without_its_beginning_is_refused():
    stream, _first, *rest = sealed()
    with pytest.raises(DecryptionError):
        opened([stream, *rest])


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 2, 1, 3), (3, 1, 2, 0), (0, 0, 1, 3)])
def test_chunks_in_another_order_are_refused(order):
    stream, *chunks = sealed()
    with pytest.raises(DecryptionError):
        opened([stream, *(chunks[number] for number in order)])


@pytest.mark.parametrize("extra", [b"\0", b"x" * 40, b"x" * SEALED_CHUNK])
def test_a_file_with_something_after_it_is_refused(extra):
    with pytest.raises(DecryptionError):
        opened([*sealed(), extra])


def test_a_last_chunk_that_is_doubled_is_refused():
    pieces = sealed()
    with pytest.raises(DecryptionError):
        opened([*pieces, pieces[-1]])


def test_chunks_of_an_earlier_version_in_the_same_place_do_not_mix():
    stream, *chunks = sealed()
    _other, *others = sealed(secrets.token_bytes(len(BODY)))
    for number in range(len(chunks)):
        with pytest.raises(DecryptionError):
            opened([stream, *chunks[:number], others[number], *chunks[number + 1 :]])


def test_a_file_in_another_place_is_refused():
    with pytest.raises(DecryptionError):
        opened(sealed(), replace(PLACE, row=uuid4()))


def test_a_chunk_is_no_text_and_a_text_is_no_file():
    stream, chunk = sealed(b"short")
    with pytest.raises(DecryptionError):
        encryption.open_text(KEY, chunk, PLACE)
    with pytest.raises(DecryptionError):
        opened([stream, encryption.seal_text(KEY, "short", PLACE)])
