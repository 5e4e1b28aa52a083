"""The names that vendor lists write, against the registry's: no supplier that is listed is called "Not found".

Names are invented. Each line is a name as the registry has it, and as lists in the wild write it.
"""

import pytest

from compliance.statements.models import Listing
from compliance.suppliers import statement_status
from compliance.suppliers.choices import StatementStatus
from compliance.suppliers.rules.similarity import normalise
from tests.factories.suppliers import SupplierFactory
from tests.support.registry_names import load_registry

pytestmark = pytest.mark.django_db
FIRST = [
    "Brambling", "Ashcombe", "Norwold", "Tarnwick", "Pellworth", "Quenby", "Hartsmere", "Oxleigh", "Dunmallow",
    "Fernacre", "Greywell", "Ivinghoe Road", "Kestrel & Vane", "Lowmoor", "Marlstone", "St. Alder's", "Élan", "O'Rowan",
]  # fmt: skip
SECOND = ["Foods Limited", "Logistics Group PLC", "Manufacturing Company Ltd", "International Holdings Limited"]
LISTED = [f"{first} {second}" for first in FIRST for second in SECOND]
# What a clerk, a bookkeeping program and a spreadsheet make of a name.
WRITTEN = {
    "as it is": lambda name: name,
    "in capitals": str.upper,
    "without the legal form": lambda name: name.removesuffix(" Limited").removesuffix(" PLC").removesuffix(" Ltd"),
    "Ltd": lambda name: name.replace("Limited", "Ltd"),
    "Ltd.": lambda name: name.replace("Limited", "Ltd."),
    "LTD in capitals": lambda name: name.replace("Limited", "LTD").upper(),
    "P.L.C.": lambda name: name.replace("PLC", "P.L.C."),
    "plc": lambda name: name.replace("PLC", "plc"),
    "and": lambda name: name.replace("&", "and"),
    "The": lambda name: f"The {name}",
    "without accents and apostrophes": lambda name: name.replace("É", "E").replace("'", ""),
    "curly apostrophes": lambda name: name.replace("'", "’"),
    "Co": lambda name: name.replace("Company", "Co"),
    "Co.": lambda name: name.replace("Company", "Co."),
    "Intl": lambda name: name.replace("International", "Intl"),
    "Int'l": lambda name: name.replace("International", "Int'l"),
    "Mfg": lambda name: name.replace("Manufacturing", "Mfg"),
    "Grp": lambda name: name.replace("Group", "Grp"),
    "Hldgs": lambda name: name.replace("Holdings", "Hldgs"),
    "no stop after St": lambda name: name.replace("St.", "St"),
    "(UK)": lambda name: (
        name.replace(" Limited", " (UK) Limited").replace(" PLC", " (UK) PLC").replace(" Ltd", " (UK) Ltd")
    ),
    "UK": lambda name: f"{name} UK",
    "spaces": lambda name: f"  {name.replace(' ', '  ')} ",
    "a comma": lambda name: name.replace(" Limited", ", Limited").replace(" PLC", ", PLC"),
}
# A slip of the pen is not the same name: the page of the supplier offers it.
SLIPS = {
    "a letter less": lambda name: name.replace("ll", "l", 1) if "ll" in name else name[:3] + name[4:],
    "two letters changed round": lambda name: name[:2] + name[3] + name[2] + name[4:],
    "a letter twice": lambda name: name[:4] + name[3] + name[4:],
}


@pytest.fixture
def registry(tmp_path):
    load_registry(tmp_path / "registry.csv", LISTED)


def test_a_listed_supplier_is_never_called_not_found_however_a_list_writes_it(registry):
    wrong = []
    for how, write in WRITTEN.items():
        suppliers = [
            SupplierFactory(name=write(name), likeness=normalise(write(name)), company_number="09999999")
            for name in LISTED
        ]
        statuses = statement_status.get_statuses(suppliers)
        wrong += [
            (how, supplier.name, name, statuses[supplier.pk].name)
            for supplier, name in zip(suppliers, LISTED, strict=True)
            if (statuses[supplier.pk].status, statuses[supplier.pk].name) != (StatementStatus.POSSIBLE, name)
        ]
    assert wrong == []


def test_a_slip_of_the_pen_is_offered_as_a_possible_match(registry):
    wrong = []
    for how, write in SLIPS.items():
        for name in LISTED:
            supplier = SupplierFactory.build(name=write(name), likeness=normalise(write(name)))
            if name not in [listed for _key, listed, _year in statement_status.find_similar_names(supplier)]:
                wrong.append((how, supplier.name, name))
    assert wrong == []


def test_another_company_is_not_offered(registry):
    others = ["Harwick Foods Limited", "Unlike Logistics Group PLC", "Some Manufacturing Company Ltd", "Foods Limited"]
    suppliers = [SupplierFactory(name=name, likeness=normalise(name), company_number="09999999") for name in others]
    statuses = statement_status.get_statuses(suppliers)
    assert {status.status for status in statuses.values()} == {StatementStatus.NOT_FOUND}
    assert Listing.objects.count() == len(LISTED)
