"""AC: rows and cases of others, by every address that there is."""

import re
import uuid
from hashlib import sha256

import pytest
from django.urls import reverse

from compliance.statements.models import Publication
from tests.factories.canaries import CANARY, rows_of
from tests.factories.sharing import AGENCY_PASSPHRASE
from tests.factories.world import Tenant
from tests.support.visits import address_url, request_page
from tests.test_access import has_foreign_key, plain
from tests.url_register import ADDRESSES
from tests.url_register.expectations import SIGN_IN

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("_pdfs_are_text")]
INSIDE = sorted(name for name, address in ADDRESSES.items() if address.is_inside)
DESK = sorted(
    name for name in ADDRESSES if name.startswith(("desk:", "cases:", "duties:", "interpreters:", "partners:"))
)


def fingerprint(tenant: Tenant) -> str:
    """Of all that an organisation has."""
    said = [(model._meta.label, sorted(map(str, rows.values_list()))) for model, rows in rows_of(tenant.organisation)]
    return sha256(repr(said).encode()).hexdigest()


def kwargs_of(name: str, world, **changes: object) -> dict:
    return ADDRESSES[name].kwargs(world) | changes


def test_ac01_an_id_of_another_organisation_is_one_that_is_not_there(shared_world, clients):
    """Under the own name, and under theirs; nothing tells a row of theirs from a row of nobody."""
    thief, seen = clients["outsider"], set()
    for name in (name for name in INSIDE if has_foreign_key(kwargs_of(name, shared_world))):
        kwargs = kwargs_of(name, shared_world)
        nobodys = {key: uuid.uuid4() if isinstance(value, uuid.UUID) else value for key, value in kwargs.items()}
        answers = {
            (response.status_code, plain(body).replace(reverse(name, kwargs=said), ""))
            for said in (kwargs, kwargs | {"organisation": "birch"}, nobodys | {"organisation": "birch"})
            for response, body in [request_page(thief, "get", reverse(name, kwargs=said))]
        }
        assert len(answers) == 1, name
        assert CANARY not in str(answers), name
        seen |= {status for status, _body in answers}
    assert seen <= {404, 405}


@pytest.mark.parametrize("method", ["post", "delete", "put", "patch"])
def test_ac02_no_method_reaches_what_is_anothers(shared_world, clients, method):
    before = fingerprint(shared_world.a)
    for name in INSIDE:
        kwargs = kwargs_of(name, shared_world)
        own = {"organisation": "birch"} if has_foreign_key(kwargs) else {}
        response, body = request_page(clients["outsider"], method, reverse(name, kwargs=kwargs | own))
        assert response.status_code in {404, 405}, f"{method} {name}"
        assert CANARY not in body
    assert fingerprint(shared_world.a) == before


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("organisations:activity_csv", "person={person}"),
        ("organisations:activity_json", "person={person}"),
        ("suppliers:export", "q=CANARY-A&country={supplier}&view={view}"),
        ("plans:download", "supplier={supplier}"),
        ("audits:list", "site={site}&audit={audit}"),
        ("suppliers:index", "supplier={supplier}&view={view}"),
    ],
)
def test_ac03_an_export_is_never_of_anothers_rows(shared_world, clients, name, query):
    theirs = {key: row.uuid for key, row in shared_world.a.rows.items() if hasattr(row, "uuid")}
    said = query.format(**theirs, person=shared_world.a.people["editor"].pk)
    response, body = request_page(
        clients["outsider"], "get", f"{reverse(name, kwargs={'organisation': 'birch'})}?{said}"
    )
    assert response.status_code in {200, 404, 422}
    assert CANARY not in body.replace("CANARY-A&", "").replace('value="CANARY-A"', "")


def test_ac03_a_saved_view_of_another_is_not_there(shared_world, clients):
    address = reverse(
        "suppliers:remove_view", kwargs={"organisation": "birch", "uuid": shared_world.a.rows["view"].uuid}
    )
    assert request_page(clients["outsider"], "post", address)[0].status_code == 404


