"""The references for a proxy before the four faces, nginx's and Caddy's, run as they are but for names and ports: each
host reaches its face and no other, and what holds of one process behind a proxy holds of each face.

See docs/operations/faces.md.
"""

import http.client
import io
import os
import re
import shlex
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command

from portal.settings.faces import FACES
from tests.portal.operations.test_proxy import BROWSER, KINDS, MAIN, behind, make_certificate, visitor
from tests.reliability.servers import free_port
from tests.support.programs import find_program, needs_server

DEPLOY = Path(__file__).parents[3] / "deploy"
HOSTS = {
    "public": "portal.example",
    "reporters": "tell.portal.example",
    "desk": "desk.portal.example",
    "cms": "cms.portal.example",
}
pytestmark = needs_server("caddy", "nginx")


def replaced(name: str, pairs: dict[str, str]) -> str:
    """A reference with the names and ports of this machine. Each is there to be replaced, else the test would err."""
    text = (DEPLOY / name).read_text()
    for there, here in pairs.items():
        assert there in text, there
        text = text.replace(there, here)
    return text


def write_nginx(folder: Path, listens: int, faces: dict[str, int], probes: int) -> list[object]:
    """Write nginx's files; return the command that runs them. probes: the port for monitoring."""
    make_certificate(folder)
    shared = {"/run/portal-proxy": f"{folder}/bodies", "/srv/portal/var/errors": f"{folder}/errors"}
    (folder / "portal-face.conf").write_text(replaced("nginx-face.conf", shared))
    own = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{listens} ssl;",
        "listen 127.0.0.1:8000;": f"listen 127.0.0.1:{probes};",
        "/etc/ssl/portal/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/ssl/portal/key.pem": f"{folder}/key.pem",
        "/etc/nginx/portal-face.conf": f"{folder}/portal-face.conf",
    }
    own |= {f"server unix:/run/portal-face-{face}.sock;": f"server 127.0.0.1:{port};" for face, port in faces.items()}
    (folder / "site.conf").write_text(replaced("nginx-faces.conf", own))
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in KINDS)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, temporary=temporary))
    return [find_program("nginx"), "-p", folder, "-c", folder / "nginx.conf"]


