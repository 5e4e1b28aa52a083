"""Years published elsewhere, the copy that somebody asked for, and the yearly look at the own website."""

import io
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from compliance.statements.models import CopyRequest, EarlierYear, UrlCheck
from compliance.statements.publication import tasks, url_check_job
from compliance.statements.publication.services import copy_requests
from compliance.statements.rubric import services as checking
from portal.core.exceptions import ActionRefused
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from portal.history.models import Entry
from portal.jobs.protocol import requeue_lost
from tests.compliance.statements.conftest import AT
from tests.compliance.statements.groups.rules.test_workbook_rows import published
from tests.factories.statements import PublicationFactory, StatementFactory, VersionFactory
from tests.factories.told_files import pdf

pytestmark = pytest.mark.django_db
YEAR_ON = datetime(2027, 11, 26, 9, tzinfo=UTC)


def swept(now: datetime) -> int:
    """How many looks the sweep queues."""
    url_check_job.request_yearly_checks(now)
    return requeue_lost(url_check_job.JOB, now=now)


def days(**told: date) -> dict[str, str]:
    return {
        f"{name}_{part}": str(getattr(day, part)) for name, day in told.items() for part in ("day", "month", "year")
    }


GIVEN = {
    "url": "https://goods.example/statement-2025",
    "body": "board_of_directors",
    "signatory": "Robin Example",
    "job_title": "Director",
} | days(
    period_start=date(2024, 4, 1),
    period_end=date(2025, 3, 31),
    published_on=date(2025, 10, 9),
    approved_on=date(2025, 9, 1),
    signed_on=date(2025, 9, 2),
)


@pytest.fixture
def add(business):
    return reverse("statements:earlier_add", args=(business.organisation.slug,))


def page_of(business, client) -> str:
    return client.get(reverse("register:organisation", args=(business.organisation.slug,))).content.decode()


def test_a_year_is_added_without_approval_and_shown_as_published_elsewhere(business, visit, add, client):
    done = visit("administrator").post(add, GIVEN)
    assert done.status_code == 303
    one = EarlierYear.objects.get()
    assert (one.year, one.is_late, str(one.due_on)) == (2025, True, "2025-09-30")
    text = page_of(business, client)
    for words in (
        "Published elsewhere",
        "https://goods.example/statement-2025",
        "Approved by Board of directors on 1 September 2025",
        "Signed by Robin Example, Director, 2 September 2025",
        "Published on 9 October 2025",
        "Expected by 30 September 2025",
        "The details come from the organisation.",
    ):
        assert words in text
    assert Entry.objects.filter(action="statements.earlier_year.added").exists()


def test_its_pdf_can_be_downloaded_by_everybody(business, visit, add, client):
    body = io.BytesIO(pdf())
    body.name = "statement.pdf"
    assert visit("administrator").post(add, GIVEN | {"url": "", "file": body}).status_code == 303
    address = reverse("register:earlier_pdf", args=(business.organisation.slug, 2025))
    assert address in page_of(business, client)
    served = client.get(address)
    assert (served.status_code, served["Content-Type"]) == (200, "application/pdf")
    assert served["Content-Disposition"].startswith("attachment")
    assert not Entry.objects.filter(action="files.file.downloaded").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": ""}, "Enter the address where it is published, or choose the PDF"),
        ({"url": "javascript:alert(1)"}, "full web address"),
        (days(period_end=date(2024, 3, 1)), "cannot be before the first day"),
        (days(period_start=date(2014, 4, 1), period_end=date(2015, 3, 31)), "The Act asks for statements from"),
        (days(signed_on=date(2020, 1, 1)), "before the financial year began"),
        (days(published_on=date(2099, 1, 1)), "must be today or in the past"),
    ],
)
def test_what_cannot_be_is_said(business, visit, add, changes, words):
    refused = visit("administrator").post(add, GIVEN | changes)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert not EarlierYear.objects.exists()


def test_a_file_that_is_no_pdf_is_refused(business, visit, add):
    body = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    body.name = "statement.pdf"
    refused = visit("administrator").post(add, GIVEN | {"file": body})
    assert refused.status_code == 422
    assert not EarlierYear.objects.exists()


def test_a_year_that_is_here_is_not_added_twice(business, visit, add):
    published(business, count=1)
    same = GIVEN | days(period_start=date(2025, 4, 1), period_end=date(2026, 3, 31))
    refused = visit("administrator").post(add, same)
    assert "Your statement for 2026 is already here" in refused.content.decode()
    visit("administrator").post(add, GIVEN)
    assert visit("administrator").post(add, GIVEN).status_code == 422
    assert EarlierYear.objects.count() == 1


