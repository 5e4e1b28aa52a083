"""The client against a server on this machine that speaks the Companies House format."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from compliance.organisations import companies_house
from compliance.organisations.companies_house import LookupFailed

PROFILE = {
    "company_name": "INVENTED GOODS LIMITED",
    "company_number": "01234567",
    "company_status": "active",
    "type": "ltd",
    "registered_office_address": {
        "premises": "1",
        "address_line_1": "Quay Street",
        "locality": "Port Invented",
        "postal_code": "ZZ1 1ZZ",
    },
    "sic_codes": ["46390"],
    "etag": "x",
    "links": {"self": "/company/01234567"},
}
RESULTS = {
    "kind": "search#companies",
    "total_results": 3,
    "items_per_page": 20,
    "start_index": 0,
    "page_number": 1,
    "items": [
        {
            "kind": "searchresults#company",
            "title": "INVENTED GOODS LIMITED",
            "company_number": "01234567",
            "company_status": "active",
            "company_type": "ltd",
            "address_snippet": "1 Quay Street, Port Invented, ZZ1 1ZZ",
            "address": PROFILE["registered_office_address"],
            "date_of_creation": "1990-01-01",
            "links": {"self": "/company/01234567"},
            "matches": {"title": [1, 8]},
        },
        {"title": "INVENTED ADVISERS LLP", "company_number": "OC123456", "company_type": "llp", "address": None},
        {"title": None, "company_number": "7"},
        "nonsense",
    ],
}


@pytest.fixture
def register(settings):
    """A function that sets what the register answers: status, body, headers; it keeps what it was asked."""
    state = {"asked": []}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            state["asked"].append((self.path, self.headers.get("Authorization")))
            if until := state.get("until"):
                until.wait()
            self.send_response(state["status"])
            for name, value in state.get("headers", {}).items():
                self.send_header(name, value)
            self.end_headers()
            body = state["body"]
            self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.COMPANIES_HOUSE_URL = f"http://127.0.0.1:{server.server_port}"
    settings.COMPANIES_HOUSE_API_KEY = "the-key"

    def answer(body, status=200, **more):
        state.update(body=body, status=status, **more)
        return state["asked"]

    yield answer
    server.shutdown()
    server.server_close()


def test_a_search_lists_companies_and_skips_what_it_cannot_read(register):
    asked = register(RESULTS)
    found = companies_house.search_companies("invented goods & sons")
    assert [(c.number, c.name, c.legal_form) for c in found] == [
        ("01234567", "INVENTED GOODS LIMITED", "company"),
        ("OC123456", "INVENTED ADVISERS LLP", "llp"),
    ]
    assert found[0].address == "1\nQuay Street\nPort Invented\nZZ1 1ZZ"
    path, authorization = asked[0]
    assert path == "/search/companies?q=invented+goods+%26+sons&items_per_page=20"
    assert base64.b64decode(authorization.removeprefix("Basic ")) == b"the-key:"


def test_one_company_is_found_by_its_number(register):
    asked = register(PROFILE)
    company = companies_house.get_company("01234567")
    assert (company.name, company.status) == ("INVENTED GOODS LIMITED", "active")
    assert asked[0][0] == "/company/01234567"


def test_a_number_that_nobody_has_is_nobody(register):
    register({"errors": [{"error": "company-profile-not-found", "type": "ch:service"}]}, status=404)
    assert companies_house.get_company("99999999") is None


@pytest.mark.parametrize("status", [400, 401, 403, 500, 502, 302])
def test_a_refusal_says_to_go_on_by_hand(register, status):
    register({"error": "no"}, status=status, headers={"Location": "https://elsewhere.example/"})
    with pytest.raises(LookupFailed, match="by hand"):
        companies_house.search_companies("x")


def test_too_many_questions_says_when_to_try_again(register):
    register({}, status=429)
    with pytest.raises(LookupFailed, match="5 minutes"):
        companies_house.search_companies("x")


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b'"x"', b'{"items": 4}', b"{}", b"\xff\xfe", b"[" * 100_000, b'{"items": [{'],
)
def test_an_answer_that_makes_no_sense_says_to_go_on_by_hand(register, body):
    register(body)
    with pytest.raises(LookupFailed, match="by hand"):
        companies_house.search_companies("x")


def test_a_profile_of_another_company_is_not_taken(register):
    register(PROFILE)
    with pytest.raises(LookupFailed):
        companies_house.get_company("76543210")


def test_a_register_that_is_slow_is_not_waited_for(register, monkeypatch):
    monkeypatch.setattr(companies_house, "TIMEOUT_SECONDS", 0.2)
    given_up = threading.Event()
    register(RESULTS, until=given_up)
    with pytest.raises(LookupFailed, match="later"):
        companies_house.search_companies("x")
    given_up.set()


def test_a_register_that_is_away_says_so(settings):
    settings.COMPANIES_HOUSE_URL, settings.COMPANIES_HOUSE_API_KEY = "http://127.0.0.1:9", "k"
    with pytest.raises(LookupFailed):
        companies_house.get_company("01234567")


def test_without_a_key_the_look_up_is_off(settings):
    settings.COMPANIES_HOUSE_API_KEY = ""
    assert not companies_house.is_enabled()
