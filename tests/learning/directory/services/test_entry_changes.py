"""Ways in which one person changed what the public reads of a service, each by its name: now each needs a second.

See docs/requirements/directory.md#contact-details.
"""

from datetime import UTC, datetime

import pytest

from learning.directory.choices import Origin, Outcome
from learning.directory.models import EntryChange, Service
from learning.directory.services import applications, entries, entry_changes, verification
from learning.directory.services.pending_changes import request_entry_change
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from tests.factories.accounts import UserFactory
from tests.factories.directory import ApplicationFactory, ProviderFactory, ServiceFactory, application_answers

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 1, 9, tzinfo=UTC)
OURS, THEIRS = "https://charity.example", "https://strangers.example"


@pytest.fixture
def editor():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


@pytest.fixture
def other():
    return UserFactory(role=StaffRole.TRIAGE_LEAD)


@pytest.fixture
def third():
    return UserFactory(role=StaffRole.SITE_ADMINISTRATOR)


@pytest.fixture
def service():
    return ServiceFactory(url=OURS, email="help@charity.example", description="Advice.", phone="0808 157 0001")


def change(service, actor, *, provider=None, place=None, **values):
    service.refresh_from_db()
    return entries.change_entry(
        service=service,
        version=service.version,
        provider={"name": service.provider.name} | (provider or {}),
        values=values,
        spans=(),
        place=place,
        actor=actor,
        at=NOW,
    )


def waiting():
    return EntryChange.objects.get(outcome=Outcome.WAITING)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", THEIRS),
        ("email", "help@strangers.example"),
        ("person_email", "ann@strangers.example"),
        ("person_phone", "0117 496 0999"),
        ("description", "Advice. Call 0117 496 0999."),
        ("alert", "Our new number is 0117 496 0999."),
        ("safe_contact", "Write to help@strangers.example"),
    ],
)
def test_a_changed_contact_of_a_service(service, editor, other, name, value):
    before = getattr(service, name)
    change(service, editor, **{name: value})
    service.refresh_from_db()
    assert getattr(service, name) == before
    with pytest.raises(ActionRefused):
        entry_changes.decide_entry_change(change=waiting(), is_yes=True, actor=editor, at=NOW)
    entry_changes.decide_entry_change(change=waiting(), is_yes=True, actor=other, at=NOW)
    service.refresh_from_db()
    assert getattr(service, name) == value


def test_a_changed_website_and_email_of_the_organisation(service, editor, other):
    change(service, editor, provider={"website": THEIRS, "email": "x@strangers.example"})
    service.provider.refresh_from_db()
    assert (service.provider.website, service.provider.email) == (OURS, "")
    entry_changes.decide_entry_change(change=waiting(), is_yes=True, actor=other, at=NOW)
    service.provider.refresh_from_db()
    assert service.provider.website == THEIRS


def test_the_rest_of_the_same_form_is_saved_at_once(service, editor):
    change(service, editor, url=THEIRS, wait_time="Two days.")
    service.refresh_from_db()
    assert (service.url, service.wait_time) == (OURS, "Two days.")
    assert waiting().after == {"url": THEIRS}
    with pytest.raises(ActionRefused):
        change(service, editor, email="x@strangers.example")


def test_a_refused_change_changes_nothing(service, editor, other):
    change(service, editor, url=THEIRS)
    entry_changes.decide_entry_change(change=waiting(), is_yes=False, actor=other, at=NOW)
    service.refresh_from_db()
    assert service.url == OURS
    assert not EntryChange.objects.filter(outcome=Outcome.WAITING).exists()


def test_a_website_of_a_published_organisation_by_a_new_draft(service, editor):
    entries.add_entry(
        provider={"name": service.provider.name, "website": THEIRS},
        values={"name": "Another", "needs": ["helpline"]},
        spans=(),
        actor=editor,
        at=NOW,
    )
    service.provider.refresh_from_db()
    assert service.provider.website == OURS


def test_a_website_of_a_published_organisation_by_an_application_in_its_name(service, editor):
    answers = application_answers()
    answers["provider"] |= {"name": service.provider.name, "website": THEIRS}
    applications.accept_application(application=ApplicationFactory(answers=answers), actor=editor, at=NOW)
    service.provider.refresh_from_db()
    assert service.provider.website == OURS


