"""Marked words, a marked name, a marked address: told, worked on, passed on and closed, then looked for everywhere.

The whole way through the real pages: a reporter tells with a file and comes back; a handler at another marked address
unlocks, takes the case, reads and writes every part of it, looks who it is, refers it by an encrypted file, answers
the reporter, and closes it.
"""

import io
import re
from dataclasses import dataclass, field

import pikepdf
import pytest
from django.core import mail
from django.test import Client

from compliance.casework.models import Case
from compliance.concerns.models import Concern
from tests.compliance.concerns.test_privacy import (
    ADDRESS,
    BROWSER,
    NAME,
    PHONE,
    WORDS,
    come_back,
    marked_reporter,
    spellings,
    tell_all,
)
from tests.everywhere import found, logged, places, temporary_files_in
from tests.factories import told_files
from tests.factories.accounts import PASSWORD
from tests.factories.sharing import Desk
from tests.factories.vault import PASSPHRASE
from tests.pressing import hand_in

NOTE, PERSON, PLACE, ANSWER = "CANARY-NOTE-2b6f", "CANARY-PERSON-8e4a", "CANARY-PLACE-93d0", "CANARY-ANSWER-5f7b"
DESK_ADDRESS, DESK_BROWSER = "127.0.0.88", "UA-DESK-4e8d"


@dataclass
class Way:
    """What was found where, stage by stage, and what must be found nowhere."""

    digits: str = ""
    passphrase: str = ""
    shown: list[str] = field(default_factory=list)
    stages: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, str]:
        return {f"{name}, {stage}": text for stage, told in self.stages.items() for name, text in told.items()}


class Handler:
    """A browser at the desk, signed in by the form as anybody is."""

    def __init__(self, at: Desk) -> None:
        self.client = Client(REMOTE_ADDR=DESK_ADDRESS, headers={"user-agent": DESK_BROWSER})
        self.client.post("/accounts/login/", {"login": at.handler.email, "password": PASSWORD})
        self.pages: list[str] = []

    def reads(self, url: str) -> str:
        response = self.client.get(url)
        assert response.status_code == 200, f"{url}: {response.status_code} {response.get('Location', '')}"
        self.pages.append(response.getvalue().decode("latin-1") if response.streaming else response.text)
        return self.pages[-1]

    def hands_in(self, url: str, answers: int = 303, /, **given) -> str:
        return hand_in(self.client, url, answers, **given).text

    def unlocks(self) -> None:
        self.hands_in("/desk/unlock/", 302, passphrase=PASSPHRASE)

    def takes(self, concern: Concern) -> str:
        """The address of the case."""
        self.reads("/desk/")
        self.reads(f"/desk/concerns/{concern.pk}/")
        assert self.client.post(f"/desk/concerns/{concern.pk}/take/").status_code == 303
        return f"/desk/cases/{Case.objects.get().pk}/"


def read_all(by: Handler, case: str) -> None:
    for tab in ("", "conversation/", "people/", "places/", "timeline/", "actions/", "referrals/", "files/", "sharing/"):
        by.reads(f"{case}{tab}")


def work_on(by: Handler, case: str, concern: Concern) -> None:
    """Every part read, and something marked written into each that takes words."""
    read_all(by, case)
    by.hands_in(f"{case}note/", text=NOTE, kind="decision")
    by.hands_in(f"{case}task/", what=NOTE, kind="review")
    by.hands_in(f"{case}summary/", title=NOTE, summary=NOTE, summary_for_partners=NOTE)
    people = {"count_mode": "exact", "count_min": "2", "gender": "mixed", "age_bands": ["25_34"]}
    by.hands_in(f"{case}describe/people/", description=PERSON, nationalities="Unknown", **people)
    by.hands_in(
        f"{case}describe/exploiter/",
        name=PERSON,
        vehicle=PLACE,
        contact=PHONE,
        nationalities="Unknown",
        count_mode="unknown",
    )
    by.hands_in(f"{case}describe/place/", role="exploitation", premises=PLACE, lines=PLACE, council="E07000034")
    by.hands_in(f"{case}describe/supply/", business=PLACE, workers=PERSON, tier="tier_1", sectors=["car_wash"])
    by.hands_in(f"{case}call/", outcome="spoke", words=NOTE)
    by.hands_in(f"{case}signpost/", kind="service", title=ANSWER, address="0800 000 0000", is_safe="on")
    group = Case.objects.get().persongroups.latest("pk")
    by.hands_in(f"{case}people/{group.pk}/name/", name=PERSON, phone=PHONE, how_to_reach=NOTE)
    assert NAME in by.hands_in(f"{case}reveal/concern/{concern.pk}/", 200, reason="safety", words=NOTE)
    assert PHONE in by.hands_in(f"{case}number/concern/{concern.pk}/", 200, is_safe="on", how=NOTE)
    by.hands_in("/desk/shift/", text=NOTE)
    for said in (NAME, PHONE):
        by.hands_in("/desk/find/", 422, said=said)
    for uuid in re.findall(rf'{case}files/([0-9a-f-]{{36}})/"', by.reads(f"{case}files/")):
        if by.client.get(f"{case}files/{uuid}/")["Content-Type"].startswith("text/html"):
            by.client.post(f"{case}files/{uuid}/", {"reason": "evidence"})
            by.client.post(f"{case}files/{uuid}/", {"reason": "evidence", "save": "1"})


