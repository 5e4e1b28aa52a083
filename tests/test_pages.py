"""Every page that shows text of a business, as those who may open it see it, with hostile text in every column.

No stored script acts, nothing is loaded from elsewhere, no page has inline script or style, and no shared cache keeps a
private page: new addresses are swept as soon as they are in the register.
"""

import csv
import io
import re
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction

from portal.core.csv_cells import escape_cell
from tests.factories.canaries import HOSTILE, put_hostile_text
from tests.factories.world import World, build_world
from tests.support.visits import address_url, request_page
from tests.url_register import ADDRESSES

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("_pdfs_are_text")]
READERS = ("anonymous", "outsider", "editor", "approver", "administrator", "triage_lead", "site_administrator")
SIGNED_IN = ("editor", "administrator", "site_administrator")
# Attributes that make a browser fetch or follow.
FETCHING_ATTRIBUTES = {"src", "href", "action", "formaction", "srcset", "poster", "data", "ping", "background"}


def _with_hostile_text(answers):
    """Return answers with the text in place of each; a list of items stays one."""
    if isinstance(answers, dict):
        return {name: _with_hostile_text(answer) for name, answer in answers.items()}
    return [_with_hostile_text(item) for item in answers] if isinstance(answers, list) else HOSTILE


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        put_hostile_text(world.a.organisation)
        for person in world.a.people.values():
            person.first_name, person.last_name = HOSTILE, HOSTILE[:150]
            person.save(update_fields=["first_name", "last_name"])
        for version in world.a.versions.values():
            for section in version.sections.all():
                section.answers = _with_hostile_text(section.answers) | {f"narrative_{section.code}": HOSTILE}
                section.save(update_fields=["answers"])
        yield world
        transaction.set_rollback(True)


class Sweep(HTMLParser):
    """What in a page could run or reach out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}=" for name in values if name.startswith("on") or name == "style"]
        self.found += [f"{tag} {name}={value}" for name, value in values.items() if _reaches_out(tag, name, value)]
        if tag == "style" or (tag == "script" and not {"src", "nonce"} & set(values) and not _is_data(values)):
            self.found.append(f"inline {tag}")


def _is_data(attributes: dict[str, str]) -> bool:
    return attributes.get("type") in {"application/json", "application/ld+json"}


def _reaches_out(tag: str, name: str, value: str) -> bool:
    if name not in FETCHING_ATTRIBUTES:
        return False
    parts = urlsplit(value.strip())
    if parts.scheme in {"javascript", "vbscript"} or (parts.scheme == "data" and tag != "img"):
        return True
    # A link to another site is for people to follow; a source or a form is not. Our own name is no other site.
    own = urlsplit(settings.SITE_URL).netloc
    return parts.netloc not in {"", own} and not (tag == "a" and name == "href")


# What differs from one request to the next, and is made of letters and digits alone: no problem could stand in it.
ONCE_ONLY = re.compile(r'(?<= nonce=")[\w-]+(?=")|(?<= name="csrfmiddlewaretoken" value=")\w+(?=")')


# By the hash of a page: many visitors get the same page that there is nothing for them, which is swept once.
SWEPT: dict[bytes, list[str]] = {}


def problems(body: str) -> list[str]:
    body = ONCE_ONLY.sub("x", body)
    key = sha256(body.encode(errors="surrogatepass")).digest()
    if key not in SWEPT:
        SWEPT[key] = _sweep(body)
    return SWEPT[key]


def _sweep(body: str) -> list[str]:
    sweep = Sweep()
    sweep.feed(body)
    found = [problem for problem in sweep.found if "svg" not in problem]
    return found + [text for text in ("<script>alert(1)", "<img src=x") if text in body]


def is_kept_by_nobody_else(response) -> bool:
    """Whether no cache between the portal and the browser may keep the response."""
    said = response.get("Cache-Control", "")
    return "no-store" in said or "private" in said


def test_the_sweep_finds_what_it_looks_for():
    assert problems("<p onclick='x'>") == ["p onclick="]
    assert problems(HOSTILE)
    assert problems("<script src='https://elsewhere.example/x.js'></script>")
    assert problems("<a href=' javascript:alert(1)'>")
    assert not problems("<p>&lt;script&gt;alert(1)</p><a href='https://elsewhere.example/'>")


@pytest.mark.parametrize("name", sorted(ADDRESSES))
@pytest.mark.django_db
def test_hostile_text_is_text_on_every_page(name, shared_world, clients):
    url = address_url(ADDRESSES[name], name, shared_world)
    wrong = []
    for reader in READERS:
        for method in ("get", "post"):
            response, body = request_page(clients[reader], method, url)
            kind = response.get("Content-Type", "").split(";")[0]
            assert response.status_code < 500 or response.status_code == 501, f"{reader} {method} {url}"
            if kind == "text/html":
                wrong += [f"{reader} {method} {url}: {problem}" for problem in problems(body)]
            if kind == "text/csv":
                rows = csv.reader(io.StringIO(body.removeprefix("\ufeff")))
                wrong += [f"{reader} {url}: {value}" for row in rows for value in row if escape_cell(value) != value]
            if ADDRESSES[name].is_private and method == "get" and reader in SIGNED_IN and response.status_code == 200:
                assert is_kept_by_nobody_else(response), f"{reader} {url}: {response.get('Cache-Control')!r}"
            assert response.get("X-Content-Type-Options") == "nosniff", f"{reader} {method} {url}"
            assert "Content-Security-Policy" in response, f"{reader} {method} {url}"
            assert "unsafe" not in response["Content-Security-Policy"], f"{reader} {method} {url}"
    assert not wrong, "\n".join(wrong)