def test_it_can_be_taken_away_again(business, visit, add, client):
    visit("administrator").post(add, GIVEN)
    one = EarlierYear.objects.get()
    address = reverse("statements:earlier_remove", args=(business.organisation.slug, one.uuid))
    assert visit("editor").post(address).status_code == 403
    assert "Remove the statement for 2025?" in visit("administrator").get(address).content.decode()
    assert visit("administrator").post(address, {"act": "remove"}).status_code == 303
    assert not EarlierYear.objects.exists()
    assert Entry.objects.filter(action="statements.earlier_year.removed").count() == 1


def test_the_check_knows_that_an_earlier_year_can_be_read(business, visit, add):
    visit("administrator").post(add, GIVEN)
    facts = checking.get_facts(business.written(), today=date(2026, 11, 24))
    assert [(one.year, one.is_available) for one in facts.earlier_years] == [(2025, True)]


def test_nobody_sees_the_years_of_an_unconfirmed_organisation(business, visit, add, client):
    visit("administrator").post(add, GIVEN)
    business.organisation.confirmed_at = None
    business.organisation.save()
    address = reverse("register:organisation", args=(business.organisation.slug,))
    assert client.get(address).status_code == 404


# --- Copies -----------------------------------------------------------------------------------------------------------


def asked(business, email="reader@example.org") -> CopyRequest:
    return copy_requests.add(
        organisation=business.organisation, received_on=date(2026, 11, 20), asked_by="A reader", email=email,
        actor=business.editor, at=AT,
    )  # fmt: skip


def sent_copies() -> list[Outbox]:
    return list(Outbox.objects.filter(template="statements/copy"))


def test_the_copy_is_mailed_once_however_often_the_button_is_pressed(business, visit):
    published(business, count=1)
    request = asked(business)
    assert str(request.due_on) == "2026-12-19"
    address = reverse("statements:copy_sent", args=(business.organisation.slug, request.uuid))
    client = visit("editor")
    assert "Email the copy now" in client.get(address).content.decode()
    for _ in range(3):
        assert client.post(address, {"act": "mail"}).status_code == 303
    (mail,) = sent_copies()
    assert mail.to == "reader@example.org"
    body = decrypt(bytes(mail.body)).decode()
    assert f"/statements/{business.organisation.slug}/2026.pdf" in body
    request.refresh_from_db()
    assert request.is_mailed
    assert request.sent_on
    assert Entry.objects.filter(action="statements.copy_request.mailed").count() == 1
    listed = client.get(reverse("statements:copies", args=(business.organisation.slug,))).content.decode()
    assert "by email, from here" in listed


@pytest.mark.parametrize("email", ["", "reader@example.org"])
def test_without_an_address_or_a_public_statement_nothing_is_mailed(business, email):
    if not email:
        published(business, count=1)
    with pytest.raises(ActionRefused):
        copy_requests.send_copy(request=asked(business, email), actor=business.editor, at=AT)
    assert not sent_copies()


def test_a_copy_that_was_marked_as_sent_is_not_mailed_too(business):
    published(business, count=1)
    request = asked(business)
    copy_requests.mark_sent(request=request, sent_on=date(2026, 11, 21), actor=business.editor, at=AT)
    assert not copy_requests.send_copy(request=request, actor=business.editor, at=AT).is_mailed
    assert not sent_copies()


def test_the_log_takes_an_address_and_says_when_it_is_none(business, visit):
    address = reverse("statements:copy_add", args=(business.organisation.slug,))
    told = days(received_on=date(2026, 11, 20)) | {"asked_by": "A reader"}
    assert visit("editor").post(address, told | {"email": "reader"}).status_code == 422
    assert visit("editor").post(address, told | {"email": "reader@example.org"}).status_code == 303
    assert CopyRequest.objects.get().email == "reader@example.org"


# --- The yearly look --------------------------------------------------------------------------------------------------

LINKED = b'<a href="/modern-slavery" class="x">Our <b>Modern Slavery</b> statement</a>'


