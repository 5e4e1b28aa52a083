"""PF: documents and addresses that would make our own server ask somebody, or tell what lies on it."""

import itertools
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from compliance.statements.models import Document
from compliance.statements.publication import pdf_job, url_check_job
from portal.core import pdf, safe_fetch
from tests.attacks.test_in_words import published_as
from tests.compliance.statements.publication.test_hostile_text import check_pdf, ear  # noqa: F401
from tests.factories.statements import UrlCheckFactory
from tests.portal.core.test_pdf import page as document
from tests.portal.core.test_safe_fetch import PUBLIC, site
from tests.support.pdfs import extract_text

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
URL = "http://goods.example/modern-slavery"
GOODS = {"goods.example": [PUBLIC]}


def drawn(business, narrative: str) -> bytes:
    """The PDF of a statement into which this got past its form, as the worker makes it."""
    made = published_as(business, f"<p>We looked.</p>{narrative}")
    assert pdf_job.make_pdfs(made.pk, now=timezone.now())
    return bytes(Document.objects.get(publication=made, kind="pdf").body)


@pytest.mark.parametrize(
    "html",
    [
        '<img src="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<object data="file:///etc/passwd"></object>',
        '<svg><image href="file:///etc/passwd"/></svg>',
    ],
)
def test_pf01_a_file_of_the_server_is_in_no_pdf(business, html):
    body = drawn(business, html)
    check_pdf(body, "file:")
    assert "We looked." in extract_text(body)
    # And where the words come to whoever draws them as they are.
    raw = pdf.render_pdf_in_sandbox(document(html), identifier=b"x")
    assert b"root:" not in raw and "root:" not in extract_text(raw)


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://HERE/x"]
)
def test_pf02_drawing_a_pdf_asks_nobody(business, ear, address):  # noqa: F811
    here, heard = ear
    address = address.replace("HERE", here)
    parts = [f'<img src="{address}">', f'<embed src="{address}">', f'<p style="background:url({address})">x</p>']
    body = drawn(business, "".join(parts))
    check_pdf(body, here)
    pdf.render_pdf_in_sandbox(document("".join(parts)), identifier=b"x")
    assert heard == []


def test_pf03_no_style_of_somebody_else_is_imported(business, ear):  # noqa: F811
    here, heard = ear
    sheet = f"@import url(http://{here}/a.css); @font-face {{ font-family: x; src: url(http://{here}/b.woff) }}"
    parts = f"<style>{sheet} p {{ display: none }}</style><link rel='stylesheet' href='http://{here}/c.css'>"
    assert "We looked." in extract_text(drawn(business, parts)), "and no style of theirs hides our words"
    # Where it comes to whoever draws it as it is, the font may not even be kept for a moment.
    with suppress(pdf.CannotRender):
        pdf.render_pdf_in_sandbox(document(parts), identifier=b"x")
    assert heard == []


# --- The address of a statement ---------------------------------------------------------------------------------------


def looked_at(url: str, network: safe_fetch.Network) -> str:
    """What is kept of an address that a business gave: empty where its page opened, else why not."""
    check = UrlCheckFactory(url=url, is_waiting=True, opened=None, finding="", looked_at=None)
    assert url_check_job.check_url(check.pk, now=NOW, network=network)
    check.refresh_from_db()
    assert check.opened == (not check.finding)
    return check.finding


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:5432/", "http://127.0.0.1/statement", "http://localhost/statement", "http://[::1]/statement",
        "http://0x7f000001/statement", "http://2130706433/statement", "http://goods.example:5432/", "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_INFO", "http://a@127.0.0.1/", "http://169.254.169.254/latest/",
    ],
)  # fmt: skip
def test_pf04_an_address_of_our_own_machine_is_not_asked(url):
    with site({"/": b"", "/statement": b""}) as server:
        assert looked_at(url, server.network({"goods.example": [PUBLIC], "localhost": ["127.0.0.1"]}))
        assert server.connected == server.asked == []


@pytest.mark.parametrize(
    "address", ["10.0.0.5", "192.168.1.1", "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.5"]
)
def test_pf05_a_name_that_leads_to_a_private_address_is_not_asked(address):
    """Not even where another of its addresses is public, or where the second answer differs from the first."""
    for addresses in ([address], [PUBLIC, address]):
        with site({"/modern-slavery": b""}) as server:
            assert looked_at(URL, server.network({"goods.example": addresses}))
            assert server.connected == []


@pytest.mark.parametrize(
    "onward", ["http://127.0.0.1/", "http://inside.example/x", "http://goods.example:22/", "file:///etc/passwd"]
)
def test_pf06_a_redirect_to_our_own_machine_is_not_followed(onward):
    answer = f"HTTP/1.1 302 Found\r\nLocation: {onward}\r\nContent-Length: 0\r\n\r\n".encode()
    with site({"/modern-slavery": answer}) as server:
        names = {"goods.example": [PUBLIC], "inside.example": ["10.0.0.5"]}
        assert looked_at(URL, server.network(names))
        assert len(server.connected) == 1


def test_pf07_of_an_answer_of_100_mb_two_are_read():
    sent = []

    def pour(connection) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x" * 1024 * 1024)
            sent.append(1)

    with site({"/modern-slavery": pour}) as server:
        assert looked_at(URL, server.network(GOODS)) == ""
    assert len(sent) < 20


def test_pf08_an_answer_that_never_ends_is_given_up():
    """At the deadline, by a clock that goes on a second at each look."""
    clock = itertools.count()

    def drip(connection) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x")

    with site({"/modern-slavery": drip}) as server:
        finding = looked_at(URL, server.network(GOODS, clock=lambda: float(next(clock))))
    assert finding == "The website took longer than 10 seconds to respond."
    assert next(clock) == safe_fetch.MAX_SECONDS + 1
