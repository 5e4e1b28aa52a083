"""What people say of products holds for the whole business, and its scores are asked for."""

from datetime import UTC, datetime

import pytest

from compliance.suppliers.models import RiskRun
from compliance.suppliers.services.goods import get_answers, get_supplier_products, save_answers
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.suppliers import SupplierFactory, SupplyRelationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_an_answer_replaces_the_one_before_and_has_a_line_of_history():
    supplier, actor = SupplierFactory(), UserFactory()
    for good in ("Cotton", ""):
        save_answers(organisation=supplier.organisation, answers={"yarn": good}, actor=actor, at=NOW)
    assert get_answers(supplier.organisation) == {"yarn": ""}
    assert Entry.objects.filter(action="suppliers.goods.answered").count() == 2
    assert RiskRun.objects.get(organisation=supplier.organisation).asked_at == NOW


def test_no_answer_asks_for_nothing():
    supplier = SupplierFactory()
    save_answers(organisation=supplier.organisation, answers={}, actor=UserFactory(), at=NOW)
    assert not RiskRun.objects.exists()


def test_products_are_folded_without_repetition_and_another_business_answers_for_itself():
    supplier = SupplierFactory()
    SupplyRelationFactory(supplier=supplier, products=["Cotton", " cotton "])
    SupplyRelationFactory(supplier=supplier, products=["Odd Product"])
    save_answers(
        organisation=SupplierFactory().organisation, answers={"odd product": "Gold"}, actor=UserFactory(), at=NOW
    )  # fmt: skip
    products, goods, listed = get_supplier_products(supplier)
    assert products == ["cotton", "odd product"]
    assert goods["cotton"] == "Cotton"
    assert goods["odd product"] == ""
    assert "Cotton" in listed