@pytest.fixture
def site(monkeypatch):
    """The business's website: path to status and body. Counts what was opened."""
    pages, opened = {}, []

    def fetch(url, network=None):
        opened.append(url)
        path = "/" + url.split("/", 3)[3]
        if path not in pages:
            raise url_check_job.CannotFetch("There is no public website at this address.")
        return url_check_job.Page(url, 200, pages[path])

    monkeypatch.setattr("compliance.statements.publication.url_check_job.safe_fetch.fetch", fetch)
    # The tests look themselves, at a moment of their own.
    monkeypatch.setattr(tasks, "open_address", SimpleNamespace(enqueue=lambda check_id: None))
    return pages, opened


@pytest.fixture
def looked_at(business, site, settings):
    """Published, and looked at on the day."""
    statement = published(business, count=1)
    pages, _opened = site
    check, _ = UrlCheck.objects.update_or_create(
        statement=statement.statement, defaults={"url": statement.statement_url, "asked_at": AT, "is_waiting": True}
    )
    pages["/" + check.url.split("/", 3)[3]] = b"<h1>Statement</h1>"
    pages["/"] = LINKED
    assert url_check_job.check_url(check.pk, now=AT)
    check.refresh_from_db()
    return check


def addresses() -> list[Outbox]:
    return list(Outbox.objects.filter(template="statements/address"))


def test_a_look_at_a_public_statement_tells_whether_the_homepage_links_to_it(looked_at, business, visit, at):
    assert (looked_at.opened, looked_at.homepage_links) == (True, True)
    assert "The homepage links to it." in visit("editor").get(at("published")).content.decode()


def test_after_a_year_the_address_is_looked_at_again_by_itself(looked_at, site, business):
    pages, _ = site
    swept(AT + timedelta(days=364))
    looked_at.refresh_from_db()
    assert not looked_at.is_waiting
    pages["/"] = b"<h1>New shop</h1>"
    assert swept(YEAR_ON) == 1
    url_check_job.check_url(looked_at.pk, now=YEAR_ON)
    looked_at.refresh_from_db()
    assert (looked_at.opened, looked_at.homepage_links, looked_at.is_waiting) == (True, False, False)
    people = {business.people[name].email for name in ("editor", "second", "administrator")}
    assert {mail.to for mail in addresses()} == people
    assert "no link to the statement" in decrypt(bytes(addresses()[0].body)).decode()
    swept(YEAR_ON + timedelta(days=30))
    url_check_job.check_url(looked_at.pk, now=YEAR_ON)
    assert len(addresses()) == 3


def test_of_many_years_there_is_one_mail_and_the_homepage_is_opened_once(looked_at, site, business):
    """The older year was looked at in another month: both are looked at together, and the last look mails."""
    pages, opened = site
    statement = StatementFactory(organisation=business.organisation, year=looked_at.statement.year - 1)
    PublicationFactory(version=VersionFactory(statement=statement, state="published"))
    older = UrlCheck.objects.create(
        statement=statement, url="https://goods.example/older", asked_at=AT, is_waiting=False, opened=True,
        looked_at=AT + timedelta(days=200),
    )  # fmt: skip
    pages["/"] = b"<h1>New shop</h1>"
    assert swept(YEAR_ON) == 2
    opened.clear()
    url_check_job.check_url(older.pk, now=YEAR_ON)
    assert not addresses()
    url_check_job.check_url(looked_at.pk, now=YEAR_ON)
    assert len(addresses()) == 3
    assert len({mail.to for mail in addresses()}) == 3
    said = decrypt(bytes(addresses()[0].body)).decode()
    assert f"- {statement.year}: There is no public website at this address." in said
    assert f"- {looked_at.statement.year}: We found no link to the statement on the homepage." in said
    assert [url.split("/", 3)[3] for url in opened].count("") == 1


def test_nothing_is_mailed_where_all_is_well_or_where_a_person_asked(looked_at, site):
    pages, _ = site
    swept(YEAR_ON)
    url_check_job.check_url(looked_at.pk, now=YEAR_ON)
    assert not addresses()
    pages.clear()
    url_check_job.request_check(statement=looked_at.statement, url=looked_at.url, at=YEAR_ON, is_again=True)
    url_check_job.check_url(looked_at.pk, now=YEAR_ON)
    assert not addresses()
    looked_at.refresh_from_db()
    assert "The homepage did not open." in looked_at.homepage_finding


def test_a_withdrawn_statement_is_left_alone(looked_at):
    looked_at.statement.publications.update(withdrawn_at=AT)
    swept(YEAR_ON)
    looked_at.refresh_from_db()
    assert not looked_at.is_waiting
