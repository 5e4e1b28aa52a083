"""Benchmarks of the desk: unlocking it and opening a case against the bare cryptography, and searching 10,000 cases."""

import json
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from secrets import token_bytes
from statistics import median
from typing import Any
from uuid import uuid4

from bench import Duel, benchmark, sized

CASES, BATCH = 10_000, 500
AGES = ("adult", "adult", "adult", "under_18", "not_sure")
STATUSES = ("new", "triaged", "in_progress", "awaiting_contact", "awaiting_partner")
REGIONS = ("east_midlands", "london", "north_west", "")
NOTE = "Spoke with the duty team, who know the yard. They look again on Monday and tell us what they find there. " * 4


@benchmark("case_open_vs_crypto", unit="s", baseline="the same cryptography, bare")
def case_open_vs_crypto() -> Iterator[Duel]:
    """The page that unlocks, then the page of the case, with all that a browser's request goes through."""
    from django.core.cache import cache
    from django.test import Client
    from django.utils import timezone

    from bench.vault_fixture import PASSPHRASE, start_vault, submit_concern
    from compliance.casework.services import claim
    from compliance.casework.services.case_keys import Keys
    from portal.vault.services import unlocking

    handler = start_vault()
    keys = Keys(unlocking.open_with_passphrase(user=handler, passphrase=PASSPHRASE))
    case = claim.claim_concern(concern=submit_concern().concern, actor=handler, keys=keys, at=timezone.now())
    browser = Client(headers={"host": "localhost"})
    browser.force_login(handler)

    def opened() -> float:
        # Else only the first opening would be a line of history.
        cache.clear()
        start = time.perf_counter()
        unlocked = browser.post("/desk/unlock/", {"passphrase": PASSPHRASE})
        page = browser.get(f"/desk/cases/{case.pk}/")
        took = time.perf_counter() - start
        if unlocked.status_code != 302 or b"locked in at night" not in page.content:
            raise AssertionError("The case did not open.")
        return took

    yield Duel(ours=opened, baseline=_bare_cryptography(), runs=21, warm_up=3)


def _bare_cryptography() -> Any:
    """What must be worked out: the passphrase stretched once, the handler's key opened, with it the team's, which is
    sealed for the browser and opened again for the case: two data keys, and five texts under them."""
    from django.conf import settings
    from nacl.bindings import sodium_pad, sodium_unpad
    from nacl.public import PrivateKey, SealedBox
    from nacl.pwhash import argon2id
    from nacl.secret import Aead, SecretBox

    from bench.vault_fixture import ANSWERS, PASSPHRASE

    cost, salt, place = settings.VAULT_STRETCH, token_bytes(16), b"p" * 120

    def stretched() -> bytes:
        return argon2id.kdf(32, PASSPHRASE.encode(), salt, opslimit=cost["passes"], memlimit=cost["memory_bytes"])

    own, team = PrivateKey.generate(), PrivateKey.generate()
    locked = SecretBox(stretched()).encrypt(bytes(own))
    given = SealedBox(own.public_key).encrypt(bytes(team))
    keys = [token_bytes(32), token_bytes(32)]
    wrapped = [SealedBox(team.public_key).encrypt(key) for key in keys]
    texts = [Aead(keys[0]).encrypt(sodium_pad(json.dumps(ANSWERS).encode(), 512), place)]
    texts += [Aead(keys[1]).encrypt(sodium_pad(text.encode(), 512), place) for text in (NOTE, NOTE, "{}", "{}")]

    def work() -> None:
        private = PrivateKey(SecretBox(stretched()).decrypt(locked))
        half = Aead(token_bytes(32))
        kept = half.encrypt(SealedBox(private).decrypt(given), place)
        box = SealedBox(PrivateKey(half.decrypt(kept, place)))
        first, second = (box.decrypt(one) for one in wrapped)
        for number, text in enumerate(texts):
            sodium_unpad(Aead(second if number else first).decrypt(text, place), 512)

    return work


@benchmark("case_scan_10000", unit="s", count=CASES)
def case_scan_10000() -> Iterator[Duel]:
    """Words that stand in one case of 10,000, each with what was told, its place and a note (2 s).

    See docs/requirements/security.md#sealed-search.
    """
    from bench.vault_fixture import PASSPHRASE, start_vault
    from compliance.casework.services import sealed_search
    from portal.vault.services import unlocking

    handler, cases = start_vault(), sized(CASES)
    make_cases(cases, handler)
    unlocked = unlocking.open_with_passphrase(user=handler, passphrase=PASSPHRASE)

    processor: list[float] = []

    def found() -> float:
        start, worked = time.perf_counter(), time.process_time()
        seen = sealed_search.search_sealed_texts("quillfeather yard", user=handler, unlocked=unlocked)
        took = time.perf_counter() - start
        processor.append(time.process_time() - worked)
        if (len(seen.hits), seen.scanned) != (1, cases):
            raise AssertionError(f"{len(seen.hits)} of {seen.scanned} were found.")
        return took

    # Where others keep the machine busy, seconds of the processor tell what the scan itself took.
    yield Duel(ours=found, runs=7, extra=lambda: {"processor_s": round(median(processor), 3)})


