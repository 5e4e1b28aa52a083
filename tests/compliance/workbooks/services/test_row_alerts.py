"""Where a row of findings says its alert is: by the register, by the file's own list, else in its own words."""

import pytest

from compliance.workbooks.choices import Outcome
from compliance.workbooks.comparison import ComparedRow
from compliance.workbooks.planning import Plan
from compliance.workbooks.planning.dispatch import Registers
from compliance.workbooks.services.row_alerts import build_alert


@pytest.fixture
def registers():
    registers = Registers()
    registers.suppliers.suppliers["s-1"] = {"name": "Karim Knit Ltd"}
    registers.suppliers.sites["st1"] = {"name": "Unit 2", "country": "BD", "supplier": "s-1"}
    registers.audits.audits["z1"] = {"site": "st1"}
    return registers


def build(registers, **values):
    given = {"audit_ref": "Z1", "finding_ref": "NC 1", "issue_code": "FL01", "description": "Passports"}
    row = ComparedRow("findings", "NCs", 7, given | values, {}, [], Plan(Outcome.SAME))
    return build_alert("a" * 64, row, registers)


@pytest.mark.parametrize("written", ["ST1", "Unit 2", ""], ids=["its reference", "its name", "only its audit"])
def test_a_known_site_is_named_with_its_supplier(registers, written):
    alert = build(registers, site_ref=written, site_country="BD")
    assert (alert.site_name, alert.supplier_name) == ("Unit 2", "Karim Knit Ltd")
    assert (alert.sheet, alert.row_number, alert.has_own_keys) == ("NCs", 7, True)


def test_an_unknown_site_is_named_as_the_row_names_it(registers):
    alert = build(registers, audit_ref="Z9", site_ref="Some mill")
    assert (alert.site_name, alert.supplier_name) == ("Some mill", "")


def test_a_row_without_references_is_known_by_its_place_in_the_file(registers):
    alert = build(registers, audit_ref="", finding_ref="")
    assert (alert.audit_key, alert.finding_key, alert.has_own_keys) == ("upload " + "a" * 16, "row 7", False)
