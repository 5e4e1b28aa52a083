"""Every page, list, download and PDF that names a finding under an open alert says not to warn the supplier or site."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from compliance.archive.reports import render_audits_workbook
from compliance.audits.models import Action, Finding
from compliance.organisations.choices import Role
from compliance.organisations.models import Membership
from compliance.workbooks.action_plans import render_business_plan
from tests.factories.alerts import RAISED, AlertFactory
from tests.factories.world import World, build_world
from tests.support.visits import address_url, request_page
from tests.url_register import ADDRESSES

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("_pdfs_are_text")]

REFERENCE, TITLE, PLAN = "ZZ-ALERT-77", "Passports kept in ZZ-SAFE-77", "Give back all of ZZ-PAPERS-77"
RULE = "Do not talk about it with the supplier or the site: that can put people in danger."
MEMBERS = ("administrator", "approver", "editor", "viewer")
# What a member would do with the supplier or the site.
REACHING_OUT = ("Agree with the site",)


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        findings = Finding.objects.for_organisation(world.a.organisation)
        for finding in findings.select_related("audit"):
            AlertFactory(
                organisation=world.a.organisation,
                finding=finding,
                audit_key=finding.audit.key,
                finding_key=finding.key,
                acknowledged_at=RAISED,
            )
        findings.update(finding_ref=REFERENCE, title=TITLE, description=TITLE)
        Action.objects.for_organisation(world.a.organisation).update(corrective_action=PLAN)
        yield world
        transaction.set_rollback(True)


def visible(body: str) -> str:
    return " ".join(body.replace("&#x27;", "'").split())


@pytest.mark.parametrize("name", sorted(name for name, address in ADDRESSES.items() if address.is_private))
def test_what_names_the_finding_carries_the_rule_and_reaches_no_one(name, shared_world, clients):
    url = address_url(ADDRESSES[name], name, shared_world)
    add = reverse("audits:action_add", args=[shared_world.a.organisation.slug, shared_world.a.rows["finding"].uuid])
    wrong = []
    for member in MEMBERS:
        response, body = request_page(clients[member], "get", url)
        text = visible(body)
        if response.status_code != 200 or not any(words in text for words in (REFERENCE, TITLE, PLAN)):
            continue
        wrong += [f"{member} {url}: no rule"] if RULE not in text else []
        wrong += [f"{member} {url}: {words}" for words in (*REACHING_OUT, f'href="{add}"') if words in text]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "name", ["audits:findings", "audits:finding", "audits:audit", "actions:list", "suppliers:site"]
)
def test_the_walk_sees_the_finding(name, shared_world, clients):
    url = address_url(ADDRESSES[name], name, shared_world)
    for member in ("administrator", "viewer"):
        response, body = request_page(clients[member], "get", url)
        assert response.status_code == 200
        assert any(words in body for words in (REFERENCE, TITLE, PLAN)), f"{member} {url}"


def test_no_action_is_added_while_the_alert_is_open(shared_world, clients):
    address = reverse("audits:action_add", args=["alder", shared_world.a.rows["finding"].uuid])
    sent = {"corrective_action": "Ask the manager about it", "status": "open"}
    response, _body = request_page(clients["administrator"], "post", address, data=sent)
    assert response.status_code in {302, 303}
    assert not Action.objects.filter(corrective_action=sent["corrective_action"]).exists()


def test_workbooks_of_actions_leave_it_out_whoever_takes_them(shared_world):
    for role in (Role.ADMINISTRATOR, Role.EDITOR):
        member = Membership.objects.get(user=shared_world.a.people[role])
        made = render_business_plan(member, QueryDict(), timezone.now(), lambda done, of: None)
        texts = [str(cell.value) for sheet in load_workbook(BytesIO(made.body)) for row in sheet for cell in row]
        assert not [text for text in texts if any(words in text for words in (REFERENCE, TITLE, PLAN))]


def test_the_archive_says_so_beside_each(shared_world):
    book = load_workbook(BytesIO(render_audits_workbook(shared_world.a.organisation)))
    rows = [[cell.value for cell in row] for sheet in book for row in sheet]
    named = [row for row in rows if {REFERENCE, TITLE, PLAN} & set(row)]
    assert named
    assert all(any(RULE in str(value) for value in row) for row in named)
