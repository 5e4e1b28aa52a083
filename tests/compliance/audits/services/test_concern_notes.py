"""The business's own log of concerns: sealed, seen by its sender and the safeguarding leads, tied to nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import ConcernNote
from compliance.audits.services import concern_notes
from compliance.audits.services.site_facts import update_changed_sites
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import RiskScore
from compliance.suppliers.services.risk import recompute_scores
from portal.core.fernet import encrypt
from portal.history.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.alerts import ConcernNoteFactory
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory
from tests.support.audit_alerts import business

pytestmark = pytest.mark.django_db
SUBJECT = "Passports at a site"


@pytest.fixture
def own():
    return business(slug="harbour")


@pytest.fixture
def note(own):
    return ConcernNoteFactory(organisation=own.organisation, sent_by=own.editor.user)


def as_(membership) -> Client:
    return sign_in(Client(), membership.user)


def to(name, *args):
    return reverse(f"concern_notes:{name}", args=["harbour", *args])


def typed(**given):
    day = timezone.localdate()
    date = {"sent_on_day": day.day, "sent_on_month": day.month, "sent_on_year": day.year}
    return date | {"subject": "Housing", "code_ending": "9876", "notes": "Call on Friday"} | given


@pytest.mark.parametrize(
    ("who", "sees"), [("editor", True), ("lead", True), ("administrator", False), ("viewer", False)]
)
def test_the_sender_and_the_leads_see_it_and_nobody_else(own, note, who, sees):
    client = as_(getattr(own, who))
    assert (SUBJECT in client.get(to("list")).content.decode()) is sees
    assert client.get(to("note", note.uuid)).status_code == (200 if sees else 404)
    assert client.post(to("note", note.uuid), typed()).status_code == (302 if sees else 404)


def test_what_is_typed_is_sealed(own):
    as_(own.viewer).post(to("add"), typed())
    kept = ConcernNote.objects.get()
    assert b"Housing" not in bytes(kept.subject_sealed) + bytes(kept.notes_sealed)
    assert concern_notes.read_note(kept) == concern_notes.NoteText("Housing", "Call on Friday")
    assert (kept.sent_by, kept.code_ending, kept.sent_on) == (own.viewer.user, "9876", timezone.localdate())


def test_the_history_does_not_say_who_or_where(own):
    as_(own.viewer).post(to("add"), typed())
    line = Entry.objects.get(action="audits.concern_note.added")
    assert (line.actor_id, line.scope, line.object_uuid, line.detail) == (None, None, None, {})


@pytest.mark.parametrize("ending", ["123", "12345", "12a4", "٣٣٣٣"])
def test_only_the_last_four_digits_are_taken(own, ending):
    response = as_(own.viewer).post(to("add"), typed(code_ending=ending))
    assert response.status_code == 422
    assert "Call on Friday" in response.content.decode()
    assert not ConcernNote.objects.exists()


def test_a_note_whose_key_is_gone_says_so(own, note):
    ConcernNote.objects.update(subject_sealed=encrypt(b"x")[:-4] + b"AAAA")
    client = as_(own.editor)
    assert "can no longer be read" in client.get(to("list")).content.decode()
    assert "can no longer be read" in client.get(to("note", note.uuid)).content.decode()


def test_the_list_asks_as_little_for_many_notes_as_for_few(own, note, django_assert_num_queries):
    client = as_(own.lead)
    client.get(to("list"))
    with django_assert_num_queries(6):  # session, user, unread alerts, membership, how many, the page
        client.get(to("list"))
    ConcernNoteFactory.create_batch(20, organisation=own.organisation, sent_by=own.viewer.user)
    with django_assert_num_queries(6):
        client.get(to("list"))


PAGES = (
    "/dashboard/", "/o/harbour/", "/o/harbour/suppliers/", "/o/harbour/suppliers/risk/", "/o/harbour/audits/",
    "/o/harbour/audits/findings/", "/o/harbour/audits/alerts/", "/o/harbour/actions/", "/o/harbour/concerns/",
    "/o/harbour/activity/",
)  # fmt: skip
# What differs each time a page is shown.
EACH_TIME = re.compile(r'(name="csrfmiddlewaretoken" value|nonce|data-session-seconds)="[^"]*"|\d\d:\d\d')
AT = timezone.now()
EARLIER = AT.date() - timedelta(days=90)


@pytest.fixture
def place(own):
    audit = AuditFactory(site=SiteFactory(supplier__organisation=own.organisation, country="GB"), ended_on=EARLIER)
    FindingFactory(audit=audit, issue_code="FL14")
    update_changed_sites(own.organisation, [audit.site_id], event=ScoreEvent.AUDIT, at=AT)
    recompute_scores(own.organisation, event=ScoreEvent.AUDIT, now=AT)
    return audit.site


@pytest.mark.parametrize("who", ["viewer", "editor", "administrator"])
def test_no_page_and_no_score_shows_that_a_note_is_there(own, place, who):
    """Byte for byte, for everybody but its sender and the leads.

    See docs/requirements/helpline.md#business-concern-notes.
    """
    client = as_(getattr(own, who))
    supplier = place.supplier.uuid
    pages = (*PAGES, f"/o/harbour/suppliers/{supplier}/", f"/o/harbour/suppliers/sites/{place.uuid}/",
             f"/o/harbour/suppliers/sites/{place.uuid}/risk/")  # fmt: skip

    def shown() -> dict[str, str]:
        return {page: EACH_TIME.sub("", client.get(page).content.decode()) for page in pages}

    before, scores = shown(), list(RiskScore.objects.values_list("site", "residual", "is_current"))
    assert scores and all(before.values())
    concern_notes.add(membership=own.lead, sent_on=EARLIER, subject=place.name, code_ending="1234", notes="FL01")
    update_changed_sites(own.organisation, [place.pk], event=ScoreEvent.AUDIT, at=AT)
    recompute_scores(own.organisation, event=ScoreEvent.AUDIT, now=AT)
    assert list(RiskScore.objects.values_list("site", "residual", "is_current")) == scores
    after = shown()
    assert [page for page in pages if after[page] != before[page]] == []
