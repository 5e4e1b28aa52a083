"""/staff/directory/: what waits, adding, changing, numbers, hiding, applications; and the partner's link."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.directory.models import Application, Confirmation, PhoneChange, Provider, Service
from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.directory import (
    BRISTOL,
    UK,
    ApplicationFactory,
    ConfirmationFactory,
    EntryChangeFactory,
    PhoneChangeFactory,
    ServiceFactory,
)
from tests.support.accessible_names import list_double_meanings

pytestmark = pytest.mark.django_db

FACTS = {
    "provider_name": "Lantern Trust",
    "name": "Lantern House",
    "description": "A place to stay.",
    "needs": ["safe_accommodation"],
    "audiences": ["adult_victims"],
    "areas": "Bristol\nsouth west\nBath and North East Somerset",
    "hours": "Monday to Friday, 9am to 5pm\nSaturday, 10am to midday",
    "languages": ["pl"],
    "is_free": "yes",
    "status": "active",
    "visibility": "public",
    "url": "lantern.example",
}


def at(name, *args):
    return reverse(f"directory_staff:{name}", args=args)


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.text)))


@pytest.fixture
def editor():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


@pytest.fixture
def desk(client, editor):
    return sign_in(client, editor)


@pytest.fixture
def other():
    return sign_in(Client(), UserFactory(role=StaffRole.SITE_ADMINISTRATOR))


def test_the_form_takes_a_day_of_the_month_a_season_a_summary_and_a_contact(desk):
    hours = "First Tuesday of the month, 2pm to 4pm\nMonday, 9am to 5pm, from 1 June 2026 until 31 August 2026"
    person = {
        "person_name": "Wren Keeper",
        "person_title": "Manager",
        "person_email": "wren@lantern.example",
        "person_phone": "0117 496 0002",
    }
    own = {"hours": hours, "summary": "A safe place to stay.", "provider_email": "office@lantern.example"}
    assert desk.post(at("add"), FACTS | own | person).status_code == 302
    service = Service.objects.get()
    assert [one.span.byday for one in service.schedules.all()] == ["1TU", "MO"]
    assert (service.summary, service.provider.email) == ("A safe place to stay.", "office@lantern.example")
    assert not service.has_contact
    assert "Contact person (not public)" in text(desk.get(at("entry", service.uuid)))
    form = desk.get(at("edit", service.uuid)).text
    for kept in (*hours.splitlines(), "A safe place to stay.", *person.values()):
        assert kept in unescape(form)
    shown = FACTS | own | person | {"version": service.version, "person_is_public": "on"}
    assert desk.post(at("edit", service.uuid), shown).status_code == 302
    assert Service.objects.get().has_contact
    again = desk.post(at("add"), FACTS | {"hours": "First Tuesday, 2pm"})
    assert again.status_code == 422
    assert "like “Monday to Friday, 9am to 5pm” or “First Tuesday of the month, 2pm to 4pm”" in text(again)


def test_an_entry_is_added_as_a_draft_and_shown_by_somebody_else(desk, other):
    answer = desk.post(at("add"), FACTS)
    service = Service.objects.get()
    assert answer["Location"] == at("entry", service.uuid)
    assert (service.slug, service.is_draft, service.is_free) == ("lantern-house", True, True)
    assert service.areas == [BRISTOL, "E12000009", "E06000022"]
    assert [str(one) for one in service.schedules.all()] == ["MO,TU,WE,TH,FR 09:00–17:00", "SA 10:00–12:00"]
    assert service.url == "https://lantern.example"
    assert {(one.kind, one.code) for one in service.facets.all()} >= {("need", "safe_accommodation"), ("area", BRISTOL)}
    number = {"number": "0117 496 0001", "kind": "voice", "source": "Their website."}
    desk.post(at("number_add", service.uuid), number)
    assert "someone else must publish it" in text(desk.get(at("entry", service.uuid)))
    desk.post(at("show", service.uuid))
    assert not Service.objects.public().exists()
    other.post(at("show", service.uuid))
    assert Service.objects.public().get() == service
    assert "Lantern House" in Client().get("/services/").text


def test_the_form_of_an_entry_shows_what_is_kept_and_saving_it_changes_nothing(desk):
    desk.post(at("add"), FACTS)
    service = Service.objects.get()
    page = desk.get(at("edit", service.uuid))
    assert "Monday to Friday, 9am to 5pm\nSaturday, 10am to midday" in unescape(page.text)
    assert "Bristol\nSouth West\nBath and North East Somerset" in unescape(page.text)
    kept = {
        "version": service.version,
        "languages": ["pl"],
        "areas": "Bristol\nSouth West\nBath and North East Somerset",
    }
    before = Service.objects.values().get()
    assert desk.post(at("edit", service.uuid), FACTS | kept).status_code == 302
    after = Service.objects.values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"version", "updated_at", "edited_at"}
    assert Entry.objects.newest_first().first().detail == {"fields": []}


def test_a_colleagues_changes_are_not_overwritten(desk, other):
    desk.post(at("add"), FACTS)
    service = Service.objects.get()
    other.post(at("edit", service.uuid), FACTS | {"version": service.version, "description": "Theirs."})
    answer = desk.post(at("edit", service.uuid), FACTS | {"version": service.version, "description": "Mine."})
    assert answer.status_code == 409
    assert "A colleague changed this entry" in answer.text and "Mine." in answer.text
    assert Service.objects.get().description == "Theirs."
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert desk.post(at("edit", service.uuid), FACTS | {"version": version, "description": "Mine."}).status_code == 302
    assert Service.objects.get().description == "Mine."


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Enter the name of the service"),
        ({"hours": "Mondays"}, "Enter “Mondays” like “Monday to Friday, 9am to 5pm”"),
        ({"areas": "Bristol\nNowhereham"}, "We do not recognise “Nowhereham”"),
        ({"areas": ""}, "Enter where the service works"),
        ({"minimum_age": "18", "maximum_age": "17"}, "must be the same as or above the youngest"),
        ({"minimum_age": "-1"}, "a number from 0 to 120"),
        ({"url": "not an address"}, "Enter a web address, like"),
        ({"email": "x"}, "Enter an email address in the correct format, like"),
        ({"needs": []}, "Select at least one thing it helps with"),
    ],
    ids=lambda value: "".join(value) if isinstance(value, dict) else "",
)
def test_what_cannot_be_kept_says_what_to_do_and_keeps_what_was_typed(wrong, message, desk):
    answer = desk.post(at("add"), FACTS | wrong)
    assert answer.status_code == 422
    assert message in text(answer)
    assert "A place to stay." in answer.text
    assert not Service.objects.exists()


def test_an_address_of_a_refuge_is_for_staff_alone(desk):
    desk.post(at("add"), FACTS | {"address": "1 Quiet Lane", "postcode": "bs14dj", "is_secret": "on"})
    service = Service.objects.get()
    place = service.locations.get()
    assert (place.kind, place.postcode, place.is_public) == ("physical", "BS1 4DJ", False)
    assert "1 Quiet Lane" in desk.get(at("entry", service.uuid)).text
    Service.objects.update(is_draft=False)
    assert "Quiet Lane" not in Client().get(f"/services/{service.slug}/").text


def test_the_list_shows_what_is_due_first_and_what_waits(desk):
    today = "2020-01-01"
    ServiceFactory(name="Long due", next_review_on=today)
    ServiceFactory(name="Not due")
    ServiceFactory(name="Draft", is_draft=True, next_review_on=today)
    PhoneChangeFactory(service__name="With a change")
    ApplicationFactory()
    ConfirmationFactory(service__name="Told", word="changed", answered_at="2026-11-26T09:00Z")
    page = desk.get(at("index"))
    table = page.text.partition("<table")[2]
    assert "Long due" in table and "Not due" not in table and "Draft" not in table
    for waiting in ("With a change", "Harbour Trust", "Told"):
        assert waiting in page.text
    for show, name in (("drafts", "Draft"), ("public", "Not due"), ("all", "Not due")):
        assert name in desk.get(f"{at('index')}?show={show}").text
    assert "Not due" not in desk.get(f"{at('index')}?show=all&q=long").text.partition("<table")[2]
    assert "4 are waiting for you" in text(desk.get(reverse("dashboard:home")))


def test_an_entry_that_is_due_and_its_change_have_names_of_their_own(desk):
    service = ServiceFactory(name="Lantern House", next_review_on=timezone.localdate())
    EntryChangeFactory(service=service)
    PhoneChangeFactory(service=service)
    page = desk.get(at("index")).text
    assert page.count("Lantern House") >= 3
    assert list_double_meanings(page, at("index")) == []


def test_a_number_is_asked_for_by_one_and_agreed_to_by_another(desk, other):
    service = ServiceFactory(phone="0117 496 0001")
    phone = service.phones.get()
    form = {"number": " 0117  496 0002 ", "kind": "voice", "source": "They called."}
    assert desk.post(at("number_change", service.uuid, phone.uuid), form).status_code == 302
    change = PhoneChange.objects.get()
    assert "You cannot decide this" in text(desk.get(at("number_decide", change.uuid)))
    assert desk.post(at("number_decide", change.uuid), {"answer": "yes"}).status_code == 403
    page = text(other.get(at("number_decide", change.uuid)))
    assert "0117 496 0001" in page and "0117 496 0002" in page and "They called." in page
    assert other.post(at("number_decide", change.uuid), {}).status_code == 422
    other.post(at("number_decide", change.uuid), {"answer": "yes"})
    assert service.phones.get().number == "0117 496 0002"


@pytest.mark.parametrize("number", ["", "call us", "0117<script>", "1" * 60])
def test_a_number_that_nobody_could_dial_is_refused(number, desk):
    service = ServiceFactory()
    answer = desk.post(at("number_add", service.uuid), {"number": number, "kind": "voice", "source": "x"})
    assert answer.status_code == 422
    assert not PhoneChange.objects.exists()


def test_an_entry_is_hidden_with_a_reason_and_shown_again(desk):
    service = ServiceFactory(phone="0117 496 0001")
    assert desk.post(at("hide", service.uuid), {}).status_code == 422
    desk.post(at("hide", service.uuid), {"reason": "They moved."})
    assert Client().get(f"/services/{service.slug}/").status_code == 404
    desk.post(at("show", service.uuid))
    assert Client().get(f"/services/{service.slug}/").status_code == 200


def test_a_triage_lead_changes_entries_and_adds_none(client):
    lead = sign_in(client, UserFactory(role=StaffRole.TRIAGE_LEAD))
    service, application = ServiceFactory(), ApplicationFactory()
    assert lead.get(at("edit", service.uuid)).status_code == 200
    assert lead.get(at("add")).status_code == 404
    assert lead.get(at("application", application.uuid)).status_code == 404


# --- Applications --------------------------------------------------------------------------------------------------

APPLIED = {name: FACTS[name] for name in FACTS if name not in {"status", "visibility"}} | {
    "phone": "0117 496 0200",
    "duty_phone": "0117 496 0299",
    "lead_name": "Wren Keeper",
    "lead_contact": "0117 496 0201",
    "contact_email": "entries@lantern.example",
    "has_policies": "on",
    "agrees": "on",
}


def test_an_application_becomes_a_draft_and_the_organisation_is_told(desk, django_capture_on_commit_callbacks):
    visitor, token = Client(), str(uuid4())
    for _ in range(2):
        assert visitor.post(reverse("directory:apply"), APPLIED | {"token": token}).status_code == 302
    application = Application.objects.get()
    page = text(desk.get(at("application", application.uuid)))
    for said in ("Wren Keeper", "0117 496 0299", "Lantern Trust", "entries@lantern.example"):
        assert said in page
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(at("application", application.uuid), {"answer": "yes"})
    service = Service.objects.get()
    assert (service.is_draft, service.origin, service.partner_email) == (True, "application", "entries@lantern.example")
    assert [(one.number, one.is_public) for one in service.phones.all()] == [
        ("0117 496 0200", True),
        ("0117 496 0299", False),
    ]
    assert "Wren Keeper" in service.staff_note
    assert mail.outbox[-1].to == ["entries@lantern.example"]
    desk.post(at("show", service.uuid))
    assert Client().get(f"/services/{service.slug}/").status_code == 404, "who accepted it does not publish it"
    sign_in(Client(), UserFactory(role=StaffRole.TRIAGE_LEAD)).post(at("show", service.uuid))
    public = Client().get(f"/services/{service.slug}/").text
    assert "0117 496 0200" in public
    for secret in ("0117 496 0299", "Wren", "entries@lantern.example"):
        assert secret not in public


def test_an_application_is_refused_with_a_reason_that_is_told(desk, django_capture_on_commit_callbacks):
    application = ApplicationFactory()
    assert desk.post(at("application", application.uuid), {"answer": "no"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(at("application", application.uuid), {"answer": "no", "reason": "We could not reach you."})
    assert "We could not reach you." in mail.outbox[-1].body
    assert not Service.objects.exists()
    assert desk.post(at("application", application.uuid), {"answer": "yes"}).status_code == 200
    assert not Service.objects.exists()


@pytest.mark.parametrize("missing", ["lead_name", "lead_contact", "contact_email", "has_policies", "agrees", "areas"])
def test_an_application_that_lacks_something_says_what(missing, client):
    given = {name: value for name, value in APPLIED.items() if name != missing}
    answer = client.post(reverse("directory:apply"), given)
    assert answer.status_code == 422
    assert "Lantern House" in answer.text
    assert not Application.objects.exists()


def test_an_application_names_a_way_to_be_reached(client):
    given = {name: value for name, value in APPLIED.items() if name not in {"phone", "url"}}
    assert "so that people can contact you" in client.post(reverse("directory:apply"), given).text


def test_a_network_that_applies_again_and_again_has_to_wait(client, settings):
    settings.LIMITS = settings.LIMITS | {"directory_apply": (1, 60)}
    client.post(reverse("directory:apply"), APPLIED)
    answer = client.post(reverse("directory:apply"), APPLIED)
    assert (answer.status_code, "Lantern House" in answer.text) == (429, True)
    assert Application.objects.count() == 1


def test_one_organisation_has_one_row_whoever_writes_it_down(desk):
    ServiceFactory(provider__name="Lantern Trust", provider__website="https://old.example")
    desk.post(at("add"), FACTS | {"website": "https://new.example"})
    assert Provider.objects.get().website == "https://old.example", "a published website needs a second person"


# --- The partner's link --------------------------------------------------------------------------------------------


def test_a_partner_sees_what_everybody_sees_and_confirms_it(client):
    link = ConfirmationFactory(
        token="secret-token", service__phone="0117 496 0001", service__staff_note="MARKER", service__areas=[UK]
    )
    address = reverse("directory:entry", args=["secret-token"])
    page = client.get(address)
    assert "0117 496 0001" in page.text and "MARKER" not in page.text
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"word": "changed"}).status_code == 422
    assert (
        "You have confirmed your entry"
        in client.post(address, {"word": "right", "has_policies": "on"}, follow=True).text
    )
    assert Confirmation.objects.get().word == "right"
    assert "Thank you" in client.get(address).text
    assert Service.objects.get(pk=link.service_id).next_review_on.year > 2026


def test_a_link_that_ended_and_one_that_never_was_say_so(client):
    ConfirmationFactory(token="old", ended_at="2026-11-01T09:00Z")
    assert client.get(reverse("directory:entry", args=["old"])).status_code == 410
    assert client.get(reverse("directory:entry", args=["guess"])).status_code == 404
