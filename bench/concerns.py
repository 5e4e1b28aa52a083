"""Benchmarks of telling the helpline: sending against the cryptography that it must do, and a code against one of
nobody.
"""

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Iterator
from secrets import token_bytes

from bench import Duel, benchmark

# Of each; 200 tries together (docs/requirements/security.md#receipt-answers).
TRIES = 100


@benchmark("concern_submit_vs_crypto", unit="s", baseline="the same cryptography, bare")
def concern_submit_vs_crypto() -> Iterator[Duel]:
    yield from _submit()


@benchmark("concern_submit_vs_crypto_pg", unit="s", baseline="the same cryptography, bare", database="postgresql")
def concern_submit_vs_crypto_pg() -> Iterator[Duel]:
    yield from _submit()


def _submit() -> Iterator[Duel]:
    """Measure the whole request: what a person waits for after "Send"."""
    from django.conf import settings
    from django.test import Client
    from django.test.utils import override_settings
    from django.utils import timezone

    from bench.vault_fixture import ANSWERS, start_vault
    from compliance.concerns.forms.submission import MIN_FILL_TIME
    from compliance.concerns.services import draft

    start_vault()

    def sent() -> float:
        opened = draft.start_draft(answers=ANSWERS, now=timezone.now() - MIN_FILL_TIME)
        browser = Client(headers={"host": "localhost"})
        browser.cookies[settings.DRAFT_COOKIE_NAME] = opened.cookie.text
        start = time.perf_counter()
        answer = browser.post("/r/6", {"token": str(opened.row.submit_token)})
        took = time.perf_counter() - start
        if (answer.status_code, answer.headers.get("Location")) != (303, "/r/7"):
            raise AssertionError(f"No code came of it: {answer.status_code}")
        return took

    with override_settings(LIMITS=settings.LIMITS | {"concern_submit": (10**6, 60)}):
        yield Duel(ours=sent, baseline=_bare_cryptography(json.dumps(ANSWERS)), runs=21, warm_up=3)


def _bare_cryptography(said: str):
    """Do what must be worked out for one concern: the draft opened, a key made for the team, the answers sealed, the
    receipt stretched once, the key locked with it, and the code sealed for the browser. No row, no rule.
    """
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
    from django.conf import settings
    from nacl.bindings import sodium_pad
    from nacl.public import PrivateKey, SealedBox
    from nacl.pwhash import argon2id
    from nacl.secret import Aead, SecretBox

    team, cost = PrivateKey.generate().public_key, settings.VAULT_STRETCH
    place, salt, pepper = b"p" * 120, token_bytes(16), token_bytes(32)
    browser = Aead(token_bytes(32))
    draft = browser.encrypt(sodium_pad(said.encode(), 512), place)

    def work() -> None:
        opened = browser.decrypt(draft, place)
        key = token_bytes(32)
        SealedBox(team).encrypt(key)
        Aead(key).encrypt(opened, place)
        stretched = argon2id.kdf(
            64, b"48210093551726401187", salt, opslimit=cost["passes"], memlimit=cost["memory_bytes"]
        )
        hmac.digest(pepper, stretched[:32], hashlib.sha256)
        lock = HKDF(algorithm=SHA256(), length=32, salt=token_bytes(32), info=b"bench").derive(stretched[32:])
        SecretBox(lock).encrypt(key)
        browser.encrypt(sodium_pad(b"48210093551726401187", 512), place)
        browser.encrypt(sodium_pad(b"{}", 512), place)

    return work


@benchmark("receipt_valid_vs_unknown", unit="s", baseline="a code that nobody has, through the same page")
def receipt_valid_vs_unknown() -> Iterator[Duel]:
    """Measure whether time tells that there is such a code: 0.95 to 1.05."""
    from django.conf import settings
    from django.test import Client
    from django.test.utils import override_settings

    from bench.vault_fixture import start_vault, submit_concern

    start_vault()
    digits, unknown = submit_concern().digits, "0" * 20

    def enters(code: str, status: int) -> float:
        """In a browser of its own, as somebody who comes back."""
        visitor = Client(headers={"host": "localhost"})
        start = time.perf_counter()
        answer = visitor.post("/r/return/", {"code": code})
        took = time.perf_counter() - start
        if answer.status_code != status:
            raise AssertionError(answer.status_code)
        return took

    # More tries than one visitor or the whole site may make in an hour.
    free = settings.LIMITS | {"receipt": (10**6, 60), "receipt_site": (10**6, 60)}
    # Django says of each refused form that it was refused.
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with override_settings(LIMITS=free):
            yield Duel(ours=lambda: enters(digits, 303), baseline=lambda: enters(unknown, 422), runs=TRIES, warm_up=5)
    finally:
        logger.setLevel(level)
