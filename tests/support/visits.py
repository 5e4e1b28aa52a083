"""Requests of addresses of the URL register; conftest's shared_world and clients are the places and the people."""

from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest import MonkeyPatch

from learning.resources.services import printing
from portal.core import pdf
from tests.factories.world import VISITORS, World
from tests.url_register.expectations import Address


def request_page(client: Client, method: str, url: str, **sent):
    """Return the answer to one request, with everything that it wrote undone. sent: what the client's method takes."""
    cookies = client.cookies.output()
    with transaction.atomic():
        response = getattr(client, method)(url, **sent)
        body = response.getvalue() if response.streaming else response.content
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies.load(cookies.replace("Set-Cookie:", ""))
    return response, body.decode(errors="replace")


def address_url(address: Address, name: str, world: World) -> str:
    return reverse(name, kwargs=address.kwargs(world)) + address.query


def draw_pdfs_as_text(monkeypatch: MonkeyPatch) -> None:
    """Make every PDF the text that it would be drawn from; printed sheets, which are kept, get their own folder."""
    monkeypatch.setattr(pdf, "render_pdf_in_sandbox", lambda html, **options: b"%PDF-1.7\n" + html.encode())
    monkeypatch.setattr(printing, "FOLDER", "print-as-text")


def who_sees(answers, *, wanted) -> str | None:
    """Return the visitor with the most to see: members before staff before strangers."""
    order = ["administrator", "approver", "editor", "viewer", *VISITORS[::-1]]
    return next((visitor for visitor in order if answers[visitor] == wanted), None)
