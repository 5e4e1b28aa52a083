"""The vault's formats a second time, by other means than the code: `cryptography`, hashlib, and HChaCha20 by hand.

A change of format shows here before it makes what people told us unreadable.
"""

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


def hchacha20(key: bytes, nonce: bytes) -> bytes:
    """draft-irtf-cfrg-xchacha-03, section 2.2; nonce is 16 bytes."""
    state = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574, *struct.unpack("<8I", key), *struct.unpack("<4I", nonce)]

    def quarter(a, b, c, d):
        for first, second, third, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[first] = (state[first] + state[second]) & 0xFFFFFFFF
            mixed = state[third] ^ state[first]
            state[third] = ((mixed << turn) | (mixed >> (32 - turn))) & 0xFFFFFFFF

    for _ in range(10):
        for columns in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)):
            quarter(*columns)
        for diagonals in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(*diagonals)
    return struct.pack("<8I", *state[:4], *state[12:])


def aead(key: bytes, nonce: bytes) -> tuple[ChaCha20Poly1305, bytes]:
    """XChaCha20-Poly1305 as ChaCha20-Poly1305 under a key of its own; nonce is 24 bytes."""
    return ChaCha20Poly1305(hchacha20(key, nonce[:16])), b"\0" * 4 + nonce[16:]


def aead_seal(key: bytes, nonce: bytes, plain: bytes, data: bytes) -> bytes:
    box, inner = aead(key, nonce)
    return nonce + box.encrypt(inner, plain, data)


def aead_open(key: bytes, sealed: bytes, data: bytes) -> bytes:
    box, inner = aead(key, sealed[:24])
    return box.decrypt(inner, sealed[24:], data)


def pad(plain: bytes, step: int = 512) -> bytes:
    """ISO/IEC 7816-4."""
    return plain + b"\x80" + b"\0" * (-(len(plain) + 1) % step)


def argon2id(secret: bytes, salt: bytes, size: int, *, passes: int, memory_bytes: int) -> bytes:
    return Argon2id(salt=salt, length=size, iterations=passes, lanes=1, memory_cost=memory_bytes // 1024).derive(secret)


def hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """RFC 5869 with SHA-256, 32 bytes."""
    return hmac.digest(hmac.digest(salt, secret, hashlib.sha256), info + b"\x01", hashlib.sha256)