def refer(by: Handler, case: str) -> str:
    """By phone, with an encrypted file beside it; the file's passphrase."""
    by.hands_in(f"{case}refer/", target="police:derbyshire_constabulary", kind="referral")
    row = Case.objects.get().referrals.get()
    by.hands_in(f"{case}refer/{row.pk}/what/", note=NOTE)
    by.hands_in(f"{case}refer/{row.pk}/ground/", ground="consent")
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', by.reads(f"{case}refer/{row.pk}/check/"))[1]
    page = by.client.post(f"{case}refer/{row.pk}/file/", {"digest": digest}).text
    passphrase = re.search(r'name="passphrase" value="([^"]+)"', page)[1]
    made = by.client.post(f"{case}refer/{row.pk}/file/", {"digest": digest, "passphrase": passphrase})
    with pikepdf.open(io.BytesIO(made.content), password=passphrase) as whole:
        assert len(whole.pages), "it was made"
    by.hands_in(f"{case}refer/{row.pk}/record/", route="phone", who=PERSON, reference=NOTE, call_back=PHONE)
    by.hands_in(f"{case}referrals/{row.pk}/called/", who=PERSON, what=NOTE)
    by.hands_in(f"{case}referrals/{row.pk}/answer/", status="done", outcome="support_started")
    return passphrase


def close(by: Handler, case: str) -> None:
    by.hands_in(f"{case}conversation/", text=ANSWER, is_told="on")
    given = {"exploitation_types": ["labour"], "sectors": ["car_wash"], "category": "modern_slavery"}
    by.hands_in(f"{case}facts/", region="east_midlands", **given)
    by.hands_in(f"{case}status/", status="triaged")
    by.hands_in(f"{case}close/", closure_reason="referred", note=NOTE)
    assert Case.objects.get().status == "closed", by.reads(f"{case}actions/")


@pytest.fixture
def way(at_desk, tmp_path, monkeypatch) -> Way:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    way = Way()
    with logged() as log, temporary_files_in(tmp_path):

        def look(stage: str) -> None:
            way.stages[stage] = places(log, tmp_path)

        reporter = marked_reporter()
        way.digits = tell_all(reporter)
        look("before the code was confirmed")
        come_back(reporter, way.digits)
        look("when the reporter had come back")
        handler = Handler(at_desk)
        handler.unlocks()
        concern = Concern.objects.get()
        case = handler.takes(concern)
        work_on(handler, case, concern)
        look("while the case was worked on")
        way.passphrase = refer(handler, case)
        close(handler, case)
        read_all(handler, case)
        assert ANSWER in reporter.opens("/r/talk/")
        look("when it was closed")
        handler.client.post("/desk/lock/")
        handler.client.post("/accounts/logout/")
        look("when everybody had gone")
    way.shown = handler.pages
    return way


def test_rp01_neither_address_nor_browser_of_a_reporter_is_anywhere(way):
    """A handler's own stand in their web session, and for a while in the count of those who sign in."""
    assert not found((ADDRESS, "127.0.0.0/24", BROWSER), way.told)
    during = way.stages["when it was closed"]
    assert DESK_ADDRESS in during["database"], "a search that finds what is there"
    own = {"database", "cache"}
    assert not found((DESK_ADDRESS, DESK_BROWSER), {name: text for name, text in during.items() if name not in own})


def test_rp02_nothing_that_was_told_or_written_at_the_desk_is_anywhere_in_the_clear(way):
    """In no table, file, log, cache, mail or temporary file, at no stage; nor is what opens any of it."""
    told = (WORDS, NAME, PHONE, told_files.MARK, "took my passport")
    written = (NOTE, PERSON, PLACE, ANSWER)
    opens = (*spellings(way.digits), way.passphrase, PASSPHRASE)
    assert not found((*told, *written, *opens), way.told)
    shown = "".join(way.shown)
    assert all(word in shown for word in (WORDS, NOTE, PERSON, PLACE)), "the desk reads it"


def test_no_mail_leaves_the_portal_about_a_case(way):
    assert not mail.outbox
