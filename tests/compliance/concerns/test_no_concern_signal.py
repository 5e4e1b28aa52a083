"""A business cannot tell from its own pages whether anybody told the helpline about it or its supplier."""

import re
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from compliance.concerns.forms import sending
from compliance.concerns.models import Concern
from tests.factories.accounts import sign_in
from tests.factories.concerns import Reporter

PAGES = ("", "suppliers/", "audits/", "audits/findings/", "actions/", "concerns/", "audits/alerts/", "activity/")


def looked_at(client: Client, world) -> dict[str, tuple[str, list[str]]]:
    """Each page of the business without what differs between two requests, and the queries that it made."""
    supplier, finding = world.a.rows["supplier"], world.a.rows["finding"]
    paths = [*PAGES, f"suppliers/{supplier.uuid}/", f"audits/findings/{finding.uuid}/"]
    found = {}
    for path in ("/dashboard/", *(f"/o/alder/{path}" for path in paths)):
        with CaptureQueriesContext(connection) as queries:
            html = client.get(path).content.decode()
        found[path] = steady(html), [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
    return found


def steady(html: str) -> str:
    """Without nonces, tokens, and how many seconds are left of the web session."""
    return re.sub(
        r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|<section [^>]*portal-session.*?</section>',
        "",
        html,
        flags=re.DOTALL,
    )


def test_business_pages_identical_with_and_without_concern(world, monkeypatch):
    """T04, RP04, helpline 8 check 5: not a byte, and not a query more or less."""
    lead = Client()
    sign_in(lead, world.a.people["administrator"])
    monkeypatch.setattr(sending, "SOONEST", timedelta(0))
    looked_at(lead, world)
    told = Concern.objects.count()
    before = looked_at(lead, world)
    reporter, supplier = Reporter(), world.a.rows["supplier"]
    reporter.begins("business_concern")
    reporter.answers()
    reporter.sends("/r/17", subject_organisation=supplier.name)
    reporter.submits()
    assert Concern.objects.count() == told + 1
    assert looked_at(lead, world) == before
