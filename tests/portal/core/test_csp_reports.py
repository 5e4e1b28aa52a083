"""Reports of the content policy tell nothing of reporters, and nobody can fill the log with them."""

import json
import logging

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.concerns import open_door

REPORT = {"effective-directive": "script-src", "document-uri": f"{settings.SITE_URL}/statements/"}


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO)
    return caplog


def send(**changed) -> int:
    body = json.dumps({"csp-report": REPORT | changed})
    return Client().post("/policy-report/", body, content_type="application/csp-report").status_code


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/report/", "/r/3", "/r/return/", "/r/talk/", "/r/talk/end", "/r/nowhere"])
def test_a_report_from_a_page_for_reporters_leaves_no_line(log, path):
    assert send(**{"document-uri": settings.SITE_URL + path}) == 204
    assert not [record for record in log.records if record.name.startswith("portal.")]


@pytest.mark.django_db
def test_pages_for_reporters_ask_for_no_reports():
    open_door()
    for path in ("/report/", "/r/return/", "/r/online", "/r/nowhere"):
        policy = Client().get(path)["Content-Security-Policy"]
        assert "report-uri" not in policy and "default-src 'none'" in policy, path
    assert "report-uri" in Client().get("/statements/")["Content-Security-Policy"]


@pytest.mark.django_db
def test_one_network_writes_few_lines(log, settings):
    settings.LIMITS = settings.LIMITS | {"policy_report": (3, 3600)}
    assert [send() for _ in range(5)] == [204, 204, 204, 429, 429]
    assert len([record for record in log.records if record.name == "portal.policy"]) == 3


@pytest.mark.django_db
def test_all_networks_together_write_few_lines(log, settings):
    settings.LIMITS = settings.LIMITS | {"policy_report_site": (2, 3600)}
    assert [send() for _ in range(3)] == [204, 204, 429]
