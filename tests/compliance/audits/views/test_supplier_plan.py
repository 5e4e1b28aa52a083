"""The pages of a supplier's link, and the business's own table of them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.audits.choices import Grade
from compliance.audits.models import Action, ActionFile, SupplierLink
from portal.core.models import Outbox
from tests.factories.accounts import sign_in
from tests.factories.alerts import TOKEN, AlertFactory, SupplierLinkFactory
from tests.factories.audits import ActionFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.support.audit_alerts import business, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return business(name="Harbour Foods Limited", slug="harbour")


@pytest.fixture
def supplier(own):
    return SupplierFactory(organisation=own.organisation, name="Quay Knit", contact_email="works@supplier.example")


@pytest.fixture
def action(supplier):
    return ActionFactory(
        finding__audit__site=SiteFactory(supplier=supplier, name="Unit 2"),
        finding__audit__audit_ref="ZAA7",
        finding__finding_ref="NC-09",
        finding__grade=Grade.CRITICAL,
        finding__title="First aid gaps",
        finding__description="A worker told the auditor that nobody is trained.",
        comment="Our own words",
    )


@pytest.fixture
def link(supplier, action):
    return SupplierLinkFactory(supplier=supplier)


def at(name, *args):
    return reverse(f"plan:{name}", args=[TOKEN, *args])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def sent(action, **given):
    return {"version": str(action.version), "corrective_action": "A trainer comes.", **given}


# --- What the link shows -------------------------------------------------------------------------------------------


def test_it_shows_what_to_do_where_and_by_when_and_nothing_else(client, own, link, action):
    for page in (text(client.get(at("home"))), text(client.get(at("action", action.uuid)))):
        for words in ("Unit 2", "ZAA7", "NC-09", "For Harbour Foods", action.corrective_action):
            assert words in page
        for secret in ("Critical", "First aid gaps", "told the auditor", "Our own words", "alert", "HS05"):
            assert secret.lower() not in page.lower()


def test_it_leaves_nothing_behind(client, link, action):
    for response in (client.get(at("home")), client.get(at("action", action.uuid)), client.get("/plan/guess/")):
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies


def test_an_action_of_another_supplier_or_of_an_alert_is_not_there(client, own, link, action):
    other = ActionFactory(finding__audit__site=SiteFactory(supplier__organisation=own.organisation))
    assert client.get(at("action", other.uuid)).status_code == 404
    assert client.post(at("action", other.uuid), sent(other)).status_code == 404
    AlertFactory(organisation=own.organisation, audit_key=action.finding.audit.key, finding_key=action.finding.key)
    assert client.get(at("action", action.uuid)).status_code == 404
    assert "no open actions" in text(client.get(at("home")))


@pytest.mark.parametrize(
    ("change", "status"), [({"revoked_at": timezone.now()}, 410), ({"expires_at": timezone.now()}, 410)]
)
def test_an_ended_link_says_so_and_shows_nothing(client, link, action, change, status):
    SupplierLink.objects.update(**change)
    for url in (at("home"), at("action", action.uuid)):
        response = client.get(url)
        assert response.status_code == status
        assert "Quay Knit" not in text(response)
    assert client.post(at("action", action.uuid), sent(action)).status_code == 410


def test_a_guess_finds_nothing(client, link):
    response = client.get("/plan/guess/")
    assert response.status_code == 404
    assert "ask the business" in text(response)


def test_somebody_who_asks_too_often_waits(client, link, settings):
    settings.LIMITS = settings.LIMITS | {"supplier_page": (1, 60)}
    client.get("/plan/guess/")
    assert client.get(at("home")).status_code == 429


# --- Answering -----------------------------------------------------------------------------------------------------


def test_an_answer_needs_no_cookie_and_is_sent(link, action):
    client = Client(enforce_csrf_checks=True)
    form = sent(action, status="in_progress", responsible_name="Works manager")
    response = client.post(at("action", action.uuid), form)
    assert response["Location"] == at("home") + "?saved=1"
    action.refresh_from_db()
    assert (action.corrective_action, action.status, action.version) == ("A trainer comes.", "in_progress", 2)
    assert "saved and sent" in text(client.get(response["Location"]))


def test_done_asks_for_the_day_and_a_file(client, link, action):
    response = client.post(at("action", action.uuid), sent(action, status="closed_unverified"))
    assert response.status_code == 422
    assert "Enter the date it was done" in text(response)
    assert "Add a file that shows what was done" in text(response)
    day = timezone.localdate()
    form = sent(
        action,
        status="closed_unverified",
        completed_on_day=day.day,
        completed_on_month=day.month,
        completed_on_year=day.year,
        evidence=picture(),
    )
    assert client.post(at("action", action.uuid), form).status_code == 302
    assert Action.objects.get().status == "closed_unverified"
    assert ActionFile.objects.get().came_by_link


def test_what_was_typed_stays_when_somebody_else_was_faster(client, link, action):
    Action.objects.update(version=5, root_cause="Theirs")
    response = client.post(at("action", action.uuid), sent(action, root_cause="Mine"))
    page = text(response)
    assert response.status_code == 422
    assert "Mine" in page
    assert "Theirs" in page
    assert Action.objects.get().root_cause == "Theirs"
    client.post(at("action", action.uuid), sent(action, root_cause="Mine", version="5"))
    assert Action.objects.get().root_cause == "Mine"


@pytest.mark.parametrize("status", ["verified_closed", "withdrawn", "open", "nonsense"])
def test_a_supplier_cannot_say_more_than_it_may(client, link, action, status):
    assert client.post(at("action", action.uuid), sent(action, status=status)).status_code == 422
    assert Action.objects.get().status == "open"


def test_a_file_of_another_kind_is_refused_at_its_field(client, link, action):
    form = sent(action, evidence=SimpleUploadedFile("done.exe", b"MZ nothing"))
    response = client.post(at("action", action.uuid), form)
    assert response.status_code == 422
    assert "Choose one of these file types:" in text(response)


def test_the_first_opening_is_kept(client, link):
    client.get(at("home"))
    link.refresh_from_db()
    opened = link.opened_at
    client.get(at("home"))
    link.refresh_from_db()
    assert opened
    assert link.opened_at == opened


# --- The business --------------------------------------------------------------------------------------------------


def as_(membership) -> Client:
    return sign_in(Client(), membership.user)


def test_the_mail_is_shown_before_it_leaves(own, supplier, action):
    client = as_(own.editor)
    day = timezone.localdate() + timedelta(days=10)
    form = {
        "suppliers": [str(supplier.uuid)],
        "reply_by_day": day.day,
        "reply_by_month": day.month,
        "reply_by_year": day.year,
    }
    url = reverse("links:send", args=["harbour"])
    page = text(client.post(url, form))
    assert "Harbour Foods Limited asks you" in page
    assert "Quay Knit" in page
    assert not Outbox.objects.exists()
    client.post(url, form | {"act": "send"})
    assert SupplierLink.objects.get().reply_by == day
    assert Outbox.objects.get().reply_to == own.editor.user.email


def test_a_supplier_without_an_address_is_named_and_not_offered(own, supplier, action):
    supplier.contact_email = ""
    supplier.save()
    page = text(as_(own.editor).get(reverse("links:send", args=["harbour"])))
    assert "Add an address for Quay Knit" in page
    assert str(supplier.uuid) not in page.split("Open actions, but no email address")[0]


def test_the_table_says_what_was_returned_and_what_is_overdue(own, link):
    url = reverse("links:list", args=["harbour"])
    assert ">Sent<" in text(as_(own.viewer).get(url))
    SupplierLink.objects.update(reply_by=timezone.localdate() - timedelta(days=1))
    assert "Overdue" in text(as_(own.viewer).get(url)).replace("returned, overdue", "")
    SupplierLink.objects.update(returned_at=timezone.now())
    page = text(as_(own.viewer).get(url))
    assert ">Returned<" in page
    assert ">Overdue<" not in page


def test_the_table_asks_as_little_for_many_links_as_for_few(own, link, django_assert_num_queries):
    client = as_(own.editor)
    url = reverse("links:list", args=["harbour"])
    client.get(url)
    with django_assert_num_queries(6):  # session, user, membership, how many, the page, open actions
        client.get(url)
    for number in range(20):
        SupplierLinkFactory(supplier__organisation=own.organisation, token=f"token {number}", sent_by=own.editor.user)
    with django_assert_num_queries(6):
        client.get(url)
