"""A load balancer asks each server by its number; everybody else asks by name."""

import pytest
from django.test import Client

from portal.operations.middleware import PROBES, is_ip_address
from tests.factories.vault import begin_vault

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["10.0.0.5", "10.0.0.5:8000", "[2001:db8::5]", "[2001:db8::5]:8000"])
def test_a_probe_may_ask_by_address(host):
    begin_vault()
    client = Client(headers={"host": host})
    assert client.get("/healthz").content == b"alive\n"
    assert client.get("/readyz").content == b"ready\n"


def test_an_address_that_the_operator_answers_anyway_stays_as_it_is(settings):
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["10.0.0.5"], "https://daylight.example"
    assert Client(headers={"host": "10.0.0.5:8000"}).get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/healthz/", "/readyz/x", "/report/", "/health/"])
def test_no_other_page_is_answered_by_address(path):
    client = Client(headers={"host": "10.0.0.5"}, raise_request_exception=False)
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("path", sorted(PROBES))
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "10.0.0.5.evil.example", "10.0.0.5@evil.example"]
)
def test_a_probe_by_another_name_is_refused(path, host):
    assert Client(headers={"host": host}, raise_request_exception=False).get(path).status_code == 400


@pytest.mark.parametrize("host", ["", "localhost", "10.0.0", "10.0.0.5/x", "u@10.0.0.5", "[::1", "10.0.0.5?x", "::1"])
def test_what_is_no_address(host):
    assert not is_ip_address(host)