def test_a_website_of_another_published_organisation_by_an_entry_that_moves_to_it(service, editor):
    strangers = ServiceFactory(provider=ProviderFactory(name="Other Trust", website="https://other.example"))
    change(service, editor, provider={"name": "Other Trust", "website": THEIRS})
    strangers.provider.refresh_from_db()
    service.refresh_from_db()
    assert strangers.provider.website == "https://other.example"
    assert service.provider.name != "Other Trust"


def test_an_accepted_application(editor, other):
    draft = applications.accept_application(application=ApplicationFactory(), actor=editor, at=NOW)
    with pytest.raises(ActionRefused, match="someone else must publish it"):
        verification.publish_entry(service=draft, actor=editor, at=NOW)
    assert not Service.objects.public().exists()
    verification.publish_entry(service=draft, actor=other, at=NOW)
    assert Service.objects.public().get() == draft


def test_a_draft_with_a_website_and_no_number(editor, other):
    draft = entries.add_entry(
        provider={"name": "New Trust"},
        values={"name": "Line", "needs": ["helpline"], "url": THEIRS},
        spans=(),
        actor=editor,
        at=NOW,
    )
    with pytest.raises(ActionRefused):
        verification.publish_entry(service=draft, actor=editor, at=NOW)
    assert not verification.publish_entry(service=draft, actor=other, at=NOW).is_draft


def test_a_draft_whose_website_the_publisher_changed(editor, other):
    draft = ServiceFactory(is_draft=True, url=OURS)
    change(draft, editor, url=THEIRS)
    with pytest.raises(ActionRefused):
        verification.publish_entry(service=draft, actor=editor, at=NOW)


def test_an_entry_that_is_hidden_changed_and_shown_again(service, editor):
    verification.hide_entry(service=service, reason="Moved.", actor=editor, at=NOW)
    change(service, editor, url=THEIRS)
    verification.publish_entry(service=service, actor=editor, at=NOW)
    service.refresh_from_db()
    assert service.url == OURS


@pytest.mark.parametrize(
    ("name", "closed", "opened"), [("visibility", "staff_only", "public"), ("status", "inactive", "active")]
)
def test_an_entry_that_is_opened_to_everybody(service, editor, name, closed, opened):
    Service.objects.filter(pk=service.pk).update(**{name: closed})
    change(service, editor, **{name: opened})
    assert not Service.objects.public().filter(pk=service.pk).exists()


def test_a_refuge_whose_address_is_shown(service, editor):
    hidden = {"kind": "physical", "address": "1 Quay", "city": "Bristol", "postcode": "", "accessibility": ""}
    entries.write_place(service, hidden | {"is_public": False})
    change(service, editor, place=hidden | {"is_public": True})
    assert not service.locations.get().is_public


def test_what_an_organisation_changes_by_its_link_needs_two_of_ours(service, editor, other, third):
    after = {"url": THEIRS, "phones": "0117 496 0999 – New line", "wait_time": "Two days."}
    asked = request_entry_change(service=service, after=after, origin=Origin.APPLICATION, actor="partner", at=NOW)
    entry_changes.decide_entry_change(change=asked, is_yes=True, actor=editor, at=NOW)
    service.refresh_from_db()
    assert (service.url, service.phones.get().number) == (OURS, "0808 157 0001")
    with pytest.raises(ActionRefused):
        entry_changes.decide_entry_change(change=asked, is_yes=True, actor=editor, at=NOW)
    entry_changes.decide_entry_change(change=asked, is_yes=True, actor=other, at=NOW)
    service.refresh_from_db()
    assert (service.url, service.wait_time) == (THEIRS, "Two days.")
    assert [(phone.number, phone.description) for phone in service.phones.all()] == [("0117 496 0999", "New line")]


def test_a_change_of_an_entry_that_changed_meanwhile(service, editor, other):
    change(service, editor, url=THEIRS)
    Service.objects.filter(pk=service.pk).update(url="https://third.example")
    with pytest.raises(ActionRefused, match="has changed since"):
        entry_changes.decide_entry_change(change=waiting(), is_yes=True, actor=other, at=NOW)
