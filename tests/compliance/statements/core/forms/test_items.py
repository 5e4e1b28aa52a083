"""Organisations that agreed to stand in a group are picked for its statement, not typed again; no others are named."""

import pytest
from django.http import QueryDict

from compliance.organisations.choices import Role
from compliance.organisations.models import Organisation
from compliance.organisations.services import groups
from compliance.statements.core.forms.items import add_member as with_member
from compliance.statements.core.forms.items import with_item_count
from compliance.statements.models import Section
from tests.compliance.statements.conftest import AT
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
OFFER = "These organisations have agreed that they belong to your group"


def posted(total=1, **changes) -> dict:
    return {
        "revision": "0",
        "is_complete": "no",
        "is_group": "yes",
        "group_members-TOTAL_FORMS": str(total),
        "group_members-INITIAL_FORMS": "0",
    } | changes


def subsidiary_of(parent, **fields) -> Organisation:
    """Asked by the parent, and agreed to by its own administrator."""
    one = OrganisationFactory(**fields)
    asked = groups.request_link(parent=parent, company_number=one.company_number, actor=UserFactory(), at=AT)
    groups.respond_to_request(request=asked, organisation=one, accept=True, actor=UserFactory(), at=AT)
    return one


@pytest.fixture
def page(business, visit, at):
    """The section "who it covers", open for its writer."""
    business.start()
    return visit("editor"), at("section", section="organisations")


def test_one_that_agreed_is_added_with_its_name_and_number(business, page):
    shop = subsidiary_of(business.organisation, name="Harbour Shops Limited", company_number="07654321")
    client, address = page
    assert f"Add {shop.name}" in client.get(address).content.decode()
    added = client.post(address, posted(add_member="07654321", group_member_manual_name="Kept"))
    text = added.content.decode()
    assert added.status_code == 200
    first = added.context["page"].lists["group_members"].forms[0]
    assert (first["legal_name"].value(), first["company_number"].value()) == (shop.name, "07654321")
    assert f"Add {shop.name}" not in text
    assert OFFER not in text
    assert 'value="Kept"' in text
    saved = posted() | {
        "group_members-0-legal_name": shop.name,
        "group_members-0-company_number": "07654321",
        "group_members-0-scope": "out_of_scope",
    }
    assert client.post(address, saved).status_code in {302, 303}
    answers = Section.objects.get(code="organisations").answers
    assert answers["group_members"][0]["legal_name"] == shop.name
    assert OFFER not in client.get(address).content.decode()


def test_only_one_s_own_group_is_offered(business, page):
    """Not who was asked, who declined, left or lost its confirmation; not a subsidiary's subsidiary, not a stranger."""
    own = business.organisation
    shop = subsidiary_of(own, name="Harbour Shops Limited")
    below = subsidiary_of(shop, name="Below Limited")
    stranger = OrganisationFactory(name="Stranger Limited")
    asked = OrganisationFactory(name="Asked Limited")
    groups.request_link(parent=own, company_number=asked.company_number, actor=UserFactory(), at=AT)
    declined = OrganisationFactory(name="Declined Limited")
    request = groups.request_link(parent=own, company_number=declined.company_number, actor=UserFactory(), at=AT)
    groups.respond_to_request(request=request, organisation=declined, accept=False, actor=UserFactory(), at=AT)
    left = subsidiary_of(own, name="Left Limited")
    groups.end_link(subsidiary=left, actor=UserFactory(), at=AT)
    doubted = subsidiary_of(own, name="Doubted Limited")
    Organisation.objects.filter(pk=doubted.pk).update(confirmed_at=None)
    client, address = page
    text = client.get(address).content.decode()
    assert f"Add {shop.name}" in text
    for other in (below, stranger, asked, declined, left, doubted):
        assert other.name not in text
        answer = client.post(address, posted(add_member=other.company_number))
        assert answer.status_code == 200
        assert other.name not in answer.content.decode()


def test_a_subsidiary_is_not_offered_its_parent_or_sisters(business, visit, at):
    parent = OrganisationFactory(name="Parent Limited")
    sister = subsidiary_of(parent, name="Sister Limited")
    Organisation.objects.filter(pk=business.organisation.pk).update(parent=parent)
    business.organisation.refresh_from_db()
    business.start()
    text = visit("editor").get(at("section", section="organisations")).content.decode()
    assert OFFER not in text
    assert parent.name not in text
    assert sister.name not in text


def test_who_only_reads_is_offered_nothing(business, visit, at):
    subsidiary_of(business.organisation, name="Harbour Shops Limited")
    business.start()
    business.people["reader"] = MembershipFactory(organisation=business.organisation, role=Role.VIEWER).user
    assert OFFER not in visit("reader").get(at("section", section="organisations")).content.decode()


@pytest.mark.parametrize("typed", ["", "\x00", "07654321'", "x" * 10_000, "group_members"])
def test_a_number_of_nobody_changes_nothing(business, page, typed):
    client, address = page
    answer = client.post(address, posted(add_member=typed, **{"group_members-0-legal_name": "Typed Limited"}))
    assert answer.status_code in {200, 422}
    assert "Typed Limited" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "place", "total"),
    [
        ("group_members-TOTAL_FORMS=1", 0, 1),
        ("group_members-TOTAL_FORMS=1&group_members-0-legal_name=A", 1, 2),
        ("group_members-TOTAL_FORMS=3&group_members-0-legal_name=A&group_members-2-scope=in_scope", 1, 3),
        ("group_members-TOTAL_FORMS=many", 0, 1),
        ("group_members-x=1&group_members-=1&group_members-TOTAL_FORMS=-1", 0, 1),
        ("", 0, 1),
    ],
)
def test_a_known_organisation_takes_the_first_empty_place(given, place, total):
    changed = with_member(QueryDict(given), "07654321", "Harbour Shops Limited")
    assert changed[f"group_members-{place}-legal_name"] == "Harbour Shops Limited"
    assert with_item_count(changed, "group_members")["group_members-TOTAL_FORMS"] == str(total)
    assert changed["is_group"] == "yes"
