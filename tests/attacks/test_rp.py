"""RP: what somebody at the door, at the desk or at a reporter's own device could learn."""

import re
import statistics
import time
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from compliance.casework.models import Case
from compliance.casework.services import on_call_alerts
from compliance.concerns.models import Concern, Draft, Receipt
from compliance.concerns.services import dialogue, draft, files, reporter_sessions, submission
from portal.vault.models import Unlock
from tests.attacks.url_arguments import needed
from tests.compliance.concerns.test_no_concern_signal import steady
from tests.compliance.referrals.views.test_referrals import begin, choose
from tests.factories import told_files
from tests.factories.casework import NOW, tell
from tests.factories.concerns import SHORTEST, Reporter, make_concern
from tests.factories.sharing import SAID
from tests.support.leaks import capture_log, find_canaries
from tests.test_access import plain
from tests.url_register import ADDRESSES

TOKENS = [f"0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f{number:02d}" for number in range(20)]
CANARY = "CANARY-FALL-6d2e"
FALLING = {
    "/r/3": (draft, "save_answers", {"account": CANARY}),
    "/r/4": (draft, "save_answers", {"town": CANARY}),
    "/r/8": (draft, "save_answers", {"name": CANARY, "contact_method": "secure_inbox"}),
    "/r/6": (submission, "submit", {}),
    "/r/9": (files, "add_to_draft", {"note": CANARY}),
    "/r/return/": (reporter_sessions, "start_visit", {"code": CANARY}),
    "/r/talk/": (dialogue, "add_message", {"text": CANARY}),
}


@pytest.mark.parametrize("url", FALLING)
def test_rp03_an_error_on_any_page_of_the_journey_tells_nothing_that_was_typed(reporter, url, monkeypatch):
    """Not even where the exception holds it, and the values around it do."""
    module, name, given = FALLING[url]
    digits = reporter.tells()
    reporter.confirms(digits)
    reporter.returns(digits)
    reporter.begins()
    reporter.answers(r3={"account": f"{CANARY} and more of it"}, r5={"identity_mode": "confidential"})
    shown = re.search(r'name="shown_for" value="([^"]+)"', reporter.opens(url)) if url == "/r/talk/" else None
    given = given | {"shown_for": shown[1] if shown else reporter.shown_for_draft}
    sent = given | ({"token": reporter.token if url == "/r/6" else TOKENS[0]})
    sent |= {"file": SimpleUploadedFile(f"{CANARY}.txt", CANARY.encode())} if url == "/r/9" else {}

    def fall(*args, **kwargs):
        raise ValueError(f"cannot take {CANARY} of {args} {kwargs}") from KeyError(CANARY)

    monkeypatch.setattr(module, name, fall)
    reporter.client.raise_request_exception = False
    with capture_log() as log:
        response = reporter.client.post(url, sent)
    assert response.status_code == 500
    assert "ValueError" in log.getvalue()
    told = {"log": log.getvalue(), "page": response.text, "mail": str([one.message() for one in mail.outbox])}
    assert not find_canaries([CANARY], told)
    assert settings.HELPLINE_NUMBER in response.text


def test_rp03_no_report_of_an_error_is_mailed_even_to_administrators(reporter, settings, monkeypatch):
    settings.ADMINS = ["root@operator.example"]
    reporter.client.raise_request_exception = False
    reporter.begins()
    sent = {"danger_level": "unknown", "shown_for": reporter.shown_for_draft}
    monkeypatch.setattr(draft, "save_answers", lambda *args, **kwargs: 1 / 0)
    assert reporter.client.post("/r/1", sent).status_code == 500
    assert not mail.outbox
    assert not settings.DEBUG


def test_rp04_whoever_tells_of_their_own_employer_leaves_no_trace_at_its_pages(business, visit, to, reporter):
    """From its own browser and network, signed in, by the button of its own page; colleagues and they see the same."""
    watching, telling = visit("administrator"), visit("viewer")
    names = (
        "organisations:home",
        "organisations:activity",
        "organisations:people",
        "concern_notes:list",
        "alerts:list",
    )
    urls = ["/dashboard/", "/accounts/sessions/", *(to(name) for name in names), to("suppliers:index")]

    def look() -> list[str]:
        pages = [client.get(url) for client in (watching, telling) for url in urls]
        return [steady(page.text) for page in pages]

    look()
    before = look()
    own = Reporter(telling)
    assert telling.post(to("concern_notes:raise")).status_code == 303
    own.answers(r3={"account": f"{business.organisation.name} keeps our passports."})
    own.confirms(own.submits())
    assert Concern.objects.count() == 1
    assert look() == before


# --- Codes ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def codes(reporter) -> dict[str, str]:
    """One of each that opens nothing."""
    ended, closed = make_concern(), make_concern()
    Receipt.objects.filter(concern=ended.concern).update(ends_on=timezone.localdate() - timedelta(days=1))
    dialogue.close_conversation(closed.concern, now=timezone.now())
    return {"wrong": "0" * 20, "expired": ended.digits, "closed": closed.digits}