def test_ac05_who_may_only_look_publishes_nothing(shared_world, clients):
    address = reverse("statements:publish", kwargs=kwargs_of("statements:publish", shared_world))
    before = Publication.objects.count()
    for role in ("viewer", "editor", "approver"):
        for method in ("get", "post"):
            response, _ = request_page(
                clients[role], method, address, data={"is_declared": "on", "licence": "all_rights_reserved"}
            )
            assert response.status_code == 403
    assert Publication.objects.count() == before


def test_ac08_an_agency_gets_no_further_than_its_referral(shared_world, clients):
    agency, case = clients["partner"], shared_world.desk["case"]
    sent = reverse("agency:referral", args=[shared_world.desk["sent_referral"].pk])
    response, body = request_page(agency, "post", sent, data={"passphrase": AGENCY_PASSPHRASE})
    assert (response.status_code, case.reference in body) == (200, True), "its own referral opens"
    for name in DESK:
        for method in ("get", "post"):
            url = address_url(ADDRESSES[name], name, shared_world)
            response, body = request_page(agency, method, url)
            assert response.status_code in {404, 405}, f"{method} {url}"
            assert case.reference not in body


def test_ac09_a_statistician_gets_no_row_of_a_case(shared_world, clients):
    case = shared_world.desk["case"]
    guesses = [
        f"/api/v1/cases/{case.pk}",
        "/api/v1/cases",
        "/desk/cases/",
        "/desk/figures/month.csv",
        "/statistics/cases/",
    ]
    figures = {"duties:figures", "duties:workbook", "duties:overview"}
    closed = [name for name in DESK if name not in figures]
    for role in ("statistician", "helpline_manager"):
        for url in [*guesses, *(address_url(ADDRESSES[name], name, shared_world) for name in closed)]:
            response, body = request_page(clients[role], "get", url)
            assert response.status_code in {404, 405}, url
            assert case.reference not in body
        for name in figures:
            response, body = request_page(clients[role], "get", address_url(ADDRESSES[name], name, shared_world))
            assert response.status_code == 200, name
            assert case.reference not in body


def test_ac09_pages_of_published_figures_hold_no_row_of_a_case(shared_world, clients):
    """Nor do they offer a way to one: the facts that they were made from are shown as a number and a hash."""
    case = shared_world.desk["case"]
    for role in ("statistician", "helpline_manager", "triage_lead"):
        for name in sorted(name for name in ADDRESSES if name.startswith("release_desk:")):
            response, body = request_page(clients[role], "get", address_url(ADDRESSES[name], name, shared_world))
            assert response.status_code in {200, 403, 404}, name
            assert case.reference not in body and str(case.pk) not in body and "MSH-" not in body, name
            assert '"units"' not in body, name


def test_ac10_a_content_editor_finds_no_desk(shared_world, clients):
    for name in (*DESK, *(name for name in ADDRESSES if name.startswith("release_desk:"))):
        url = address_url(ADDRESSES[name], name, shared_world)
        for method in ("get", "post"):
            assert request_page(clients["content_editor"], method, url)[0].status_code in {404, 405}, f"{method} {url}"
    for query in ("casework", "concern", "MSH-", shared_world.desk["case"].reference):
        assert (
            shared_world.desk["case"].reference
            not in request_page(clients["content_editor"], "get", f"/cms/?q={query}")[1]
        )


def test_ac11_signed_out_every_private_address_leads_to_the_door_and_tells_nothing(shared_world, clients):
    names = [name for name, address in ADDRESSES.items() if address.get["anonymous"] == SIGN_IN]
    assert len(names) > 200
    for name in names:
        url = address_url(ADDRESSES[name], name, shared_world)
        response, body = request_page(clients["anonymous"], "get", url)
        assert response.status_code in {302, 405}, url
        if response.status_code == 302:
            assert response["Location"].startswith("/accounts/login/?next="), url
            missing = re.sub(r"^/o/alder/", "/o/nobody/", url)
            other, _ = request_page(clients["anonymous"], "get", missing)
            assert other["Location"].replace("nobody", "alder") == response["Location"], url
            body += request_page(clients["anonymous"], "get", response["Location"])[1]
        for told in (CANARY, "Alder Wholesale", shared_world.desk["case"].reference):
            assert told not in body, url