def write_caddy(folder: Path, listens: int, faces: dict[str, int], probes: int) -> list[object]:
    """Write Caddy's file, without TLS; return the command that runs it. probes: the port for monitoring."""
    own = {"\nhttp://127.0.0.1:8000 {": f"\nhttp://127.0.0.1:{probes} {{"}
    own |= {"\n{\n": "\n{\n\tadmin off\n", "/srv/portal/var/errors": f"{folder}/errors"}
    own |= {f"\n{host} {{": f"\nhttp://{host}:{listens} {{" for host in HOSTS.values()}
    own |= {f"unix//run/portal-face-{face}.sock": f"127.0.0.1:{port}" for face, port in faces.items()}
    (folder / "Caddyfile").write_text(replaced("Caddyfile-faces", own))
    return [find_program("caddy"), "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]


@contextmanager
def proxy(folder: Path, write: Callable[..., list[object]], faces: dict[str, int], probes: int = 0) -> Iterator[int]:
    """The port on which the proxy answers. faces: the ports where these listen. probes: the port for monitoring."""
    listens = free_port()
    command = write(folder, listens, faces, probes or free_port())
    call_command("error_pages", into=folder / "errors", stdout=io.StringIO())
    env = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        for _ in range(100):
            assert process.poll() is None, (folder / "log").read_text()
            try:
                http.client.HTTPConnection("127.0.0.1", listens).connect()
                break
            except OSError:
                time.sleep(0.1)
        yield listens
    finally:
        process.terminate()
        process.wait(timeout=20)


def ask(port: int, write: Callable[..., list[object]], host: str, path: str) -> http.client.HTTPResponse:
    line = visitor(port) if write is write_nginx else http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", path, headers={"Host": host, "User-Agent": BROWSER, "X-Forwarded-For": "198.51.100.9"})
    response = line.getresponse()
    response.read()
    line.close()
    return response


@pytest.mark.parametrize("write", [write_nginx, write_caddy])
def test_each_host_reaches_its_face_and_no_other(write, tmp_path):
    with ExitStack() as stack:
        faces = {face: stack.enter_context(behind()) for face in FACES}
        port = stack.enter_context(proxy(tmp_path, write, {face: portal.port for face, portal in faces.items()}))
        for face, host in HOSTS.items():
            for path in (f"/of/{face}", "/report/", "/static/x.css"):
                assert ask(port, write, host, path).status == 200
            assert [ask(port, write, host, path).status for path in ("/health", "/metrics")] == [404, 404]
    for face, portal in faces.items():
        assert [path for path, _, _ in portal.requests] == [f"/of/{face}", "/report/", "/static/x.css"]
        told = [headers for _, headers, _ in portal.requests]
        assert {headers["Host"] for headers in told} == {HOSTS[face]}
        assert {headers["X-Forwarded-For"] for headers in told} == {"127.0.0.0"}
        names_a_browser = [BROWSER in headers.values() for headers in told]
        assert names_a_browser == ([False] * 3 if face == "reporters" else [True, False, True])


@pytest.mark.parametrize("write", [write_nginx, write_caddy])
def test_a_face_that_is_away_is_stood_in_for_by_no_other(write, tmp_path):
    with behind() as public:
        ports = {face: public.port if face == "public" else free_port() for face in FACES}
        with proxy(tmp_path, write, ports) as port:
            statuses = [ask(port, write, host, "/").status for host in HOSTS.values()]
    assert statuses == [200, 502, 502, 502]
    assert len(public.requests) == 1


@pytest.mark.parametrize("write", [write_nginx, write_caddy])
def test_monitoring_asks_the_desk_where_it_asks_a_portal_of_one_process(write, tmp_path):
    probes = free_port()
    with behind() as desk:
        ports = {face: desk.port if face == "desk" else free_port() for face in FACES}
        with proxy(tmp_path, write, ports, probes):
            statuses = [ask_probe(probes, path) for path in ("/health", "/metrics", "/readyz", "/desk/", "/")]
    assert statuses == [200, 200, 200, 404, 404]
    assert [path for path, _, _ in desk.requests] == ["/health", "/metrics", "/readyz"]
    # Asked by its number, which the portal answers at these addresses alone.
    assert {headers["Host"] for _, headers, _ in desk.requests} == {f"127.0.0.1:{probes}"}
    assert {headers["Authorization"] for _, headers, _ in desk.requests} == {"Bearer token"}


def ask_probe(port: int, path: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", path, headers={"Authorization": "Bearer token"})
    status = line.getresponse().status
    line.close()
    return status


def test_nginx_and_caddy_accept_the_references_by_their_own_checks(tmp_path):
    command = write_nginx(tmp_path, free_port(), dict.fromkeys(FACES, free_port()), free_port())
    env = os.environ | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    checks = [[*command, "-t"]]
    checks += [
        [find_program("caddy"), "validate", "--adapter", "caddyfile", "--config", DEPLOY / name]
        for name in ("Caddyfile", "Caddyfile-faces")
    ]
    for check in checks:
        done = subprocess.run(check, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_names_are_those_of_the_sample_settings_once_the_guide_has_put_them_in():
    urls = re.search(r"^#FACE_URLS=(.*)$", (DEPLOY / "portal.env").read_text(), re.M)[1]
    hosts = {face: f"{host}.org" for face, host in HOSTS.items()}
    assert urls == ",".join(f"{face}=https://{host}" for face, host in hosts.items())
    guide = (DEPLOY.parent / "docs" / "operations" / "faces.md").read_text()
    command = re.search(r"^(sed .* deploy/nginx-faces.conf) >", guide, re.M)[1]
    said = subprocess.run(shlex.split(command), cwd=DEPLOY.parent, capture_output=True, text=True, check=True).stdout
    names = [name.split() for name in re.findall(r"server_name (.*);", said)]
    assert names == [list(hosts.values()), *([host] for host in hosts.values())]


def lines(text: str) -> list[str]:
    return [line for part in text.splitlines() if (line := part.strip()) and not line.startswith("#")]


def test_a_face_has_the_lines_of_the_whole_portal_at_nginx():
    whole = (DEPLOY / "nginx.conf").read_text()
    server = whole.partition("ssl_certificate_key")[2].partition("\n")[2].rpartition("}")[0]
    faces = (DEPLOY / "nginx-faces.conf").read_text()
    assert lines((DEPLOY / "nginx-face.conf").read_text().replace("http://$face", "http://portal")) == lines(server)
    beginning, shared = whole.partition("upstream portal")[0], faces.partition("upstream portal_public")[0]
    browser = r"map [^{]* \$browser \{.*?\n\}"
    assert lines(re.sub(browser, "", beginning, flags=re.S)) == lines(re.sub(browser, "", shared, flags=re.S))


def test_a_face_has_the_lines_of_the_whole_portal_at_caddy():
    whole = (DEPLOY / "Caddyfile").read_text()
    beginning, site = whole.split("\nportal.example {")
    proxied = re.search(r"\treverse_proxy \S+ \{(.*?)\n\t\}\n", site, re.S)
    rest = site.replace(proxied[0], "").rpartition("}")[0]
    faces = (DEPLOY / "Caddyfile-faces").read_text()
    shared, own = faces.split("\n(face) {")
    assert lines(shared) == lines(beginning)
    face, to_face = own.partition(f"\n{HOSTS['public']} {{")[0].split("\n(to_face) {")
    assert lines(face.rpartition("}")[0]) == lines(rest)
    assert lines(to_face.rpartition("}")[0]) == lines(proxied[1])