def test_rp05_wrong_expired_and_closed_codes_are_told_apart_by_nothing(codes):
    """Status, headers, cookies and every byte but the token against forgery."""
    answers = set()
    for code in codes.values():
        response = Reporter().client.post("/r/return/", {"code": code})
        headers = {name: value for name, value in response.headers.items() if name != "Content-Security-Policy"}
        answers.add((response.status_code, str(headers), str(sorted(response.cookies)), plain(response.text)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 422


@pytest.mark.soak
def test_rp05_no_clock_tells_one_code_from_another(codes, settings):
    """Nor from one that opens: medians of 200 tries each, in turn, as slow as on a server, within 5 %.

    See docs/requirements/security.md#receipt-answers.
    """
    settings.VAULT_STRETCH = {"passes": 3, "memory_bytes": 128 * 1024**2}
    codes["right"] = make_concern().digits
    settings.LIMITS = settings.LIMITS | {"receipt": (10**6, 600), "receipt_site": (10**6, 3600)}
    took: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(200):
        for name, code in codes.items():
            begun = time.perf_counter()
            response = Reporter().client.post("/r/return/", {"code": code})
            assert response.status_code == (303 if name == "right" else 422)
            took[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(times) for name, times in took.items()}
    assert max(medians.values()) / min(medians.values()) < 1.05, medians


def test_rp06_fifty_codes_in_a_row_are_limited_whatever_else_is_sent(reporter):
    """New cookies, other browsers and forged headers make no new source."""
    good, answers = make_concern(), []
    for number in range(50):
        headers = {"x-forwarded-for": f"198.51.100.{number}", "user-agent": f"browser {number}", "forwarded": "for=x"}
        answers.append(Client().post("/r/return/", {"code": f"{number:020d}"}, headers=headers).status_code)
    assert answers == [422] * 5 + [429] * 45
    assert Client().post("/r/return/", {"code": good.digits}).status_code == 429


# --- The device -------------------------------------------------------------------------------------------------------


def test_rp07_the_back_button_shows_nothing_after_leaving(reporter):
    """No page may be kept by the browser, and asked for once more each is empty, even with the cookies of before."""
    reporter.begins()
    reporter.answers(r3={"account": f"{CANARY} and more of it"})
    urls = ["/r/1", "/r/3", "/r/4", "/r/6", "/r/9"]
    for url in urls:
        response = reporter.client.get(url)
        assert response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in response and "Last-Modified" not in response
    assert CANARY in reporter.opens("/r/3")
    before = {name: morsel.value for name, morsel in reporter.client.cookies.items()}
    gone = reporter.client.get("/r/exit")
    assert gone["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    reporter.client.cookies.load(before)
    for url in urls:
        response = reporter.client.get(url)
        assert response.status_code == 302 and CANARY not in response.text
    assert not Draft.objects.exists()


def test_rp08_without_its_cookie_a_draft_is_nobodys(reporter):
    """Neither by its id nor by any other key does its row open."""
    reporter.begins()
    reporter.answers(r3={"account": f"{CANARY} and more of it"})
    row, cookie = Draft.objects.get(), reporter.client.cookies.pop(settings.DRAFT_COOKIE_NAME).value
    assert reporter.client.get("/r/3")["Location"] == "/report/"
    for forged in (row.uuid.hex, row.uuid.hex + "A" * 43, cookie[:-4] + "AAAA", cookie.swapcase()):
        reporter.client.cookies[settings.DRAFT_COOKIE_NAME] = forged
        assert CANARY not in reporter.client.get("/r/3", follow=True).text
    assert CANARY.encode() not in bytes(row.blob)
    assert not {settings.SECRET_KEY, cookie[32:]} & {str(value) for value in vars(row).values()}
    reporter.client.cookies[settings.DRAFT_COOKIE_NAME] = cookie
    assert CANARY in reporter.opens("/r/3"), "its own browser reads it"


# --- Files, as the desk gets them -------------------------------------------------------------------------------------


def handed_out(at_desk, name: str, body: bytes) -> bytes:
    """A reporter gives a file; a handler takes the case and downloads it."""
    reporter = Reporter()
    reporter.begins()
    reporter.answers(r5={"identity_mode": "confidential"})
    reporter.sends("/r/9", file=SimpleUploadedFile(name, body), token=TOKENS[1])
    reporter.submits()
    client = at_desk.client()
    client.post(f"/desk/concerns/{Concern.objects.get().pk}/take/")
    case = f"/desk/cases/{Case.objects.get().pk}/"
    [uuid] = set(re.findall(rf'{case}files/([0-9a-f-]{{36}})/"', client.get(f"{case}files/").text))
    response = client.post(f"{case}files/{uuid}/", {"save": "1"})
    assert response.headers["Content-Disposition"].startswith("attachment")
    return response.getvalue()


def test_rp09_a_photo_reaches_the_desk_without_its_place(at_desk):
    body = handed_out(at_desk, "yard.jpg", told_files.photo())
    assert Image.open(BytesIO(body)).size == (64, 48)
    assert not Image.open(BytesIO(body)).getexif() and told_files.MARK.encode() not in body


def test_rp10_a_document_reaches_the_desk_without_its_author(at_desk):
    from zipfile import ZipFile

    with ZipFile(BytesIO(handed_out(at_desk, "note.docx", told_files.docx()))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    assert b"They keep the passports." in parts["word/document.xml"]
    assert not [name for name, part in parts.items() if told_files.MARK.encode() in part]


# --- The desk ---------------------------------------------------------------------------------------------------------


def test_rp11_the_mail_that_wakes_somebody_says_nothing_of_why(at_desk, settings, django_capture_on_commit_callbacks):
    settings.ON_CALL_EMAILS, settings.ON_CALL_WEBHOOK = ["on-call@helpline.example"], ""
    told = tell(NOW, account=CANARY, name=CANARY, town=CANARY)
    now = timezone.now()
    Unlock.objects.update(idle_until=now + timedelta(hours=9), ends_at=now + timedelta(hours=9))
    with django_capture_on_commit_callbacks(execute=True):
        for minutes in (0, 6, 11):
            on_call_alerts.watch(now + timedelta(minutes=minutes))
    assert mail.outbox
    for message in mail.outbox:
        whole = str(message.message())
        for word in (CANARY, str(told.concern.pk), "MSH-", "p1", "child", "danger", "slavery", "victim", "concern"):
            assert word.lower() not in whole.lower(), word


NUMBER = "07700 900123"


def test_rp12_the_number_of_somebody_who_must_not_be_phoned_is_nowhere(at_desk):
    """On no page of the case, by no act, and in nothing that goes to others, whatever is ticked."""
    said = {"phone": NUMBER, "identity_mode": "named_share", "contact_method": ["secure_inbox"], "contact_safety": []}
    case = at_desk.case(**said | {"account": "They take the wages."})
    concern, client = case.contacts.get().concern_id, at_desk.client()
    row = begin(client, case)
    choose(client, case, row)
    pages = []
    for name in (name for name in ADDRESSES if name.startswith("cases:")):
        kwargs = {"uuid": case.pk} | dict.fromkeys(needed(name), uuid4())
        kwargs |= {"kind": "concern", "row": concern} if name in {"cases:reveal", "cases:number"} else {}
        kwargs |= {"row": row.pk} if name.startswith("cases:refer") and "row" in kwargs else {}
        kwargs |= dict.fromkeys(needed(name) & {"what", "vocabulary", "code"}, "place")
        kwargs |= dict.fromkeys(needed(name) & {"key"}, 1)
        url = reverse(name, kwargs=kwargs)
        pages.append((url, client.get(url)))
        if name in {"cases:reveal", "cases:number"}:
            pages.append((url, client.post(url, {"reason": "call_back", "is_safe": "on", "how": "They said so."})))
    digits = re.sub(r"\D", "", NUMBER)
    shown = [url for url, page in pages if digits in re.sub(r"[\s-]", "", page.text)]
    assert not shown
    assert sum(page.status_code == 200 for _url, page in pages) > 25
    assert SAID["name"] in client.get(reverse("cases:refer_check", args=[case.pk, row.pk])).text


# --- Addresses and caches ---------------------------------------------------------------------------------------------


def test_rp13_no_address_takes_a_code(reporter):
    digits = reporter.tells()
    spaced = " ".join(digits[n : n + 4] for n in range(0, 20, 4))
    stranger = Client()
    for code in (digits, spaced.replace(" ", "%20"), spaced.replace(" ", "-")):
        for url in ("/r/return/{}/", "/r/return/{}", "/r/{}", "/r/{}/", "/r/talk/{}/", "/report/{}/", "/{}/", "/c/{}/"):
            assert stranger.get(url.format(code), follow=True).status_code == 404
        for url in ("/r/return/?code={}", "/r/talk/?code={}", "/report/?code={}"):
            response = stranger.get(url.format(code), follow=True)
            assert digits not in response.text and settings.VISIT_COOKIE_NAME not in stranger.cookies


def test_rp14_no_cache_ever_answers_for_a_page_of_the_journey(reporter):
    """Asked whether it has changed, each page is sent whole, and says to every cache that it keeps nothing."""
    digits = reporter.tells()
    reporter.confirms(digits)
    reporter.returns(digits)
    reporter.begins()
    for url, data in SHORTEST.items():
        reporter.sends(url, **data)
    asked = {"if-none-match": '*, "x", W/"y"', "if-modified-since": "Thu, 26 Nov 2099 10:00:00 GMT"}
    for url in (
        "/report/",
        *SHORTEST,
        "/r/6",
        "/r/8",
        "/r/9",
        "/r/17",
        "/r/return/",
        "/r/talk/",
        "/r/online",
        "/r/sent",
    ):
        first = reporter.client.get(url)
        etag = {"if-none-match": first.headers.get("ETag", '"x"')}
        for headers in (asked, etag):
            again = reporter.client.get(url, headers=headers)
            assert again.status_code == first.status_code != 304, url
            assert again.headers["Cache-Control"] == "no-store", url
            assert {"ETag", "Last-Modified", "Expires", "Age"}.isdisjoint(again.headers), url
