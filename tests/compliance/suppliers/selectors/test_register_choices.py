"""What the list of suppliers offers to choose is the member's own, and as the register is now."""

import pytest

from compliance.organisations.choices import Role
from compliance.suppliers.models import ColumnChoice, Supplier
from compliance.suppliers.selectors.register_choices import get_register_choices
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.suppliers import SavedViewFactory, SiteFactory, SupplierFactory

pytestmark = pytest.mark.django_db


def make_member(country: str, category: str):
    organisation = OrganisationFactory()
    member = MembershipFactory(organisation=organisation, role=Role.EDITOR)
    SiteFactory(supplier=SupplierFactory(organisation=organisation, country=country, category=category), country="VN")
    SavedViewFactory(organisation=organisation, made_by=member.user, name=f"View of {country}")
    ColumnChoice.objects.create(organisation=organisation, user=member.user, columns=f"country,{category}")
    return member


def describe(member) -> tuple:
    choices = get_register_choices(member)
    return choices.countries, choices.categories, set(choices.owners), [view.name for view in choices.views]


def test_each_member_has_the_choices_of_their_own_organisation():
    first, second = make_member("BD", "food"), make_member("IN", "clothes")
    for member, country, category in ((first, "BD", "food"), (second, "IN", "clothes"), (first, "BD", "food")):
        expected = [country, "VN"], [category], {str(member.user.uuid)}, [f"View of {country}"]
        assert describe(member) == expected
        assert get_register_choices(member).columns == ["country", category]


def test_choices_change_with_the_register(django_assert_num_queries):
    member = make_member("BD", "food")
    get_register_choices(member)
    Supplier.objects.update(category="textiles")
    SupplierFactory(organisation=member.organisation, country="AE")
    colleague = MembershipFactory(organisation=member.organisation, role=Role.EDITOR)
    SavedViewFactory(organisation=member.organisation, made_by=colleague.user, name="A shared view", is_shared=True)
    SavedViewFactory(organisation=member.organisation, made_by=colleague.user, name="Not shared", is_shared=False)
    with django_assert_num_queries(1):
        choices = get_register_choices(member)
    assert choices.countries == ["AE", "BD", "VN"]
    assert choices.categories == ["textiles"]
    assert set(choices.owners) == {str(member.user.uuid), str(colleague.user.uuid)}
    assert [view.name for view in choices.views] == ["A shared view", "View of BD"]
