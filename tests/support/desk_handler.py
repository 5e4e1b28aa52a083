"""A handler who works on one case through the pages of the desk, writing a marked word wherever words go."""

import io
import re
from uuid import uuid4

import pikepdf
from django.test import Client

from compliance.casework.models import Case, CaseSupplyChainLink, Task
from compliance.concerns.models import Concern
from portal.accounts.models import User
from tests.factories.accounts import PASSWORD
from tests.factories.vault import PASSPHRASE
from tests.support.form_users import submit_form

NOTE, PERSON, PLACE, ANSWER = "CANARY-NOTE-2b6f", "CANARY-PERSON-8e4a", "CANARY-PLACE-93d0", "CANARY-ANSWER-5f7b"
DESK_ADDRESS, DESK_BROWSER = "127.0.0.88", "UA-DESK-4e8d"


class DeskHandler:
    """A browser at the desk, signed in by the form as anybody is."""

    def __init__(self, user: User) -> None:
        self.client = Client(REMOTE_ADDR=DESK_ADDRESS, headers={"user-agent": DESK_BROWSER})
        self.client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        self.pages: list[str] = []

    def open_page(self, url: str) -> str:
        response = self.client.get(url)
        assert response.status_code == 200, f"{url}: {response.status_code} {response.get('Location', '')}"
        self.pages.append(response.getvalue().decode("latin-1") if response.streaming else response.text)
        return self.pages[-1]

    def submit(self, url: str, answers: int = 303, /, **given) -> str:
        return submit_form(self.client, url, answers, **given).text

    def unlock(self) -> None:
        self.submit("/desk/unlock/", 302, passphrase=PASSPHRASE)

    def claim(self, concern: Concern) -> Case:
        self.open_page("/desk/")
        self.open_page(f"/desk/concerns/{concern.pk}/")
        assert self.client.post(f"/desk/concerns/{concern.pk}/take/").status_code == 303
        return Case.objects.get(contacts__concern=concern)


def page_of(case: Case) -> str:
    return f"/desk/cases/{case.pk}/"


def read_case(by: DeskHandler, case: Case) -> None:
    for tab in ("", "conversation/", "people/", "places/", "timeline/", "actions/", "referrals/", "files/", "sharing/"):
        by.open_page(page_of(case) + tab)


def work_on(by: DeskHandler, case: Case, concern: Concern, *, name: str, phone: str) -> None:
    """Every part read, and something marked written into each that takes words. name, phone: of who told it."""
    read_case(by, case)
    at = page_of(case)
    by.submit(f"{at}note/", text=NOTE, kind="decision")
    by.submit(f"{at}task/", what=NOTE, kind="review")
    by.submit(f"{at}summary/", title=NOTE, summary=NOTE, summary_for_partners=NOTE)
    people = {"count_mode": "exact", "count_min": "2", "gender": "mixed", "age_bands": ["25_34"]}
    # Who told us of themselves is a group already.
    for group in case.persongroups.all():
        given = people | {"count_mode": "minimum", "count_min": "1", "version": group.version}
        by.submit(f"{at}describe/people/{group.pk}/", nationalities="Unknown", **given)
    by.submit(f"{at}describe/people/", description=PERSON, nationalities="Unknown", **people)
    responsible = {"name": PERSON, "vehicle": PLACE, "contact": phone, "count_mode": "unknown"}
    by.submit(f"{at}describe/exploiter/", nationalities="Unknown", **responsible)
    by.submit(
        f"{at}describe/place/",
        role="exploitation",
        premises=PLACE,
        lines=PLACE,
        town="Chesterfield",
        council="E07000034",
    )
    by.submit(f"{at}describe/supply/", business=PLACE, workers=PERSON)
    for link in CaseSupplyChainLink.objects.filter(case=case):
        by.submit(f"{at}describe/supply/{link.pk}/", tier="tier_1", sectors=["car_wash"])
    by.submit(f"{at}call/", outcome="spoke", words=NOTE)
    by.submit(f"{at}signpost/", kind="service", code="helpline", title=ANSWER, address="0800 000 0000", is_safe="on")
    group = case.persongroups.latest("pk")
    by.submit(f"{at}people/{group.pk}/name/", name=PERSON, phone=phone, how_to_reach=NOTE)
    assert name in by.submit(f"{at}reveal/concern/{concern.pk}/", 200, reason="safety", words=NOTE)
    assert phone in by.submit(f"{at}number/concern/{concern.pk}/", 200, is_safe="on", how=NOTE)
    by.submit("/desk/shift/", text=NOTE)
    for said in (name, phone):
        by.submit("/desk/find/", 422, said=said)
        assert case.reference in by.client.post("/desk/find/", {"act": "words", "words": said}).text
    for uuid in re.findall(rf'{at}files/([0-9a-f-]{{36}})/"', by.open_page(f"{at}files/")):
        answer = by.client.get(f"{at}files/{uuid}/")
        if answer["Content-Type"].startswith("text/html"):
            by.client.post(f"{at}files/{uuid}/", {"reason": "evidence"})
            answer = by.client.post(f"{at}files/{uuid}/", {"reason": "evidence", "save": "1"})
        assert answer.headers["Content-Disposition"].startswith("attachment") and answer.getvalue()


def refer(by: DeskHandler, case: Case) -> str:
    """By phone, with an encrypted file beside it; the file's passphrase."""
    at = page_of(case)
    by.submit(f"{at}refer/", target="police:derbyshire_constabulary", kind="referral")
    row = case.referrals.get()
    by.submit(f"{at}refer/{row.pk}/what/", note=NOTE)
    by.submit(f"{at}refer/{row.pk}/ground/", ground="consent")
    page = by.open_page(f"{at}refer/{row.pk}/check/")
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)[1]
    passphrase = re.search(r'name="passphrase" value="([^"]+)"', page)[1]
    made = by.client.post(f"{at}refer/{row.pk}/file/", {"digest": digest, "passphrase": passphrase})
    with pikepdf.open(io.BytesIO(made.content), password=passphrase) as whole:
        assert len(whole.pages), "it was made"
    by.submit(f"{at}refer/{row.pk}/record/", route="phone", who=PERSON, reference=NOTE, call_back="0300 000 0000")
    by.submit(f"{at}referrals/{row.pk}/called/", who=PERSON, what=NOTE)
    by.submit(f"{at}referrals/{row.pk}/answer/", status="done", outcome="support_started")
    return passphrase


def close(by: DeskHandler, case: Case) -> None:
    at = page_of(case)
    said = {"text": ANSWER, "is_told": "on", "language": "en", "token": str(uuid4())}
    preview = by.client.post(f"{at}conversation/", said | {"act": "preview"}).text
    assert ANSWER in preview and "Send the message" in preview
    by.pages.append(preview)
    assert by.client.post(f"{at}conversation/", said | {"act": "send"}).status_code == 303
    given = {"exploitation_types": ["labour"], "sectors": ["car_wash"], "category": "modern_slavery"}
    by.submit(f"{at}facts/", region="east_midlands", **given)
    by.submit(f"{at}status/", status="triaged")
    for request in Task.objects.contact_requests().filter(case=case):
        by.submit(f"{at}task/{request.pk}/", outcome=NOTE)
    by.submit(f"{at}close/", closure_reason="referred", note=NOTE)
    case.refresh_from_db()
    assert case.status == "closed", by.open_page(f"{at}actions/")
