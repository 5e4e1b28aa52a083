"""/check-a-statement/: text or file in, results and marked text out, and nothing kept."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compliance.statements.rubric.rules.check import DISCLAIMER
from compliance.statements.text_checker.labels import SENTENCES
from portal.core import visitor_counts
from tests.compliance.statements.text_checker.writers import as_docx, as_text, by_weasyprint
from tests.compliance.statements.text_checker.written import STATEMENTS

pytestmark = pytest.mark.django_db
ADDRESS = "/check-a-statement/"
ONE = STATEMENTS[0]
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600


@pytest.fixture(autouse=True)
def fresh_counts():
    visitor_counts.counts.__init__()


def send(client, **given):
    return client.post(ADDRESS, given)


def test_the_door_is_open_and_says_what_it_is(client):
    answer = client.get(ADDRESS)
    body = answer.content.decode()
    assert DISCLAIMER in body and "We keep nothing" in body and "<textarea" in body
    assert "no-store" in answer["Cache-Control"]
    assert reverse("existing:check") == ADDRESS


@pytest.mark.parametrize(
    ("name", "write"), [("a.txt", as_text), ("a.docx", as_docx), ("a.pdf", by_weasyprint)], ids=["text", "word", "pdf"]
)
def test_each_kind_of_file_is_read_and_its_sentences_are_marked(client, name, write):
    answer = send(client, file=SimpleUploadedFile(name, write(ONE)))
    body = answer.content.decode()
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert DISCLAIMER in body and "%" not in re.sub(r"<[^>]*>", "", body.split('id="text"')[0].split("<main")[1])
    marked = re.findall(r'<mark class="portal-mark" id="mark-\d+">([^<]*)', body)
    assert any("approved by the Board of Directors on 12 September 2023." in words for words in marked)
    assert set(re.findall(r'href="#(mark-\d+)"', body)) == set(re.findall(r'id="(mark-\d+)"', body))
    assert set(re.findall(r'portal-marked__back" href="#(\w+)"', body)) <= set(re.findall(r'id="(\w+)"', body))


def test_pasted_text_is_read(client):
    body = send(client, text=as_text(ONE).decode()).content.decode()
    assert "What the statement covers" in body and "Ottoline Graves" in body


def test_nothing_is_kept(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with CaptureQueriesContext(
        connection,
    ) as queries:
        send(client, file=SimpleUploadedFile("a.docx", as_docx(ONE)))
    assert not [one["sql"] for one in queries if not one["sql"].upper().startswith("SELECT")]
    assert not Session.objects.exists() and "sessionid" not in client.cookies
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Paste the text of the statement, or choose its file"),
        ({"text": "Too short."}, "This is too short for a statement"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing")}, str(SENTENCES["damaged"])),
        (
            {"file": SimpleUploadedFile("a.doc", OLD_WORD)},
            "It is not a PDF, Word",
        ),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "The file is empty"),
    ],
)
def test_what_cannot_be_read_is_a_message_at_the_field(client, given, message):
    answer = send(client, **given)
    assert answer.status_code == 422
    assert message in answer.content.decode() and "error-summary" in answer.content.decode()


def test_not_both(client):
    answer = send(client, text="x " * 40, file=SimpleUploadedFile("a.txt", b"y " * 40))
    assert answer.status_code == 422 and "not both" in answer.content.decode()
    assert "x x x" in answer.content.decode()


def test_a_file_over_25_megabytes(client, settings):
    settings.UPLOAD_MAX_BYTES = 26 * 1024 * 1024
    answer = send(client, file=SimpleUploadedFile("a.txt", b"a" * (25 * 1024 * 1024 + 1)))
    assert answer.status_code == 422 and "too big" in answer.content.decode()


def test_hostile_text_is_shown_as_text(client):
    text = "<script>alert(1)</script> This statement was approved by the board. " + "We trained buyers on slavery. " * 5
    body = send(client, text=text).content.decode()
    assert "<script>alert" not in body and "&lt;script&gt;alert" in body


def test_many_checks_from_one_network_have_to_wait(client, settings):
    settings.LIMITS = settings.LIMITS | {"statement_check": (1, 3600)}
    assert send(client, text="short").status_code == 422
    answer = send(client, text="what I typed")
    assert answer.status_code == 429 and answer["Retry-After"]
    assert "what I typed" in answer.content.decode()
