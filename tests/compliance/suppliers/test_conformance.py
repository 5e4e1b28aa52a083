"""Choices and limits of the register against the suppliers vocabulary, and against the sheet that is uploaded."""

import json

import pytest

from compliance.suppliers.choices import Activity, ControlType, SiteFunction, SupplierStatus, Tier
from compliance.suppliers.forms.fields import MAX_PRODUCT_LENGTH, MAX_PRODUCTS
from compliance.suppliers.forms.records import NewSupplierForm, SiteForm, SupplierForm
from compliance.suppliers.forms.sites import MAX_WORKERS, WORKER_LABELS
from compliance.workbooks.columns import sheet_kinds
from compliance.workbooks.planning.suppliers import SITE_FIELDS, SUPPLIER_FIELDS
from tests.factories.domain import DOMAIN

WORDS = DOMAIN.with_name("suppliers_vocabulary.json")
needs_words = pytest.mark.skipif(not WORDS.exists(), reason="the domain vocabulary is not beside this checkout")


def words(name):
    return json.loads(WORDS.read_text(encoding="utf-8"))[name]


def keys(name) -> list:
    return [one["key"] if isinstance(one, dict) else one for one in words(name)]


@needs_words
def test_choices_are_those_of_the_vocabulary():
    assert Tier.values == keys("supplier_tiers")
    assert SupplierStatus.values == keys("supplier_status")
    assert SiteFunction.values == keys("site_functions")
    assert set(Activity.values) == set(words("sector_points_by_activity"))
    assert set(ControlType.values) == set(keys("control_types")) - {"third_party_audit"}


@needs_words
def test_labels_are_those_of_the_vocabulary():
    # The status “onboarding” has another word on screen: see docs/glossary.md.
    statuses = {one["key"]: one["label"] for one in words("supplier_status")}
    assert statuses | {"onboarding": "Onboarding"} == {code: str(label) for code, label in SupplierStatus.choices}
    labels = {one["key"]: one["label"] for one in words("worker_groups")}
    assert {name: str(label) for name, label in WORKER_LABELS.items() if name in labels} == {
        name: label for name, label in labels.items() if name in WORKER_LABELS
    }


def limits() -> dict[str, list[str]]:
    return {column.name: column.limits for column in sheet_kinds()["suppliers"].columns}


@pytest.mark.parametrize(
    ("fields", "form"), [(SUPPLIER_FIELDS, SupplierForm), (SITE_FIELDS, SiteForm), (SUPPLIER_FIELDS, NewSupplierForm)]
)
def test_a_text_may_be_as_long_on_screen_as_in_a_workbook(fields, form):
    kept_as = {column.name: column.kind for column in sheet_kinds()["suppliers"].columns}
    for column, name in fields.items():
        field = form.base_fields.get(name)
        if field is not None and kept_as[column] in {"text", "long"}:
            assert field.max_length == int(limits()[column][0]), name


def test_numbers_and_lists_have_the_same_limits():
    assert limits()["product"] == [str(MAX_PRODUCT_LENGTH), str(MAX_PRODUCTS)]
    assert limits()["workers_total"] == ["0", str(MAX_WORKERS)]
    for name in ("latitude", "longitude"):
        field = SiteForm.base_fields[name]
        assert limits()[name] == [str(field.min_value), str(field.max_value)]
