"""AC: files, roles and invitations, by people who try what is not theirs to do."""

import re
import uuid

import pytest
from django.core import mail, serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import AuditFile
from compliance.casework.models import Case, Note
from compliance.casework.services import notes, restrictions
from compliance.organisations.models import Membership
from compliance.statements.choices import State
from compliance.statements.models import Approval
from portal.accounts.roles import StaffRole
from portal.files.services import receive
from portal.history.models import Entry
from tests.attacks.url_arguments import needed
from tests.factories import told_files
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.world import Tenant
from tests.url_register import ADDRESSES

pytestmark = pytest.mark.django_db
FILES = ("audits:file", "actions:file", "statements:signed_page")


def kwargs_of(name: str, world, **changes: object) -> dict:
    return ADDRESSES[name].kwargs(world) | changes


@pytest.fixture
def with_bytes(world) -> Tenant:
    """Organisation A with a file that can be had."""
    owner = world.a.people["editor"]
    stored = receive(
        SimpleUploadedFile("report.png", told_files.png_with_text()), scope=world.a.organisation.uuid, by=owner
    )
    AuditFile.objects.filter(pk=world.a.rows["audit_file"].pk).update(file=stored)
    return world.a


def test_ac04_a_file_of_another_is_not_there_however_it_is_asked_for(world, with_bytes):
    """The bytes are there: its owner gets them."""
    kwargs = kwargs_of("audits:file", world)
    owner, thief = (sign_in(Client(), user) for user in (with_bytes.people["viewer"], world.visitor("outsider")))
    assert owner.get(reverse("audits:file", kwargs=kwargs)).status_code == 200
    own_audit = {"organisation": "birch", "uuid": world.b.rows["audit"].uuid}
    for changes in ({}, {"organisation": "birch"}, own_audit):
        assert thief.get(reverse("audits:file", kwargs=kwargs | changes)).status_code == 404
    for name in FILES:
        theirs = kwargs_of(name, world)
        assert thief.get(reverse(name, kwargs=theirs | {"organisation": "birch"})).status_code == 404
    for guess in (f"/o/birch/files/{kwargs['file']}/", f"/media/{kwargs['file']}/", f"/files/{kwargs['file']}/"):
        assert thief.get(guess).status_code == 404


@pytest.mark.parametrize("role", ["editor", "approver"])
def test_ac06_nobody_approves_what_they_wrote(business, visit, to, role):
    """An editor by their role; and one who was made an approver since, by having written it."""
    version = business.ready()
    Membership.objects.filter(user=business.editor).update(role=role)
    data = {"body": "board_of_directors", "way": "on_screen", "confirm": "on", "seen_hash": version.content_hash}
    data |= {"approved_on_day": "20", "approved_on_month": "11", "approved_on_year": "2026"}
    for act in ("approve", "sign"):
        assert visit("editor").post(to(f"statements:{act}"), data).status_code == 403
    assert not Approval.objects.exists()
    version.refresh_from_db()
    assert version.state == State.READY_FOR_APPROVAL


def test_ac07_a_restricted_case_is_not_there_and_trying_is_a_line(at_desk):
    case = at_desk.case()
    Case.objects.filter(pk=case.pk).update(owner=at_desk.lead)
    notes.add_note(case=case, kind="log", text="x", actor=at_desk.lead, keys=at_desk.keys, at=at_desk.now)
    restrictions.restrict_case(
        case=Case.objects.get(pk=case.pk), marking="restricted", reason="Staff know them.", actor=at_desk.lead,
        keys=at_desk.keys, at=at_desk.now,
    )  # fmt: skip
    client, of_case = at_desk.client(), [name for name in ADDRESSES if name.startswith("cases:")]
    for name in of_case:
        for method in ("get", "post"):
            kwargs = {"uuid": case.pk} | dict.fromkeys(needed(name) & {"row", "file", "task", "service"}, uuid.uuid4())
            kwargs |= dict.fromkeys(needed(name) & {"key"}, 1)
            kwargs |= dict.fromkeys(needed(name) & {"what", "kind", "vocabulary", "code"}, "place")
            response = getattr(client, method)(reverse(name, kwargs=kwargs))
            assert response.status_code in {404, 405}, f"{method} {name}: {response.status_code}"
            assert case.reference not in response.text
    assert case.reference not in client.get(reverse("desk:queue")).text
    refused = Entry.objects.filter(action="casework.case.refused", object_uuid=case.pk)
    assert {line.actor_id for line in refused} == {at_desk.handler.pk}
    assert refused.count() >= len(of_case)


def test_ac12_who_was_removed_gets_nothing_from_the_next_request_on(business, visit, to):
    addresses = [to("organisations:home"), to("suppliers:index"), to("statements:list"), to("audits:list")]
    browser = visit("editor")
    assert [browser.get(url).status_code for url in addresses] == [200] * 4
    gone = business.memberships["editor"]
    visit("administrator").post(to("organisations:member_end", uuid=gone.uuid), {"confirm": "on", "reason": "Left"})
    gone.refresh_from_db()
    assert gone.ended_at
    assert [browser.get(url).status_code for url in addresses] == [404] * 4
    assert browser.post(to("statements:start")).status_code == 404


def test_ac13_an_invitation_lets_one_person_in_once(business, visit, to, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        visit("administrator").post(to("organisations:invite"), {"email": "new@example.org", "role": "editor"})
    link = re.search(r"(/invitations/\S+/)", mail.outbox[-1].body)[1]
    invited, thief = UserFactory(email="new@example.org"), UserFactory()
    for person, statuses in ((thief, {200}), (invited, {302}), (invited, {200}), (thief, {410})):
        assert sign_in(Client(), person).post(link).status_code in statuses
    people = Membership.objects.for_organisation(business.organisation).filter(user__in=(invited, thief))
    assert [(one.user, one.role) for one in people] == [(invited, "editor")]
    people.update(ended_at=timezone.now())
    sign_in(Client(), invited).post(link)
    assert not Membership.objects.active().filter(user=invited).exists(), "who was removed lets nobody in again"


def test_ac14_whoever_runs_the_portal_reads_nothing_that_was_told(at_desk):
    """By the web, by a shell with every row in it, by a serializer, by the API."""
    told = "They take the wages, MARKER-4c1d"
    case = at_desk.case(account=told)
    notes.add_note(case=case, kind="log", text=told, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    for user in (UserFactory(role=StaffRole.SITE_ADMINISTRATOR), UserFactory(is_superuser=True, is_staff=True)):
        client = sign_in(Client(), user)
        for url in (
            "/desk/",
            f"/desk/cases/{case.pk}/",
            f"/desk/cases/{case.pk}/timeline/",
            f"/api/v1/cases/{case.pk}",
        ):
            assert client.get(url).status_code == 404
        for url in (
            "/cms/",
            "/cms/reports/",
            "/staff/history/",
            "/staff/people/",
            f"/cms/snippets/casework/case/{case.pk}/",
        ):
            assert "MARKER-4c1d" not in client.get(url, follow=True).text
    rows = [*Case.objects.all(), *Note.objects.all(), *(contact.concern for contact in case.contacts.all())]
    assert "MARKER-4c1d" not in "".join(f"{row}{row!r}{vars(row)}" for row in rows)
    assert "MARKER-4c1d" not in serializers.serialize("json", rows)
    assert "MARKER-4c1d" in at_desk.client().get(f"/desk/cases/{case.pk}/").text, "the desk reads it"
