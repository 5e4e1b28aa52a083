"""Once the proxy's certificate has ended nobody reaches the helpline: its end is told in time."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from portal.operations import health, metrics

pytestmark = pytest.mark.django_db


def make_certificate(*, days: float) -> bytes:
    key, now = ec.generate_private_key(ec.SECP256R1()), timezone.now()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "portal.example.org")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    signed = builder.not_valid_before(now - timedelta(days=90)).not_valid_after(now + timedelta(days=days))
    return signed.sign(key, SHA256()).public_bytes(Encoding.PEM)


@pytest.fixture
def chain(settings, tmp_path):
    settings.CERTIFICATE_FILE = str(tmp_path / "fullchain.pem")

    def put(*days: float) -> None:
        (tmp_path / "fullchain.pem").write_bytes(b"".join(make_certificate(days=number) for number in days))

    return put


def days_told() -> float | None:
    lines = metrics.render(now=timezone.now()).decode().splitlines()
    return next((float(line.split()[1]) for line in lines if line.startswith("portal_certificate_days ")), None)


@pytest.mark.parametrize(("days", "is_told"), [((80, 900), False), ((13, 900), True), ((80, 5), True), ((-1,), True)])
def test_an_end_within_two_weeks_is_told_of_whichever_of_the_chain(chain, days, is_told):
    chain(*days)
    assert health.check_certificate().startswith("the certificate expires on ") is is_told
    assert days_told() == pytest.approx(min(days), abs=0.01)


def test_one_that_cannot_be_read_is_told(chain, settings):
    assert "cannot be read (FileNotFoundError)" in health.check_certificate()
    assert days_told() is None


def test_nothing_is_told_where_none_is_watched(settings):
    settings.CERTIFICATE_FILE = ""
    assert (health.check_certificate(), days_told()) == ("", None)
