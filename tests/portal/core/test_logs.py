"""What the log of a server holds of a visit, and what it never does (docs/requirements/security.md#logs)."""

import io
import json
import logging

import pytest
from django.conf import settings
from django.test import Client

from portal.core.logs import JsonFormatter, ReporterVisitFilter

pytestmark = pytest.mark.django_db
SECRET = "Zq7-secret-token"


@pytest.fixture
def lines():
    """All that is logged, as a server would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(ReporterVisitFilter())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def test_each_answer_leaves_one_line_with_its_route(client, lines):
    client.get("/statements/", {"q": SECRET}, headers={"user-agent": "a browser"}, REMOTE_ADDR="203.0.113.9")
    (line,) = [line for line in lines() if line["logger"] == "portal.requests"]
    assert (line["message"], line["method"], line["status"]) == ("register:index", "GET", 200)
    assert line["ms"] >= 0
    assert len(line["request"]) == 32
    assert not any(told in json.dumps(lines()) for told in (SECRET, "a browser", "203.0.113.9"))


@pytest.mark.parametrize(
    "address", [f"/invitations/{SECRET}/", f"/accounts/password/reset/key/1-{SECRET}/", f"/{SECRET}/?q={SECRET}"]
)
def test_no_line_holds_what_stands_in_an_address(client, lines, address):
    assert client.get(address).status_code in {200, 404}
    assert lines()
    assert SECRET not in json.dumps(lines())


@pytest.mark.parametrize("address", ["/report/", "/r/1", "/r/return/", "/r/nothing-here"])
def test_of_a_reporters_page_there_is_no_line(client, lines, address):
    client.get(address)
    client.post(address, {"code": "1" * 20})
    assert lines() == []


def test_what_broke_on_a_reporters_page_is_told_by_the_hour(client, lines, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("compliance.concerns.views.base.epochs.get_current_epoch", lambda: 1 / 0)
    assert client.get("/r/return/").status_code == 500
    assert {line["at"][-6:] for line in lines()} == {":00:00"}
    assert "ZeroDivisionError" in json.dumps(lines())


def test_a_server_writes_with_that_filter():
    handler = settings.LOGGING["handlers"]["console"]
    assert [settings.LOGGING["filters"][name]["()"] for name in handler["filters"]] == [
        "portal.core.logs.ReporterVisitFilter"
    ]


def test_lines_of_one_request_have_one_id_and_of_two_have_two(client, lines):
    for _ in range(2):
        client.get("/nothing-here/")
    ids = [line["request"] for line in lines()]
    assert len(ids) == 4
    assert len(set(ids)) == 2


# --- What browsers report ------------------------------------------------------------------------------------------


def report(body, **extra):
    client = Client(enforce_csrf_checks=True)
    return client.post("/policy-report/", body, content_type="application/csp-report", **extra)


def test_a_report_leaves_its_directive_and_the_template_of_the_page(lines):
    said = {"document-uri": f"https://x.example/invitations/{SECRET}/?a=b", "effective-directive": "script-src-elem"}
    assert report(json.dumps({"csp-report": said | {"blocked-uri": SECRET}})).status_code == 204
    (line,) = [line for line in lines() if line["logger"] == "portal.policy"]
    assert (line["directive"], line["route"]) == ("script-src-elem", "invitations/<str:token>/")
    assert SECRET not in json.dumps(lines())


@pytest.mark.parametrize(
    "body",
    ["", "x", "[]", "{}", '{"csp-report": 1}', '{"csp-report": {"effective-directive": "<script>"}}', "[" * 9000,
     '{"csp-report": {"effective-directive": "img-src", "document-uri": "http://["}}'],
)  # fmt: skip
def test_a_report_that_is_none_is_refused(body):
    assert report(body).status_code == 400


def test_a_large_report_is_not_read():
    assert report("x" * 20_000).status_code == 413


def test_every_page_names_where_to_report(client):
    assert "report-uri /policy-report/" in client.get("/")["Content-Security-Policy"]
