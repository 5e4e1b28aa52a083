"""The safe fetcher: what it opens, and everything it must not be talked into."""

import itertools
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from portal.core import safe_fetch, special_networks
from portal.core.safe_fetch import CannotFetch, Network, fetch, split_url
from portal.core.special_networks import is_public_address

PUBLIC = "93.184.215.14"


def plain(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Site:
    """A tiny server on loopback that answers by path and keeps what it was asked."""

    def __init__(self, answers: dict[str, object], tls: ssl.SSLContext | None = None) -> None:
        self.answers, self.tls, self.asked, self.connected = answers, tls, [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        try:
            connection = self.tls.wrap_socket(connection, server_side=True) if self.tls else connection
            with connection:
                head = b""
                while b"\r\n\r\n" not in head and (part := connection.recv(4096)):
                    head += part
                self.asked.append(head.decode())
                answer = self.answers[head.split()[1].decode()]
                if callable(answer):
                    answer(connection)
                else:
                    connection.sendall(answer)
        except OSError:
            pass

    def network(self, names: dict[str, list[str]] | None = None, **kwargs) -> Network:
        names = {"site.example": [PUBLIC]} if names is None else names

        def connect(address, timeout):
            self.connected.append(address)
            return socket.create_connection(("127.0.0.1", self.port), timeout)

        return Network(resolve=lambda host, seconds: names.get(host, []), connect=connect, **kwargs)


@contextmanager
def site(answers, tls=None):
    server = Site(answers, tls)
    try:
        yield server
    finally:
        server.listener.close()


def test_a_page_is_read_from_the_address_that_was_checked():
    with site({"/a?b=%C3%A9": plain(b"hello")}) as server:
        page = fetch("http://site.example/a?b=é#part", network=server.network())
    assert (page.status, page.body, page.url) == (200, b"hello", "http://site.example/a?b=é#part")
    assert server.connected == [(PUBLIC, 80)]
    assert "Host: site.example\r\n" in server.asked[0]
    assert not any(word in server.asked[0].lower() for word in ("cookie", "authorization", "referer"))


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """A context that serves site.example, and one that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "site.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("site.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=str(path))


def test_https_asks_for_the_name_and_checks_its_certificate(certificates):
    serving, trusting = certificates
    names = {"site.example": [PUBLIC], "other.example": [PUBLIC]}
    with site({"/": plain(b"safe")}, serving) as server:
        assert fetch("https://site.example", network=server.network(names, tls=trusting)).body == b"safe"
        assert server.connected == [(PUBLIC, 443)]
        for host, context in (("other.example", trusting), ("site.example", ssl.create_default_context())):
            with pytest.raises(CannotFetch, match="certificate"):
                fetch(f"https://{host}/", network=server.network(names, tls=context))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "0.1.2.3", "100.64.0.1",
        "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "192.88.99.1", "::", "::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.215.14", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001::1", "2001:db8::1", "fc00::1",
        "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "not an address", "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_never_connected_to(address):
    assert not is_public_address(address)
    with site({"/": plain(b"secret")}) as server:
        for addresses in ([address], [PUBLIC, address]):
            with pytest.raises(CannotFetch):
                fetch("http://site.example/", network=server.network({"site.example": addresses}))
        assert server.connected == []


def test_a_name_of_our_own_network_is_told_as_one_that_is_not_there():
    names = {"inside.example": ["10.1.2.3"], "mixed.example": [PUBLIC, "10.1.2.3"]}
    told = set()
    for host in ("nowhere.example", *names):
        with site({}) as server, pytest.raises(CannotFetch) as refused:
            fetch(f"http://{host}/", network=server.network(names))
        told.add(str(refused.value))
    assert told == {"There is no public website at this address."}


@pytest.mark.parametrize("network", special_networks.NETWORKS, ids=str)
def test_no_address_of_a_network_for_special_purposes_is_public(network):
    first, last = int(network.network_address), int(network.broadcast_address)
    for number in {first, (first + last) // 2, last}:
        assert not is_public_address(str(type(network.network_address)(number)))


def test_the_registries_are_whole():
    """As many blocks as IANA's files of that date have."""
    assert len(special_networks.IPV4_SPECIAL_REGISTRY) == 26
    assert len(special_networks.IPV6_SPECIAL_REGISTRY) == 25


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public_address(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://site.example/", "file:///etc/passwd", "gopher://site.example/", "javascript:alert(1)", "//site.example/",
        "http://", "http:///path", "http://user@site.example/", "http://user:pass@site.example/",
        "http://site.example:22/", "http://site.example:8080/", "https://site.example:80/", "http://site.example:99999/",
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://localhost/", "http://intranet/", "http://a..b.example/",
        "http://site.example\r\nX: y/", "http://site.example/ a", "http://site.example\\@evil.example/", "http://-a.example/",
        "http://" + "a" * 64 + ".example/", "http://" + "a." * 130 + "example/", "http://site.example/" + "a" * 2000,
        "http://①②⑦.⓪.⓪.①/", "http://[fe80::1%25eth0]/", "http://[/", "", "site.example",
    ],
)  # fmt: skip
def test_an_address_that_is_no_plain_web_address_is_refused_before_anything_is_asked(url):
    with site({}) as server, pytest.raises(CannotFetch):
        fetch(url, network=server.network({"site.example": [PUBLIC]}))
    assert server.connected == []


def test_a_name_in_other_letters_goes_out_in_ascii():
    assert split_url("https://bücher.example/é?q=ü")[1:] == ("xn--bcher-kva.example", "/%C3%A9?q=%C3%BC")


def test_a_redirect_is_followed_and_its_host_resolved_anew():
    names = {"site.example": [PUBLIC], "www.site.example": ["93.184.215.15"]}
    answers = {"/": plain(b"", "302 Found", "Location: http://www.site.example/x"), "/x": plain(b"there")}
    with site(answers) as server:
        assert fetch("http://site.example/", network=server.network(names)).body == b"there"
    assert server.connected == [(PUBLIC, 80), ("93.184.215.15", 80)]


@pytest.mark.parametrize(
    "location",
    [
        "http://inside.example/",
        "http://127.0.0.1/",
        "http://site.example:22/",
        "file:///etc/passwd",
        "http://[::1]/",
        "http://[/",
    ],
)
def test_a_redirect_to_a_place_inside_is_not_followed(location):
    names = {"site.example": [PUBLIC], "inside.example": ["10.0.0.5"]}
    with site({"/": plain(b"", "301 Moved", f"Location: {location}")}) as server:
        with pytest.raises(CannotFetch):
            fetch("http://site.example/", network=server.network(names))
        assert len(server.connected) == 1


def test_a_host_that_may_not_be_visited_is_not_visited_by_redirect_either():
    names = {"site.example": [PUBLIC], "other.example": [PUBLIC]}
    with site({"/": plain(b"", "302 Found", "Location: http://other.example/")}) as server:
        with pytest.raises(CannotFetch, match="another website"):
            fetch("http://site.example/", network=server.network(names), may_visit=lambda host: host == "site.example")
        assert len(server.connected) == 1


def test_a_ring_of_redirects_ends_after_five():
    with site({"/": plain(b"", "302 Found", "Location: /")}) as server:
        with pytest.raises(CannotFetch, match="more than 5 times"):
            fetch("http://site.example/", network=server.network())
        assert len(server.connected) == 6


def test_a_name_that_answers_differently_the_second_time_gains_nothing():
    """DNS rebinding: the address that was checked is the one connected to; nothing is resolved again."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    with site({"/": plain(b"once")}) as server:
        network = Network(resolve=lambda host, seconds: next(answers), connect=server.network().connect)
        assert fetch("http://site.example/", network=network).body == b"once"
    assert server.connected == [(PUBLIC, 80)]


def test_a_long_page_is_cut():
    def stream(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(40):
            connection.sendall(b"x" * 100_000)

    with site({"/": stream}) as server:
        assert len(fetch("http://site.example/", network=server.network()).body) == safe_fetch.MAX_BYTES


def test_a_page_that_drips_is_given_up_after_the_deadline():
    """By a clock that goes on a second at each look."""
    clock = itertools.count()

    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            connection.sendall(b"X: y\r\n")
            threading.Event().wait(0.01)  # each drop is read alone

    with site({"/": drip}) as server, pytest.raises(CannotFetch, match="longer than 10 seconds"):
        fetch("http://site.example/", network=server.network(clock=lambda: float(next(clock))))
    assert next(clock) == safe_fetch.MAX_SECONDS + 1


@pytest.mark.parametrize(
    "answer",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
)
def test_what_is_no_answer_is_said_so(answer):
    with site({"/": answer}) as server, pytest.raises(CannotFetch):
        fetch("http://site.example/", network=server.network())


def test_a_name_that_leads_nowhere_is_said_so():
    with site({}) as server, pytest.raises(CannotFetch, match="no public website"):
        fetch("http://nowhere.example/", network=server.network())
