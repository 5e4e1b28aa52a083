"""Each face as a process of its own, under its own role in the database and with its own secrets alone."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from compliance.concerns.models import Concern
from tests.factories.vault import begin_vault
from tests.portal.operations.test_face_proxies import HOSTS, proxy, write_caddy
from tests.reliability.servers import Server, Teller, Visitor, database_of_the_test, free_port, served

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]
URLS = ",".join(f"{face}=https://{host}" for face, host in HOSTS.items())
# What each face is not given.
MISSING_SECRETS = {
    "public": ("RECEIPT_PEPPER_FILE", "RECEIPT_SALT_FILE", "TEAM_PUBLIC_KEY_FILE"),
    "reporters": ("SEALING_KEYS_FILE",),
    "desk": (),
    "cms": ("RECEIPT_PEPPER_FILE", "RECEIPT_SALT_FILE", "TEAM_PUBLIC_KEY_FILE"),
}


@contextmanager
def served_face(face: str, folder) -> Iterator[Server]:
    role = f"portal_test_{face}"
    secrets = dict.fromkeys(MISSING_SECRETS[face], str(folder / "not-given"))
    (folder / "secrets").mkdir(exist_ok=True)
    with served(
        folder, database=database_of_the_test(), PORTAL_FACE=face, FACE_URLS=URLS, DATABASE_USER=role, **secrets
    ) as server:
        yield server


def ask(server: Server, address: str, method: str = "GET") -> tuple[int, str]:
    """Return the status and where the answer leads, without going there."""
    return ask_host("127.0.0.1", server.port, address, method)


def ask_host(host: str, port: int, address: str, method: str = "GET") -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request(method, address, headers={"Host": host})
    response = line.getresponse()
    response.read()
    line.close()
    return response.status, response.headers.get("Location", "")


def test_reporters_tell_and_come_back(tmp_path):
    begin_vault()
    with served_face("reporters", tmp_path) as server:
        assert ask(server, "/readyz") == (200, "")
        teller = Teller(server.port)
        teller.answers()
        digits = teller.insists()
        assert Concern.objects.count() == 1
        visitor = Visitor(server.port)
        visitor.get("/r/return/")
        assert visitor.post("/r/return/", code=digits).address == "/r/talk/"
        assert ask(server, "/statements/") == (302, "https://portal.example/statements/")
        assert ask(server, "/accounts/login/") == (302, "https://portal.example/accounts/login/")
        assert ask(server, "/desk/") == (404, "")
        assert ask(server, "/cms/") == (404, "")


def test_the_public_reads_and_finds_no_desk(tmp_path):
    begin_vault()
    with served_face("public", tmp_path) as server:
        assert ask(server, "/readyz") == (200, "")
        for address in ("/", "/statements/", "/guidance/", "/services/", "/accounts/login/", "/accounts/signup/"):
            assert ask(server, address) == (200, ""), address
        assert ask(server, "/report/") == (302, "https://tell.portal.example/report/")
        assert ask(server, "/desk/") == (404, "")
        assert ask(server, "/cms/") == (404, "")
        assert ask(server, "/r/6", "POST") == (404, "")


def test_the_desk_signs_nobody_up(tmp_path):
    begin_vault()
    with served_face("desk", tmp_path) as server:
        assert ask(server, "/readyz") == (200, "")
        assert ask(server, "/accounts/login/") == (200, "")
        assert ask(server, "/desk/") == (302, "/accounts/login/?next=/desk/")
        assert ask(server, "/accounts/signup/") == (302, "https://portal.example/accounts/signup/")
        assert ask(server, "/accounts/signup/", "POST") == (404, "")
        assert ask(server, "/cms/") == (302, "https://cms.portal.example/cms/")


def test_editors_have_a_host_of_their_own(tmp_path):
    begin_vault()
    with served_face("cms", tmp_path) as server:
        assert ask(server, "/readyz") == (200, "")
        assert ask(server, "/accounts/login/") == (200, "")
        assert ask(server, "/cms/")[1].endswith("/accounts/login/?next=/cms/")
        assert ask(server, "/desk/") == (302, "https://desk.portal.example/desk/")
        assert ask(server, "/accounts/signup/", "POST") == (404, "")


def test_behind_one_proxy_each_host_is_its_face_and_no_other(tmp_path):
    begin_vault()
    folders = [tmp_path / name for name in ("public", "reporters", "proxy")]
    for folder in folders:
        folder.mkdir()
    with served_face("public", folders[0]) as public, served_face("reporters", folders[1]) as reporters:
        ports = {"public": public.port, "reporters": reporters.port, "desk": free_port(), "cms": free_port()}
        with proxy(folders[2], write_caddy, ports) as port:
            answers = {
                face: [ask_host(host, port, address) for address in ("/statements/", "/report/", "/desk/")]
                for face, host in HOSTS.items()
            }
            posted = ask_host(HOSTS["public"], port, "/r/6", "POST")
    assert answers["public"] == [(200, ""), (302, f"https://{HOSTS['reporters']}/report/"), (404, "")]
    assert answers["reporters"] == [(302, f"https://{HOSTS['public']}/statements/"), (200, ""), (404, "")]
    # Neither of the two stands in for the desk or the editors.
    assert answers["desk"] == answers["cms"] == [(502, "")] * 3
    assert posted == (404, "")
