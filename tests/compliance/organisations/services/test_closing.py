"""A closed organisation: who can enter, who is told, and that it can be reopened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.archive.manifest import get_model, get_tenant_paths
from compliance.archive.services import closing_obstacles, deletion
from compliance.archive.sweep import sweep
from compliance.audits import sweep as audits_sweep
from compliance.audits.models import Alert, SupplierLink
from compliance.audits.services import supplier_links
from compliance.organisations import sweep as organisations_sweep
from compliance.organisations.choices import ProofMethod
from compliance.organisations.models import Membership, Organisation
from compliance.organisations.permissions import get_organisation_uuids, is_business_account, needs_second_factor
from compliance.organisations.services import closing, invitations, join_requests, verification
from compliance.statements import sweep as statements_sweep
from portal.core.exceptions import ActionRefused
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import ControlProofFactory, InvitationFactory, MembershipFactory, OrganisationFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def close(world: World, now) -> Organisation:
    """As its administrator does; the open alert of the world is a lesser one first."""
    Alert.objects.filter(organisation=world.a.organisation).update(level="B")
    closed = closing_obstacles.close(organisation=world.a.organisation, actor=world.a.people["administrator"], at=now)
    Outbox.objects.all().delete()
    return closed


def test_all_administrators_are_told_and_nobody_else(now):
    own = OrganisationFactory()
    first, second = (MembershipFactory(organisation=own, role="administrator").user for _ in range(2))
    MembershipFactory(organisation=own, role="editor")
    closing_obstacles.close(organisation=own, actor=first, at=now)
    assert set(Outbox.objects.values_list("to", flat=True)) == {first.email, second.email}
    closing_obstacles.close(organisation=own, actor=first, at=now)
    assert Outbox.objects.count() == 2
    assert Entry.objects.filter(action="organisations.organisation.closed").count() == 1


def test_no_mail_goes_out_for_one_that_is_closed(world, now):
    """Whatever was owed: reminders, digests, courses, links, alerts."""
    own = close(world, now)
    Organisation.objects.filter(pk=own.pk).update(year_end_on=timezone.localdate(now) - timedelta(days=150))
    Alert.objects.filter(organisation=own).update(acknowledged_at=None, level="A", raised_at=now - timedelta(days=3))
    for hours in (1, 24, 24 * 20):
        at = now.replace(hour=12) + timedelta(hours=hours)
        statements_sweep.sweep(at)
        organisations_sweep.sweep(at)
        audits_sweep.sweep(at)
    mine = {user.email for user in world.a.people.values()} | {world.a.rows["link"].sent_to}
    assert not Outbox.objects.filter(to__in=mine).exists()


def test_who_comes_in_while_it_can_be_taken_back(world, client, now):
    own = close(world, now)
    for role, user in world.a.people.items():
        client.force_login(user)
        home = client.get(f"/o/{own.slug}/")
        assert home.status_code == (302 if role == "administrator" else 404), role
        for page in ("statements/", "suppliers/", "people/", "settings/", "activity/"):
            assert client.get(f"/o/{own.slug}/{page}").status_code == 404, (role, page)
        if role != "administrator":
            assert client.get(f"/o/{own.slug}/settings/archive/").status_code == 404


def test_its_administrators_stay_under_the_rules_of_theirs(world, now):
    """They can still have everything: the second factor is demanded, and the account is no account of staff."""
    close(world, now)
    administrator = world.a.people["administrator"]
    assert needs_second_factor(administrator)
    assert is_business_account(administrator)
    assert not get_organisation_uuids(administrator)
    deletion.empty_organisation(world.a.organisation, now + timedelta(days=31))
    assert not is_business_account(administrator)


def test_nobody_joins_it(world, now):
    own = world.a.organisation
    person = UserFactory(email="new@example.org")
    invitation = InvitationFactory(organisation=own, email=person.email)
    close(world, now)
    invitation.organisation.refresh_from_db()
    with pytest.raises(ActionRefused):
        invitations.accept(invitation=invitation, user=person, at=now)
    join_requests.request_by_number(company_number=own.company_number, user=person, message="", at=now)
    assert not Outbox.objects.exists()
    assert supplier_links.is_valid_link(SupplierLink.objects.get(pk=world.a.rows["link"].pk), now) is False


def test_its_number_can_be_confirmed_by_another(world, now):
    own = close(world, now)
    other = OrganisationFactory(name="New Alder Limited", company_number=own.company_number, confirmed_at=None)
    proof = ControlProofFactory(organisation=other, method=ProofMethod.EVIDENCE, state="checking")
    verification.accept_proof(proof=proof, actor=UserFactory(), at=now)
    assert Organisation.objects.get(pk=other.pk).is_confirmed
    with pytest.raises(ActionRefused, match="company number"):
        closing.reopen(organisation=own, actor=world.a.people["administrator"], at=now)


def test_its_address_stays_taken(world, now):
    own = close(world, now)
    deletion.empty_organisation(own, now + timedelta(days=31))
    assert Organisation.objects.filter(slug="alder").exists()


def test_taken_back_everything_is_as_it_was(world, now):
    own, before = world.a.organisation, counted(world.a.organisation)
    close(world, now)
    closing.reopen(organisation=own, actor=world.a.people["administrator"], at=now + timedelta(days=29))
    sweep(now + timedelta(days=40))
    gone = {"archive.Archive", "organisations.ControlProof"}
    assert {k: v for k, v in counted(own).items() if k not in gone} == {
        k: v for k, v in before.items() if k not in gone
    }
    assert Membership.objects.active().filter(organisation=own).count() == 4
    assert Outbox.objects.filter(template="organisations/taken_back").count() == 1


def counted(own: Organisation) -> dict[str, int]:
    return {
        label: get_model(label)._base_manager.filter(**{way: own.pk}).count()
        for label, way in get_tenant_paths().items()
    }


@pytest.mark.parametrize("page", ["/statements/alder/", "/statements/alder/2025/"])
def test_the_register_says_that_it_left(world, client, now, page):
    assert "left the portal" not in client.get(page).content.decode()
    close(world, now)
    said = f"This organisation left this website on {timezone.localdate(now):%-d %B %Y}."
    assert said in client.get(page).content.decode()


def test_programs_are_told_too(world, client, now):
    day = timezone.localdate(now).isoformat()
    assert client.get("/statements/alder/2025.json").json()["organisation_left_on"] is None
    close(world, now)
    assert client.get("/statements/alder/2025.json").json()["organisation_left_on"] == day
    assert client.get("/api/v1/statements/alder/2025").json()["organisation_left_on"] == day
    assert client.get("/api/v1/organisations/alder").json()["left_on"] == day


def test_our_staff_see_that_it_is_closed(world, client, now):
    own = close(world, now)
    client.force_login(world.staff["site_administrator"])
    listed = client.get("/staff/organisations/", {"q": "Alder"}).content.decode()
    assert "Closed" in listed
    assert "Closed" in client.get(f"/staff/organisations/{own.uuid}/").content.decode()