def make_cases(count: int, handler: Any, *, varied: bool = False) -> None:
    """Make open cases, each taken from a concern; in the last a name stands that stands nowhere else.

    varied: of half a year, all levels, ages, regions and languages, ten about each premises, with a task each; every
    fiftieth concern nobody has taken.
    """
    from django.utils import timezone

    from bench.vault_fixture import ANSWERS
    from compliance.casework import reference_numbers
    from compliance.casework.models import Case, CaseLocation, Contact, Note, Task
    from compliance.casework.services.case_keys import seal_columns
    from compliance.concerns import encryption as concerns_encryption
    from compliance.concerns.models import Concern
    from portal.vault import encryption
    from portal.vault.models import DataKey
    from portal.vault.services import team_key

    now, epoch = timezone.now(), team_key.get_current_epoch()
    hour = now.replace(minute=0, second=0, microsecond=0)
    same = {"level": "p3", "age_of_person": "adult", "arrived_hour": hour, "opened_at": now, "due_at": now}
    draw = random.Random(56)  # noqa: S311 - a sample, no secret

    def drawn() -> dict[str, Any]:
        """Return the facts of one case of a desk that has been busy for months."""
        due, arrived = now + timedelta(minutes=draw.randrange(-60_000, 20_000)), draw.randrange(4000)
        return same | {
            "level": draw.choice(("p1", "p2", "p3", "p4")), "age_of_person": draw.choice(AGES), "due_at": due,
            "arrived_hour": hour - timedelta(hours=arrived), "opened_at": now - timedelta(hours=arrived),
            "region": draw.choice(REGIONS),
            "language": draw.choice(("en", "ro", "vi", "pl")), "status": draw.choice(STATUSES),
            "exploitation_types": [draw.choice(("labour", "domestic", "criminal"))], "channel": "webform",
        }  # fmt: skip

    def data_key() -> tuple[Any, bytes]:
        key = encryption.new_key()
        return DataKey(epoch=epoch, wrapped_key=encryption.wrap_key(key, bytes(epoch.public_key))), key

    for start in range(0, count, BATCH):
        models = (DataKey, Concern, Case, Contact, CaseLocation, Note, Task)
        made: dict[Any, list[Any]] = {model: [] for model in models}
        for number in range(start, min(start + BATCH, count)):
            facts = drawn() if varied else same
            (told_key, told), (case_key, own) = data_key(), data_key()
            answers = ANSWERS | ({"premises_name": f"{ANSWERS['premises_name']} {number // 10}"} if varied else {})
            words = NOTE + (" Ask for Quillfeather." if number == count - 1 else "")
            concern = Concern(
                uuid=uuid4(), data_key=told_key, submit_token=uuid4(), route="r2", purpose="report_concern",
                danger_level="not_immediate", age_of_person="adult", child_involved=False,
                arrived_hour=facts["arrived_hour"],
                identity_mode="anonymous", triage_level="p3", due_at=facts["due_at"],
            )  # fmt: skip
            concern.answers = concerns_encryption.seal_json(
                told, answers, concerns_encryption.get_answers_place(concern.uuid)
            )
            if varied and number % 50 == 49:  # nobody has taken it
                made[DataKey].append(told_key)
                made[Concern].append(concern)
                continue
            owner = handler if not varied or number % 3 else None
            case = Case(data_key=case_key, reference=reference_numbers.make_case_reference(), owner=owner, **facts)
            seal_columns(own, case, title="Car wash in Chesterfield")
            contact = Contact(
                concern=concern, case=case, reference=f"C-{number:06}", channel="webform", hour=facts["arrived_hour"]
            )
            place = CaseLocation(case=case, role="exploitation")
            seal_columns(own, place, place={"premises": answers["premises_name"], "town": answers["town"]})
            note = Note(case=case, kind="note", by=handler, at=now)
            seal_columns(own, note, text=words)
            if varied:
                made[Task].append(Task(case=case, kind="review", owner=owner, due_at=facts["due_at"], made_at=now))
            made[DataKey] += [told_key, case_key]
            for row in (concern, case, contact, place, note):
                made[type(row)].append(row)
        for model, rows in made.items():
            model.objects.bulk_create(rows)
