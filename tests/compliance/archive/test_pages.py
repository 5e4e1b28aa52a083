"""The page of the archive: what it says in each state, who is asked again, and what is written down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.archive.models import Archive
from compliance.organisations.choices import Role
from portal.history.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.alerts import AlertFactory
from tests.factories.archive import BODY, ArchiveFactory, EarlierHistoryFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client):
    organisation = OrganisationFactory(name="Harbour Foods Limited", slug="harbour")
    member = MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, is_safeguarding_lead=True)
    sign_in(client, member.user)
    return organisation


def text(client, page: str = "", status: int = 200) -> str:
    response = client.get(f"/o/harbour/settings/archive/{page}")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_it_says_what_an_archive_will_contain(own, client, django_assert_max_num_queries):
    SiteFactory.create_batch(2, organisation=own, supplier=SupplierFactory(organisation=own))
    with django_assert_max_num_queries(24):
        page = text(client)
    assert "1 supplier, 2 sites" in page
    assert "Make an archive" in page


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "waiting"}, "Waiting to start"),
        ({"state": "making", "progress": 4, "total": 70}, "4 of about 70 parts"),
        ({"state": "failed"}, "We could not make"),
        ({"state": "ready", "missing": 1}, "1 file is not included"),
        ({"state": "ready"}, "Download the archive"),
    ],
)
def test_each_state_in_words(own, client, facts, words):
    ArchiveFactory(organisation=own, **facts)
    page = text(client)
    assert words in page
    assert ("Make a" in page) == (facts["state"] in ("failed", "ready"))


def test_one_that_is_over_is_no_longer_offered(own, client):
    old = ArchiveFactory(organisation=own, expires_at=timezone.now() - timedelta(minutes=1))
    assert "Download the archive" not in text(client)
    text(client, f"{old.uuid}/", 404)


def test_asking_and_downloading(own, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/o/harbour/settings/archive/").status_code == 303
    archive = Archive.objects.get()
    got = client.get(f"/o/harbour/settings/archive/{archive.uuid}/")
    assert b"".join(got.streaming_content)[:2] == b"PK"
    assert got["Content-Length"] == str(archive.size)
    assert got["Cache-Control"] == "no-store"
    assert got["Content-Disposition"].startswith('attachment; filename="archive-harbour-')
    assert Entry.objects.filter(action="archive.archive.downloaded", scope=own.uuid).count() == 1


def test_each_download_is_a_line_and_a_look_at_its_head_is_none(own, client):
    archive = ArchiveFactory(organisation=own)
    client.head(f"/o/harbour/settings/archive/{archive.uuid}/")
    assert not Entry.objects.filter(action="archive.archive.downloaded").exists()
    for _number in range(2):
        got = client.get(f"/o/harbour/settings/archive/{archive.uuid}/")
        assert b"".join(got.streaming_content) == BODY
    assert Entry.objects.filter(action="archive.archive.downloaded").count() == 2


def test_bytes_that_are_gone_lead_back(own, client):
    archive = ArchiveFactory(organisation=own, stored_as=None)
    response = client.get(f"/o/harbour/settings/archive/{archive.uuid}/", follow=True)
    assert "We can no longer read this archive" in response.content.decode()


def test_another_organisations_archive_is_not_there(own, client):
    text(client, f"{ArchiveFactory().uuid}/", 404)


@pytest.mark.parametrize("page", ["", "close/", "download"])
def test_whoever_signed_in_long_ago_shows_again_who_they_are(own, client, page):
    page = f"{ArchiveFactory(organisation=own).uuid}/" if page == "download" else page
    sign_in(client, own.memberships.get().user, seconds_ago=3600)
    response = client.get(f"/o/harbour/settings/archive/{page}")
    assert response.status_code == 302
    assert "reauthenticate" in response["Location"]


def test_archives_are_made_a_few_an_hour(own, client):
    for _number in range(5):
        client.post("/o/harbour/settings/archive/")
    assert client.post("/o/harbour/settings/archive/").status_code == 429


def test_closing_asks_for_the_name_and_keeps_what_was_typed(own, client):
    assert "What we keep" in text(client, "close/")
    response = client.post("/o/harbour/settings/archive/close/", {"name": "Harbour"})
    assert response.status_code == 422
    assert 'value="Harbour"' in response.content.decode()
    own.refresh_from_db()
    assert not own.is_closed
    assert client.post("/o/harbour/settings/archive/close/", {"name": " harbour  foods limited"}).status_code == 303
    own.refresh_from_db()
    assert own.is_closed
    page = text(client)
    assert "This organisation was closed on" in page
    assert "Make an archive" in page
    assert client.get("/o/harbour/settings/archive/close/").status_code == 302
    assert "Harbour Foods Limited is closed." in client.get("/dashboard/").content.decode()


def test_where_an_alert_is_open_the_page_says_what_to_do_first(own, client):
    AlertFactory(organisation=own, acknowledged_at=timezone.now())
    page = text(client, "close/")
    assert "so people may be at risk" in page
    assert "Enter the name" not in page
    response = client.post("/o/harbour/settings/archive/close/", {"name": own.name})
    assert response.status_code == 422
    assert own.name in response.content.decode()
    own.refresh_from_db()
    assert not own.is_closed


def test_the_closing_is_taken_back(own, client):
    client.post("/o/harbour/settings/archive/close/", {"name": own.name})
    response = client.post("/o/harbour/settings/archive/take-back/", follow=True)
    assert "has been reopened" in response.content.decode()
    assert client.get("/o/harbour/statements/").status_code == 200


def test_what_happened_before_it_came_here(own, client):
    assert "before the organisation joined this website" not in client.get("/o/harbour/activity/").content.decode()
    assert "always used this website" in text(client, "before/")
    EarlierHistoryFactory(organisation=own)
    assert "Activity before the organisation joined this website" in client.get("/o/harbour/activity/").content.decode()
    page = text(client, "before/")
    assert "Robin Example" in page
    assert "created Before Limited" in page
