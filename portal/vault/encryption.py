"""Seals and opens plain bytes and texts (libsodium): what is sealed opens in its own place only.

Texts and files: XChaCha20-Poly1305 under a data key. Keys: SealedBox for who holds a private key, SecretBox for who
holds the same key; Ed25519 where one key vouches for the next. No Django, no clock, nothing kept. The formats:
docs/decisions/0007-vault.md.

See docs/requirements/security.md#sealed-in-place.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead, SecretBox
from nacl.signing import SigningKey, VerifyKey
from nacl.utils import random

KEY_BYTES = 32
# A text's length says little: sealed texts grow in such steps.
STEP_BYTES = 512
CHUNK_BYTES = 64 * 1024
STREAM_BYTES = 16
_OVERHEAD = Aead.NONCE_SIZE + Aead.MACBYTES
_NAME = re.compile(r"[a-z0-9_.]+")


# As a column gives it back.
type Sealed = bytes | memoryview


class DecryptionError(Exception):
    """The sealed bytes were changed, cut, lengthened or moved, or this is not their key."""


@dataclass(frozen=True)
class Place:
    """Where sealed bytes belong. They open nowhere else.

    case:  the uuid that all rows of one concern share.
    model: app.model in small letters; field: the column's name. Raises ValueError for other characters.
    """

    case: UUID
    model: str
    field: str
    row: UUID

    def __post_init__(self) -> None:
        # Without colons, two different places never give the same associated data.
        if not (_NAME.fullmatch(self.model) and _NAME.fullmatch(self.field)):
            raise ValueError(f"No place for sealed bytes: {self.model} {self.field}")

    @property
    def data(self) -> bytes:
        """Return the associated data that goes into the seal."""
        return _place_data(str(self.case), self.model, self.field, str(self.row))


def new_key() -> bytes:
    """Return a new random key."""
    return random(KEY_BYTES)


def seal_text(key: bytes, text: str, place: Place) -> bytes:
    """Seal a text, padded. Half a character (a lone surrogate) is no text, and is sealed as a question mark."""
    return bytes(Aead(key).encrypt(sodium_pad(text.encode(errors="replace"), STEP_BYTES), place.data))


def open_text(key: bytes, sealed: Sealed, place: Place) -> str:
    """Return the text. Raises DecryptionError."""
    padded = _decrypt(Aead(key), sealed, place.data)
    try:
        return sodium_unpad(padded, STEP_BYTES).decode()
    except (CryptoError, UnicodeDecodeError) as error:
        raise DecryptionError from error


def make_text_opener(model: str, field: str) -> Callable[[bytes, bytes, str, str], str]:
    """Return a function that opens many texts of one column in two thirds of the time.

    It is given the key, the sealed bytes, and the uuids of Place as texts with dashes; it raises DecryptionError.
    """
    anywhere = UUID(int=0)
    Place(anywhere, model, field, anywhere)  # raises ValueError for other names

    def open_one(key: bytes, sealed: bytes, case: str, row: str) -> str:
        data = _place_data(case, model, field, row)
        try:
            padded = crypto_aead_xchacha20poly1305_ietf_decrypt(
                sealed[Aead.NONCE_SIZE :], data, sealed[: Aead.NONCE_SIZE], key
            )
            return sodium_unpad(padded, STEP_BYTES).decode()
        except (CryptoError, ValueError, TypeError) as error:
            raise DecryptionError from error

    return open_one


def seal_chunks(key: bytes, chunks: Iterable[bytes], place: Place) -> Iterator[bytes]:
    """Seal a file as a stream: the stream's own id, then sealed chunks of 64 KiB, however the input was cut.

    Each chunk is bound to the place, the stream, its number, and whether it is the last.
    """
    box, stream = Aead(key), random(STREAM_BYTES)
    yield stream
    for number, (chunk, is_last) in enumerate(_cut(chunks, CHUNK_BYTES)):
        yield bytes(box.encrypt(chunk, _chunk_data(place, stream, number, is_last=is_last)))


def open_chunks(key: bytes, sealed: Iterable[bytes], place: Place) -> Iterator[bytes]:
    """Yield the chunks again, however the sealed stream was cut. Raises DecryptionError.

    A cut-off end is known only at the end: what came out before is true, but whole only when nothing was raised.
    """
    box, pieces = Aead(key), iter(sealed)
    stream, remaining = _head(pieces, STREAM_BYTES)
    for number, (chunk, is_last) in enumerate(_cut(chain([remaining], pieces), CHUNK_BYTES + _OVERHEAD)):
        yield _decrypt(box, chunk, _chunk_data(place, stream, number, is_last=is_last))


def new_key_pair() -> tuple[bytes, bytes]:
    """Return a private key and its public half."""
    private = PrivateKey.generate()
    return bytes(private), bytes(private.public_key)


def get_public_key(private: bytes) -> bytes:
    """Return the public half of a private key."""
    return bytes(PrivateKey(private).public_key)


def wrap_key(key: bytes, public: bytes) -> bytes:
    """Wrap a key for the holder of the private half only; wrapping needs no secret."""
    return bytes(SealedBox(PublicKey(public)).encrypt(key))


def unwrap_key(wrapped: Sealed, private: bytes) -> bytes:
    """Return the wrapped key. Raises DecryptionError."""
    return make_unwrapper(private)(wrapped)


def make_unwrapper(private: bytes) -> Callable[[Sealed], bytes]:
    """Return a function that unwraps many keys in two thirds of the time. It raises DecryptionError."""
    try:
        box = SealedBox(PrivateKey(private))
    except (CryptoError, ValueError, TypeError) as error:
        raise DecryptionError from error

    def unwrap_one(wrapped: Sealed) -> bytes:
        try:
            return box.decrypt(bytes(wrapped))
        except (CryptoError, ValueError, TypeError) as error:
            raise DecryptionError from error

    return unwrap_one


def get_signing_half(private: bytes) -> bytes:
    """Return the public half of the signing pair that belongs to a private key. It tells what that key vouched for."""
    return bytes(_signing(private).verify_key)


def sign(message: bytes, private: bytes) -> bytes:
    """Return the signature of the bytes by a private key."""
    return bytes(_signing(private).sign(message).signature)


def is_signed(message: bytes, signature: Sealed, half: Sealed) -> bool:
    """Return whether the signature is that of `half`, which get_signing_half returns."""
    try:
        VerifyKey(bytes(half)).verify(message, bytes(signature))
    except (CryptoError, ValueError, TypeError):
        return False
    return True


def lock_key(secret: bytes, key: bytes) -> bytes:
    """Encrypt a key under a key."""
    return bytes(SecretBox(key).encrypt(secret))


def unlock_key(locked: Sealed, key: bytes) -> bytes:
    """Return the key that was locked. Raises DecryptionError."""
    try:
        return SecretBox(key).decrypt(bytes(locked))
    except (CryptoError, ValueError, TypeError) as error:
        raise DecryptionError from error


def _place_data(case: str, model: str, field: str, row: str) -> bytes:
    return f"v1:{case}:{model}:{field}:{row}".encode()


def _signing(private: bytes) -> SigningKey:
    """Return a signing key of its own, since a key for sealing signs nothing."""
    return SigningKey(hmac.digest(private, b"portal.vault.signing.v1", hashlib.sha256))


def _decrypt(box: Aead, sealed: Sealed, data: bytes) -> bytes:
    try:
        return box.decrypt(bytes(sealed), data)
    except (CryptoError, ValueError, TypeError) as error:
        raise DecryptionError from error


def _chunk_data(place: Place, stream: bytes, number: int, *, is_last: bool) -> bytes:
    return b"%b:%b:%d:%d" % (place.data, stream.hex().encode(), number, is_last)


def _head(pieces: Iterator[bytes], size: int) -> tuple[bytes, bytes]:
    """Return the first bytes of a stream, and what came in the same piece after them."""
    gathered = b""
    while len(gathered) < size:
        piece = next(pieces, None)
        if piece is None:
            raise DecryptionError
        gathered += piece
    return gathered[:size], gathered[size:]


def _cut(pieces: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Yield pieces of just this size, and whether it is the last; at least one, though it be empty."""
    gathered = bytearray()
    for piece in pieces:
        # A large piece is not copied as a whole.
        for start in range(0, len(piece), size):
            gathered += piece[start : start + size]
            if len(gathered) > size:
                yield bytes(gathered[:size]), False
                del gathered[:size]
    yield bytes(gathered), True
