"""AC08 and BL11 of feeds: an agency gets no further than what was sent to it, and nothing goes without an agreement.

See docs/requirements/helpline.md#feeds.
"""

import pytest
from django.urls import reverse

from compliance.sharing.models import Agreement, Feed, FeedDownload
from tests.factories.sharing import AGENCY_PASSPHRASE
from tests.support.visits import address_url, request_page
from tests.url_register import ADDRESSES
from tests.url_register.referrals import SHARING

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_ac08_an_agency_reaches_neither_the_desk_behind_its_feed_nor_a_feed_that_was_not_sent(shared_world, clients):
    agency, unsent = clients["partner"], shared_world.desk["feed"]
    for name in SHARING:
        if not name.startswith(("sharing:", "hotspots:")):
            continue
        for method in ("get", "post"):
            response, body = request_page(agency, method, address_url(ADDRESSES[name], name, shared_world))
            assert response.status_code in {404, 405}, f"{method} {name}"
            assert unsent.reference not in body
    for name in ("feed", "download", "confirm", "answer"):
        url = reverse(f"feeds:{name}", args=[unsent.pk])
        for method in ("get", "post"):
            response, _body = request_page(agency, method, url, data={"passphrase": AGENCY_PASSPHRASE})
            assert response.status_code in {404, 405}, f"{method} {url}"


def test_bl11_a_feed_under_a_revoked_agreement_is_not_handed_out(shared_world, clients):
    feed = shared_world.desk["sent_feed"]
    url = reverse("feeds:download", args=[feed.pk])
    opened, body = request_page(clients["partner"], "post", url, data={"passphrase": AGENCY_PASSPHRASE})
    assert (opened.status_code, opened["Content-Type"]) == (200, "application/zip")
    Agreement.objects.filter(pk=feed.agreement_id).update(revoked_at=feed.sent_at)
    refused, body = request_page(clients["partner"], "post", url, data={"passphrase": AGENCY_PASSPHRASE})
    Agreement.objects.filter(pk=feed.agreement_id).update(revoked_at=None)
    assert refused.status_code == 422
    assert "You cannot share anything under this agreement" in body
    assert not FeedDownload.objects.filter(feed=feed).exists()


def test_bl11_a_lead_alone_sends_no_first_feed(shared_world, clients):
    feed = shared_world.desk["feed"]
    request_page(clients["triage_lead"], "post", reverse("sharing:send", args=[feed.pk]))
    assert Feed.objects.get(pk=feed.pk).sent_at is None
